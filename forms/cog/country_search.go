package cog

import (
	"cmp"
	"slices"
	"strings"
)

// How well a country answers a search, best first.
const (
	wholeName  = iota
	startsName // "bel" for Belgique
	startsWord // "sud" for Corée du Sud
	noName
)

type foundCountry struct {
	country Country
	rank    int
	sorted  string // the folded name, to order by
}

// FindCountries finds countries by the beginning of a name or of a word in it,
// whatever the accents and case, in French, in English and among the other names
// that are known ("Birmanie"). It gives at most n: the exact name first, then
// those that begin so, in the order of the names in the language.
func FindCountries(prefix, lang string, n int) []Country {
	wanted := Fold(prefix)
	if wanted == "" || n <= 0 {
		return nil
	}
	var found []foundCountry
	for _, c := range Countries() {
		if rank := c.rank(wanted); rank < noName {
			found = append(found, foundCountry{c, rank, c.key(lang)})
		}
	}
	slices.SortFunc(found, func(a, b foundCountry) int {
		return cmp.Or(a.rank-b.rank, strings.Compare(a.sorted, b.sorted))
	})
	out := make([]Country, min(n, len(found)))
	for i := range out {
		out[i] = found[i].country
	}
	return out
}

// rank is the best of all names, of each language: a citizen types the name
// that he knows.
func (c Country) rank(wanted string) int {
	best := noName
	for _, key := range c.keys {
		best = min(best, nameRank(key, wanted))
	}
	return best
}

func nameRank(name, wanted string) int {
	switch {
	case name == wanted:
		return wholeName
	case strings.HasPrefix(name, wanted), strings.HasPrefix(withoutArticle(name), wanted):
		return startsName
	case strings.Contains(name, " "+wanted):
		return startsWord
	}
	return noName
}
