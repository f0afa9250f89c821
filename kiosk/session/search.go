package session

import (
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/cog"
)

// searchField is what a commune is looked for with. It is not the code: the
// postal code 13001 of Marseille is the INSEE code of Aix-en-Provence, so what
// is typed must never be taken for a commune that was picked.
const searchField = "search"

// found is how many communes are shown.
const found = 6

// searched makes the input of a commune whole: a commune that was picked
// stays as long as the letters above it are its own.
func searched(p *forms.Page, in forms.Input) forms.Input {
	switch p.Type {
	case forms.Country:
		return searchedCountry(in)
	case forms.Commune:
	default:
		return in
	}
	c, ok := cog.Find(in["code"])
	if !ok {
		delete(in, "code")
		delete(in, "postcode")
		return in
	}
	label := communeLabel(c, in["postcode"])
	if typed, ok := in[searchField]; ok && typed != label {
		delete(in, "code")
		delete(in, "postcode")
		return in
	}
	in[searchField] = label
	return in
}

// communeLabel is "Manosque (04100)", or the département where no postal code
// was picked.
func communeLabel(c cog.Commune, postcode string) string {
	switch {
	case postcode != "":
	case len(c.Postcodes) == 1:
		postcode = c.Postcodes[0]
	default:
		postcode = c.Departement
	}
	return c.Name + " (" + postcode + ")"
}

// communes are tiles for what the letters find.
func (s *Session) communes(in forms.Input) []Tile {
	typed := strings.TrimSpace(in[searchField])
	if _, picked := cog.Find(in["code"]); picked || typed == "" {
		return nil
	}
	return mapped(cog.Search(typed, found), func(c cog.Commune) Tile { return s.commune(c, typed) })
}

func (s *Session) commune(c cog.Commune, typed string) Tile {
	in := forms.Input{"code": c.Code}
	if slices.Contains(c.Postcodes, typed) {
		in["postcode"] = typed
	}
	in[searchField] = communeLabel(c, in["postcode"])
	name, _, _ := cog.Departement(c.Departement)
	return Tile{Text: given(in[searchField]), Detail: plain(name), Icon: "map-pin", Do: Typed{s.page, in}}
}

// towns are tiles for the town of an address. The search helps, and binds
// nobody: what is typed stays.
func (s *Session) towns(in forms.Input) []Tile {
	all := townsOf(strings.TrimSpace(in["postcode"]), strings.TrimSpace(in["city"]))
	if slices.ContainsFunc(all, func(c cog.Commune) bool { return c.Name == in["city"] }) {
		return nil
	}
	return mapped(all[:min(len(all), found)], func(c cog.Commune) Tile { return s.town(c, in) })
}

// townsOf are those of a postal code whose names begin with the letters; where
// there is none, all of the code; without a code, those with the letters.
func townsOf(code, letters string) []cog.Commune {
	const many = 2000 // "Saint" begins more names than any code has towns
	ofCode, named := cog.Search(code, many), cog.Search(letters, many)
	if len(ofCode) == 0 {
		return named
	}
	both := slices.DeleteFunc(named, func(c cog.Commune) bool { return !slices.Contains(c.Postcodes, code) })
	if len(both) > 0 {
		return both
	}
	return ofCode
}

func (s *Session) town(c cog.Commune, in forms.Input) Tile {
	filled := copyInput(in)
	filled["city"] = c.Name
	if len(c.Postcodes) == 1 && filled["postcode"] == "" {
		filled["postcode"] = c.Postcodes[0]
	}
	name, _, _ := cog.Departement(c.Departement)
	return Tile{Text: given(c.Name), Detail: plain(name), Icon: "map-pin", Do: Typed{s.page, filled}}
}

// shownField is the box that a problem stands next to.
func shownField(p *forms.Page, field string) string {
	switch {
	case p == nil:
	case p.Type == forms.Commune && field == "code", p.Type == forms.Country && field == forms.Value:
		return searchField
	}
	return field
}
