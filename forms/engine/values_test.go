package engine_test

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// shown is the computed values that are there: "age=42 majeur=yes".
func shown(j *engine.Journey) string {
	var out []string
	for _, v := range j.Computed(forms.Catalog{}, forms.Catalog{}) {
		out = append(out, v.ID+"="+v.Value)
	}
	return strings.Join(out, " ")
}

func TestComputedValuesFollowTheAnswers(t *testing.T) {
	j := sample(t)
	if got := shown(j); got != "" {
		t.Errorf("before any answer: %s", got)
	}
	formtest.Complete(t, j)
	if got := shown(j); got != "age=42 majeur=yes cotisation=2250" { // one person, two children
		t.Errorf("complete: %s", got)
	}
	play(t, j, `
		change enfants → enfants 13/25 returning
		say 3 → check 24/25`)
	if got := shown(j); got != "age=42 majeur=yes cotisation=1500" {
		t.Errorf("three children: %s", got)
	}
	j.Change("personnes")
	j.More("personnes", true) // a second person, not closed yet
	if got := shown(j); got != "age=42 majeur=yes cotisation=1500" {
		t.Errorf("the count is not needed: %s", got)
	}
}

func TestAValueThatNeedsAnOpenRepeatIsAbsent(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	j.Change("personnes")
	j.More("personnes", true)
	if got := shown(j); got != "age=42 majeur=yes" {
		t.Errorf("got %s", got)
	}
}

// TestAConditionOnAValue: siret is asked of adults only.
func TestAConditionOnAValue(t *testing.T) {
	for year, asked := range map[string]bool{"1984": true, "2010": false} {
		j := sample(t)
		formtest.Complete(t, j)
		j.Change("commune_naissance")
		touch(t, j, "say 2A004")
		for j.Step().Kind == engine.KindPage {
			touch(t, j, "nothing")
		}
		j.Change("naissance")
		answered(t, j, forms.Input{"day": "3", "month": "2", "year": year})
		found := false
		for _, s := range j.Route() {
			found = found || s.Place == "siret"
		}
		if found != asked {
			t.Errorf("born in %s: siret asked %v", year, found)
		}
	}
}

func TestRemindersOfAVisit(t *testing.T) {
	words := forms.NewCatalog(forms.French, nil)
	j := sample(t)
	formtest.Complete(t, j)
	c := formtest.Pack(t).Catalog(forms.French)
	got := j.Reminders(c, words)
	if len(got) != 2 || got[0].Day.String() != "2027-02-03" || got[1].Day.String() != "2026-08-02" {
		t.Fatalf("got %+v", got)
	}
	if want := "Venez payer 22,50\u00a0€ avant l'inscription"; got[1].Text != want {
		t.Errorf("text %q, want %q", got[1].Text, want)
	}
	j.Change("debut")
	answered(t, j, forms.Input{"month": "5", "year": "2026"}) // 30 days before are past
	if got = j.Reminders(c, words); len(got) != 1 || got[0].ID != "anniversaire" {
		t.Errorf("a reminder of the past: %+v", got)
	}
}

func TestArgsFillTheTextsOfAStep(t *testing.T) {
	j := sample(t)
	words := forms.NewCatalog(forms.French, map[string]string{"yes": "Oui"})
	fill := func() string {
		return forms.NewCatalog(forms.French, map[string]string{"k": "{age} {majeur} {cotisation}"}).Text("k", j.Args(j.Step(), words)...)
	}
	if got := fill(); got != "… … …" {
		t.Errorf("nothing is known: %s", got)
	}
	formtest.Complete(t, j)
	if got := fill(); got != "42 Oui 22,50\u00a0€" {
		t.Errorf("got %s", got)
	}
}

// TestAChainOfValuesIsWorkedOutOnce: each value names the one before it twice;
// without a memory that is 2^40 steps.
func TestAChainOfValuesIsWorkedOutOnce(t *testing.T) {
	f := &forms.Form{Pages: []forms.Page{{ID: "n", Type: forms.Number}}}
	calls := 0
	for i := range 40 {
		before := "n"
		if i > 0 {
			before = f.Computed[i-1].ID
		}
		f.Computed = append(f.Computed, forms.Computed{ID: "v" + strings.Repeat("x", i), Type: forms.Number, Needs: []string{"n"}, Value: func(v forms.Values) (string, bool) {
			calls++
			_, ok := v.Answer(before)
			a, again := v.Answer(before)
			return a.Fields[forms.Value], ok && again
		}})
	}
	j := engine.New(f, formtest.Today)
	calls = 0
	if problem := j.Answer("n", forms.Input{forms.Value: "7"}); problem != nil {
		t.Fatal(problem)
	}
	if got := shown(j); !strings.HasSuffix(got, "=7") || calls > 40 {
		t.Errorf("%d calls, %s", calls, got)
	}
}

// TestAReminderSeesOnlyARepeatThatIsClosed: while people are still added, how
// many there are is not known.
func TestAReminderSeesOnlyARepeatThatIsClosed(t *testing.T) {
	f := &forms.Form{
		Pages: []forms.Page{{ID: "gens", Type: forms.Repeat, Pages: []forms.Page{{ID: "nom", Type: forms.Name}}}},
		Reminders: []forms.ReminderRule{{ID: "un", When: func(v forms.Values) (forms.Day, bool) {
			a, ok := v.Answer("gens")
			return formtest.Today, ok && a.Fields[forms.Value] == "0"
		}}},
	}
	j := engine.New(f, formtest.Today)
	if got := j.Reminders(forms.Catalog{}, forms.Catalog{}); len(got) > 0 {
		t.Errorf("not closed: %+v", got)
	}
	j.More("gens", false)
	if got := j.Reminders(forms.Catalog{}, forms.Catalog{}); len(got) != 1 {
		t.Errorf("closed, nobody: %+v", got)
	}
}
