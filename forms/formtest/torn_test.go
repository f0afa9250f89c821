package formtest

import (
	"strings"
	"testing"
)

// "_" is a non-breaking space.
func TestTorn(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"de 8 h 30 à 12_h", true}, {"de 8_h 30", true}, {"de 8_h_30 à 12_h", false}, {"{hour}_h {minute}", true},
		{"un timbre de 25 €", true}, {"Environ {n} minutes", true}, {"Environ {n}_minutes", false}, {"Il manque {n} chiffres.", false},
		{"06 12", true}, {"06_12", false}, {"n° 4", true}, {"M. Dupont", true}, {"Mme {name}", true}, {"la comme X", false},
		{"le 1er mai", true}, {"{day}er_{month}", false}, {"4 mains", false}, {"3 hommes", false}, {"16 ans ?", true}, {"9 am to 12_noon", true},
		{"Où ?", true}, {"«_Oui »", true}, {"«_Oui_»", false}, {"Page {n} sur {of}", false},
	} {
		s := strings.ReplaceAll(c.text, "_", "\u00a0")
		if got := Torn(s, true); (got != "") != c.want {
			t.Errorf("%q: found %q", c.text, got)
		}
	}
	if got := Torn("Really ?", false); got != "" {
		t.Errorf("English has no high signs: %q", got)
	}
}
