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
	if p.Type != forms.Commune {
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

// shownField is the box that a problem stands next to.
func shownField(p *forms.Page, field string) string {
	if p != nil && p.Type == forms.Commune && field == "code" {
		return searchField
	}
	return field
}
