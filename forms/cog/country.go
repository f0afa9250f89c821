package cog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Country is a country or a territory with an ISO 3166-1 code, or Kosovo,
// whose code (XK) is one of the free ones.
type Country struct {
	Code string // ISO 3166-1 alpha-2: "BE"
	// INSEE is the code of the code officiel géographique: "99131". Several
	// dependencies of a country may share one; what is part of France has none
	// here (Guadeloupe: the code of a département).
	INSEE string

	french, english string
	keys            []string // all names as they are searched: French, English, others
}

// Name is the name in a language by its BCP 47 tag: English for "en", French
// for French and for any other.
func (c Country) Name(lang string) string {
	if english(lang) {
		return c.english
	}
	return c.french
}

// key is the name in a language, as it is searched.
func (c Country) key(lang string) string {
	if english(lang) {
		return c.keys[1]
	}
	return c.keys[0]
}

func english(lang string) bool { return lang == "en" || strings.HasPrefix(lang, "en-") }

// CountryByCode gives a country by its ISO 3166-1 alpha-2 code, in capitals.
func CountryByCode(code string) (Country, bool) {
	all := Countries()
	i, ok := slices.BinarySearchFunc(all, code, func(c Country, code string) int {
		return strings.Compare(c.Code, code)
	})
	if !ok {
		return Country{}, false
	}
	return all[i], true
}

// Countries gives every country, by code. The slice is shared: do not change it.
func Countries() []Country { return countries() }

//go:embed countries.gz
var packedCountries []byte

var countries = sync.OnceValue(func() []Country { return decodeCountries(unpack(packedCountries)) })

// decodeCountries reads the lines that gen wrote, sorted by code.
func decodeCountries(text string) []Country {
	var all []Country
	for line := range strings.Lines(text) {
		col := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		c := Country{Code: col[0], INSEE: col[1], french: col[2], english: col[3]}
		for _, name := range col[2:] {
			c.keys = append(c.keys, Fold(name))
		}
		all = append(all, c)
	}
	return all
}
