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

// TestAChoiceOfAGroupInWords: a condition names a choice, or a group, and no key of
// a text is on the sheet.
func TestAChoiceOfAGroupInWords(t *testing.T) {
	page := &forms.Page{ID: "ecole", Type: forms.ChoiceLinked}
	tell := &teller{pages: map[string]*forms.Page{"ecole": page}, texts: forms.NewCatalog(forms.French, map[string]string{
		"ecole.title": "Quelle école\u00a0?", "ecole.choice.centre": "Le centre", "ecole.choice.jaures": "École Jean-Jaurès",
	})}
	got := tell.say(&forms.Condition{Op: forms.In, Page: "ecole", Values: []string{"centre", "jaures"}})
	want := "« Quelle école ? » est « Le centre » ou « École Jean-Jaurès »"
	if got := strings.ReplaceAll(got, "\u00a0", " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
