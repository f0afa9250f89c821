package cog

import (
	"slices"
	"strings"
	"sync"
)

// index holds what can be searched, sorted, so that a prefix is a range.
type index struct {
	names     []key
	postcodes []key
}

type key struct {
	text    string
	commune int32
}

var indexed = sync.OnceValue(func() *index { return newIndex(load().communes) })

func newIndex(communes []Commune) *index {
	x := &index{names: make([]key, 0, len(communes)+4000), postcodes: make([]key, 0, len(communes))}
	for i, c := range communes {
		name := Fold(c.Name)
		x.names = append(x.names, key{name, int32(i)})
		if short := withoutArticle(name); short != name {
			x.names = append(x.names, key{short, int32(i)})
		}
		for _, p := range c.Postcodes {
			x.postcodes = append(x.postcodes, key{p, int32(i)})
		}
	}
	slices.SortFunc(x.names, compareKeys)
	slices.SortFunc(x.postcodes, compareKeys)
	return x
}

func compareKeys(a, b key) int {
	if n := strings.Compare(a.text, b.text); n != 0 {
		return n
	}
	return int(a.commune - b.commune)
}

// Search finds communes by the beginning of their name, whatever the accents,
// case and hyphens ("st" is "saint"), or of their postal code. It gives at most
// n, best first: the exact name or code, then communes of today before former
// ones, then the largest.
func Search(text string, n int) []Commune {
	text = strings.TrimSpace(text)
	if text == "" || n <= 0 {
		return nil
	}
	if text[0] >= '0' && text[0] <= '9' {
		return best(indexed().postcodes, []string{text}, n)
	}
	return best(indexed().names, spellings(text), n)
}

// spellings are the folded ways to read what was typed so far: "st" may be
// Saint- or the beginning of Strasbourg.
func spellings(text string) []string {
	folded := Fold(text)
	if folded == "" {
		return nil
	}
	out := []string{folded}
	for long, short := range map[string]string{"saint": "st", "sainte": "ste"} {
		if rest, ok := strings.CutSuffix(folded, long); ok && strings.HasSuffix(strings.ToLower(text), short) {
			out = append(out, rest+short)
		}
	}
	return out
}

// best gives the n best communes whose key begins with one of the prefixes.
func best(keys []key, prefixes []string, n int) []Commune {
	top := &ranking{n: n, communes: load().communes}
	whole := len(prefixes) == 1 // "st" is not the whole name of Le Saint
	for _, p := range prefixes {
		for _, k := range prefixed(keys, p) {
			top.offer(hit{k.commune, whole && k.text == p})
		}
	}
	return top.result()
}

// prefixed is the range of sorted keys that begin with a prefix.
func prefixed(keys []key, prefix string) []key {
	first, _ := slices.BinarySearchFunc(keys, prefix, func(k key, p string) int { return strings.Compare(k.text, p) })
	rest := keys[first:]
	end, _ := slices.BinarySearchFunc(rest, prefix, func(k key, p string) int {
		if strings.HasPrefix(k.text, p) {
			return -1
		}
		return 1
	})
	return rest[:end]
}
