package forms

import (
	"slices"

	"guichet/forms/cog"
)

func communeFields(*Page) []Field {
	return []Field{{Name: "code", Pad: PadSearch, MaxLength: 60}}
}

// parseCommune takes the INSEE code of a commune picked from what a search
// found, and fills the rest from the official geographic code.
func parseCommune(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	c, ok := cog.Find(in["code"])
	if !ok {
		return nil, emptyProblem(p)
	}
	out := map[string]string{
		"code": c.INSEE(), "name": c.Name, "departement": c.Departement, "region": c.Region,
	}
	if post := communePostcode(c, in["postcode"]); post != "" {
		out["postcode"] = post
	}
	return out, nil
}

// communePostcode keeps the postal code that was picked where it is one of
// the commune's; a commune with a single one has it without asking.
func communePostcode(c cog.Commune, picked string) string {
	switch {
	case slices.Contains(c.Postcodes, picked):
		return picked
	case len(c.Postcodes) == 1:
		return c.Postcodes[0]
	}
	return ""
}

// refillCommune tells a former commune from the one that took its code over
// by the name.
func refillCommune(_ *Page, a Answer) Input {
	in := Input{"code": a.Fields["code"]}
	if c, ok := cog.Find(in["code"]); ok && c.Name != a.Fields["name"] {
		in["code"] += "d"
	}
	if post := a.Fields["postcode"]; post != "" {
		in["postcode"] = post
	}
	return in
}

// formatCommune writes "Manosque (04100)", or the département where the
// commune has several postal codes: "Marseille (13)".
func formatCommune(_ *Page, a Answer, _, _ Catalog) []string {
	in := a.Fields["postcode"]
	if in == "" {
		in = a.Fields["departement"]
	}
	return []string{a.Fields["name"] + " (" + in + ")"}
}
