package forms

import (
	"maps"
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

// Catalog holds the texts of a pack, or of the kiosk, in one language.
// The zero Catalog is empty.
type Catalog struct {
	Lang  Lang
	texts map[string]string
}

// NewCatalog makes a catalog of texts by dotted key: "ecole.title".
func NewCatalog(lang Lang, texts map[string]string) Catalog {
	return Catalog{Lang: lang, texts: maps.Clone(texts)}
}

// ReadCatalog makes a catalog of a translation file. Its faults are those of
// [strictyaml.Texts], which name the file.
func ReadCatalog(lang Lang, file string, data []byte) (Catalog, error) {
	read, faults := strictyaml.Texts(file, data)
	c := Catalog{Lang: lang, texts: make(map[string]string, len(read))}
	for key, t := range read {
		c.texts[key] = t.Text
	}
	return c, faults.Err()
}

// Text is the text of a key with its placeholders filled: args are pairs of a
// name and a value, so Text("problem.phone.short", "missing", "2") fills
// {missing}. A key that is not there gives the key itself: packs are checked
// when they are loaded, so only a mistake in the code shows one.
func (c Catalog) Text(key string, args ...string) string {
	s, ok := c.texts[key]
	if !ok {
		return key
	}
	return fill(s, args)
}

// Has tells whether the catalog has a text.
func (c Catalog) Has(key string) bool {
	_, ok := c.texts[key]
	return ok
}

// Keys are the keys of the catalog, sorted.
func (c Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.texts)) }

// fill replaces {name} in one pass, so that a value holding braces is left as
// it is.
func fill(s string, args []string) string {
	if len(args) < 2 || !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Placeholders are the names between braces in a text, sorted, each once:
// "Il manque {missing} chiffres" has "missing".
func Placeholders(s string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			break
		}
		names, s = append(names, name), after
	}
	slices.Sort(names)
	return slices.Compact(names)
}
