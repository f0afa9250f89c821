package forms

import "guichet/forms/cog"

// countryLimit is the longest name of a country that can be typed to find it,
// in characters.
const countryLimit = 60

func countryFields(*Page) []Field {
	return []Field{{Name: Value, Pad: PadSearch, MaxLength: countryLimit}}
}

// parseCountry takes the ISO 3166-1 alpha-2 code of a country that was picked
// from what a search found: see [cog.FindCountries].
func parseCountry(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	c, ok := cog.CountryByCode(in[Value])
	if !ok || c.Code != in[Value] {
		return nil, emptyProblem(p)
	}
	return value(c.Code), nil
}

// formatCountry writes the name of the country in the language of the words.
func formatCountry(_ *Page, a Answer, _, words Catalog) []string {
	c, _ := cog.CountryByCode(a.Fields[Value])
	return []string{c.Name(string(words.Lang))}
}
