package session

import (
	"strings"

	"guichet/forms"
	"guichet/forms/cog"
)

// searchedCountry makes the input of a country whole, as searched does for a
// commune: a country that was picked stays as long as the letters are its name,
// in whatever language it was picked.
func searchedCountry(in forms.Input) forms.Input {
	c, ok := cog.CountryByCode(in[forms.Value])
	typed, said := in[searchField]
	if !ok || said && typed != c.Name("fr") && typed != c.Name("en") {
		delete(in, forms.Value)
		return in
	}
	if !said {
		in[searchField] = c.Name("fr")
	}
	return in
}

// typedIn is what stands in a field: the name of a country that was picked in
// the language of the visit.
func (s *Session) typedIn(p *forms.Page, field string, in forms.Input) string {
	if p.Type == forms.Country && field == searchField {
		if c, picked := cog.CountryByCode(in[forms.Value]); picked {
			return c.Name(string(s.lang))
		}
	}
	return in[field]
}

// countries are tiles for what the letters find. Before the first letter there
// is France: most answers are.
func (s *Session) countries(in forms.Input) []Tile {
	typed := strings.TrimSpace(in[searchField])
	if _, picked := cog.CountryByCode(in[forms.Value]); picked {
		return nil
	}
	all := cog.FindCountries(typed, string(s.lang), found)
	if typed == "" {
		france, _ := cog.CountryByCode("FR")
		all = []cog.Country{france}
	}
	return mapped(all, func(c cog.Country) Tile {
		name := c.Name(string(s.lang))
		in := forms.Input{forms.Value: c.Code, searchField: name}
		return Tile{Text: given(name), Icon: "world", Do: Typed{s.page, in}}
	})
}
