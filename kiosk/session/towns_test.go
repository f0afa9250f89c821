package session

import (
	"slices"
	"testing"

	"guichet/forms"
	"guichet/forms/cog"
)

func TestTownsOfAnAddress(t *testing.T) {
	for name, c := range map[string]struct {
		code, letters, first string
		most                 int
	}{
		"a postal code":                      {"04100", "", "Manosque", 10},
		"letters":                            {"", "manosq", "Manosque", 10},
		"both, without accents":              {"04230", "saint etienne", "Saint-Étienne-les-Orgues", 1},
		"a town that the code does not have": {"04100", "Paris", "Manosque", 10},
		"a code that nobody has":             {"00000", "manosque", "Manosque", 10},
	} {
		t.Run(name, func(t *testing.T) {
			got := townsOf(c.code, c.letters)
			if len(got) == 0 || len(got) > c.most || got[0].Name != c.first {
				t.Errorf("found %v", got)
			}
		})
	}
}

// Whoever picks a town keeps the street, and gets a code where there is one
// only.
func TestATownFillsTheAddress(t *testing.T) {
	s := &Session{page: 3}
	in := forms.Input{"street": "1, place du Port", "city": "manosq"}
	i := slices.IndexFunc(s.towns(in), func(t Tile) bool { return t.Text.S == "Manosque" })
	if i < 0 {
		t.Fatal("Manosque is not found")
	}
	filled := s.towns(in)[i].Do.(Typed).Input
	if filled["city"] != "Manosque" || filled["postcode"] != "04100" || filled["street"] != in["street"] {
		t.Errorf("filled %v", filled)
	}
	if left := s.towns(filled); len(left) > 0 {
		t.Errorf("still offered: %v", left)
	}
	paris, _ := cog.Find("75056")
	if got := s.town(paris, forms.Input{}).Do.(Typed).Input["postcode"]; got != "" {
		t.Errorf("a code of Paris was guessed: %q", got)
	}
}
