package preview

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/formtest"
)

// TestConditionsInWords reads those of the sample pack as a mayor does.
func TestConditionsInWords(t *testing.T) {
	p := formtest.Pack(t)
	tell := newTeller(p)
	got := map[string]string{}
	each(p.Form, func(q *forms.Page) {
		if q.VisibleIf != nil {
			got[q.ID] = strings.ReplaceAll(tell.say(q.VisibleIf), "\u00a0", " ")
		}
	})
	for id, want := range map[string][]string{
		"pays":        {"« ", " » est « Non »"},
		"surnom":      {"est dans le département 04 (Alpes-de-Haute-Provence) ou le département 2A"},
		"siret":       {"est dans la région Corse"},
		"revenus":     {"est plus que 0"},
		"prelevement": {"est au moins 100,50 €", " et il n’est pas vrai que («", "reste sans réponse"},
		"iban":        {"est « Oui » ou «", "contient « "},
	} {
		for _, part := range want {
			if !strings.Contains(got[id], part) {
				t.Errorf("%s: %q does not say %q", id, got[id], part)
			}
		}
	}
}
