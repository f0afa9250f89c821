package bench

import (
	"strings"
	"testing"
	"time"

	"guichet/forms"
	"guichet/forms/packs"
)

// TestTheVisitsAreOfTheirPacks: a page that was renamed would stop a walk only
// after minutes.
func TestTheVisitsAreOfTheirPacks(t *testing.T) {
	all, err := visits()
	if err != nil {
		t.Fatal(err)
	}
	offered, err := packs.All()
	if err != nil {
		t.Fatal(err)
	}
	played := map[string]bool{}
	for _, v := range all {
		for _, p := range offered {
			if p.ID == v.Pack {
				played[p.ID] = true
				v.check(t, p.Form)
			}
		}
	}
	if len(played) != len(offered) {
		t.Errorf("of %d packs %d are played", len(offered), len(played))
	}
}

func (v *Visit) check(t *testing.T, f *forms.Form) {
	t.Helper()
	pages := map[string]forms.Type{}
	for _, p := range f.Pages {
		pages[p.ID] = p.Type
		for _, inner := range p.Pages {
			pages[inner.ID] = inner.Type
		}
	}
	for id, inputs := range v.Answers {
		kind, known := pages[id]
		if !known {
			t.Errorf("%s answers %s, which its pack does not ask", v.Name, id)
		}
		for _, in := range inputs {
			if _, ok := forms.Strokes(in[forms.Value]); kind == forms.Signature && !ok {
				t.Errorf("%s: %s is no signature", v.Name, id)
			}
		}
	}
	for _, name := range v.Look {
		if _, known := pages[name]; !known && !strings.Contains(" menu check done ", " "+name+" ") {
			t.Errorf("%s takes a picture of %s, which is no page", v.Name, name)
		}
	}
	for _, what := range v.Ask {
		if papers[what] == nil {
			t.Errorf("%s asks for the paper %s, which there is not", v.Name, what)
		}
	}
}

func TestAnAnswerIsGivenOnceAndCountsDaysFromToday(t *testing.T) {
	now := time.Date(2026, 12, 31, 10, 0, 0, 0, time.UTC)
	v := Visit{Name: "x", Answers: map[string][]forms.Input{"day": {{"in_days": "1"}, {"in_days": "-31"}}}}
	for _, want := range []string{"1/1/2027", "30/11/2026"} {
		in, err := v.Next("day", now)
		if got := in["day"] + "/" + in["month"] + "/" + in["year"]; err != nil || got != want {
			t.Errorf("%s, wanted %s: %v", got, want, err)
		}
	}
	if _, err := v.Next("day", now); err == nil {
		t.Error("an answer is given twice")
	}
}
