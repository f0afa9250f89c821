package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// play makes the touches of a story, a line each, and after each checks where
// the citizen is: "touch → place number/of".
func play(t *testing.T, j *engine.Journey, story string) {
	t.Helper()
	for line := range strings.Lines(strings.TrimSpace(story)) {
		did, want, _ := strings.Cut(strings.TrimSpace(line), " → ")
		touch(t, j, did)
		s := j.Step()
		got := fmt.Sprintf("%s %d/%d", s.Place, s.Number, s.Of)
		if s.Returning {
			got += " returning"
		}
		if got != want {
			t.Fatalf("%s leads to %s, want %s", did, got, want)
		}
	}
}

func touch(t *testing.T, j *engine.Journey, did string) {
	t.Helper()
	s := j.Step()
	verb, arg, _ := strings.Cut(did, " ")
	switch verb {
	case "begin":
	case "confirm":
		answered(t, j, nil)
	case "ok":
		answered(t, j, formtest.Input(s.Page))
	case "nothing":
		answered(t, j, forms.Input{})
	case "say":
		answered(t, j, forms.Input{forms.Value: arg, "code": arg, arg: "yes"})
	case "unknown":
		if !j.DontKnow(s.Place) {
			t.Fatalf("%s takes no unknown", s.Place)
		}
	case "another", "enough":
		j.More(s.Place, verb == "another")
	case "back":
		j.Back()
	case "change":
		if !j.Change(engine.Place(arg)) {
			t.Fatalf("no change of %s", arg)
		}
	case "remove":
		if !j.Remove(engine.Place(arg)) {
			t.Fatalf("no removal of %s", arg)
		}
	default:
		t.Fatalf("unknown touch %q", did)
	}
}

func answered(t *testing.T, j *engine.Journey, in forms.Input) {
	t.Helper()
	if p := j.Answer(j.Step().Place, in); p != nil {
		t.Fatalf("%s: %s", j.Step().Place, p.Key)
	}
}

func sample(t *testing.T) *engine.Journey { return engine.New(formtest.Pack(t).Form, formtest.Today) }

func TestAVisitFromTheFirstPageToTheCheck(t *testing.T) {
	play(t, sample(t), `
		begin → bienvenue 0/17
		ok → habitant 1/17
		say yes → ecole 2/17
		ok → jours 3/17
		ok → civilite 4/17
		ok → nom 5/17
		ok → naissance 6/17
		ok → commune_naissance 7/17
		ok → surnom 8/18
		nothing → adresse 9/18
		ok → telephone 10/18
		ok → email 11/18
		nothing → nir 12/18
		unknown → enfants 13/18
		say 0 → personnes 13/18
		another → personnes[0].personne_nom 14/20
		ok → personnes[0].personne_lien 15/20
		say autre → personnes 15/20
		enough → activite 16/20
		ok → debut 17/21
		ok → nationalite 18/21
		say FR → signature 19/21
		ok → remarque 20/21
		nothing → check 20/21
		confirm → engagement 21/21`)
	if j := sample(t); j.Complete() {
		t.Error("complete at the first page")
	}
}

func TestWhatIsDeclaredIsWhatWasRead(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	play(t, j, `
		confirm → engagement 25/25
		back → check 24/25
		confirm → engagement 25/25
		ok → engagement 25/25`)
	if !j.Complete() {
		t.Error("declared, and not complete")
	}
	entries := j.Entries(forms.Catalog{}, forms.Catalog{})
	if last := entries[len(entries)-1]; last.Page != "engagement" || len(entries) != len(j.Summary())+1 {
		t.Errorf("the last entry is %s, of %d", last.Page, len(entries))
	}
	play(t, j, `
		back → check 24/25
		change nom → nom 5/25 returning
		ok → check 24/25`)
	if j.Complete() {
		t.Error("an answer changed, and what was declared before still holds")
	}
	if j.Change("engagement") {
		t.Error("a declaration is no answer to change")
	}
}

func TestAnExitAndTheWayBackFromIt(t *testing.T) {
	j := sample(t)
	play(t, j, `
		ok → habitant 1/17
		say no → pays 2/18
		say etranger → exit:etranger 2/2`)
	if s := j.Step(); s.Kind != engine.KindExit || s.Exit.URL == "" || j.Complete() {
		t.Errorf("at the exit: %+v", s)
	}
	play(t, j, `
		back → pays 2/2
		say france → ecole 3/18`)
}

func TestAChangeComesStraightBackToTheCheck(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	play(t, j, `
		begin → check 24/25
		change nom → nom 5/25 returning
		ok → check 24/25
		change nom → nom 5/25 returning
		back → check 24/25
		change habitant → habitant 1/25 returning
		say no → pays 2/26 returning
		back → habitant 1/26 returning
		say no → pays 2/26 returning
		say france → check 25/26
		change commune_naissance → commune_naissance 8/26 returning
		say 2A004 → siret 14/27 returning
		nothing → check 26/27
		change enfants → enfants 15/27 returning
		say 0 → check 23/24`)
	for _, s := range j.Route() {
		if s.Place == "revenus" || s.Place == "prelevement" {
			t.Errorf("%s is still on the route", s.Place)
		}
	}
}

func TestPeopleAddedAndRemoved(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	play(t, j, `
		change personnes → personnes 18/25 returning
		another → personnes[1].personne_nom 19/27 returning
		ok → personnes[1].personne_lien 20/27 returning
		say autre → personnes[1].personne_precision 21/28 returning
		ok → personnes 21/28 returning
		another → personnes[2].personne_nom 22/30 returning
		remove personnes[0].personne_nom → personnes[1].personne_nom 20/28 returning
		remove personnes[1].personne_lien → personnes 19/26 returning
		enough → check 25/26`)
	lien := j.Route()[slices.IndexFunc(j.Route(), func(s engine.Step) bool { return s.Place == "personnes[0].personne_lien" })]
	if lien.Answer.Fields[forms.Value] != "autre" {
		t.Errorf("the second person did not move up: %+v", lien)
	}
	play(t, j, `remove personnes[0].personne_nom → check 22/23`)
}

func TestNoMoreThanAllowed(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	j.Change("personnes")
	for range 10 {
		if s := j.Step(); s.Kind == engine.KindMore {
			j.More(s.Place, true)
		} else {
			answered(t, j, formtest.Input(s.Page))
		}
	}
	if s := j.Step(); s.Place != "personnes" || s.Count != 3 || s.CanAdd {
		t.Errorf("at %s with %d", s.Place, s.Count)
	}
}

func TestTheSecondTapChangesNothing(t *testing.T) {
	j := sample(t)
	play(t, j, `ok → habitant 1/17`)
	first := j.Answer("habitant", forms.Input{forms.Value: "yes"})
	second := j.Answer("habitant", forms.Input{forms.Value: "no"})
	if first != nil || second == nil || second.Key != engine.ProblemStale || j.Step().Place != "ecole" {
		t.Errorf("%v, %v, at %s", first, second, j.Step().Place)
	}
}

func TestEntriesSayWhatTheCitizenRead(t *testing.T) {
	p := formtest.Pack(t)
	j := engine.New(p.Form, formtest.Today)
	formtest.Complete(t, j)
	entries := j.Entries(p.Catalog(forms.French), forms.Catalog{})
	if len(entries) != len(j.Summary()) {
		t.Fatalf("%d entries, %d lines to check", len(entries), len(j.Summary()))
	}
	for _, want := range []forms.Entry{
		{Page: "ecole", Label: "Quelle est l'école ?", Shown: []string{"École Jules-Ferry"}},
		{Page: "nom", Label: "Quel est votre nom ?", Shown: []string{"Zoé, Maëlle Exemple-Dupré"}},
		{Page: "personne_nom", Label: "Quel est le nom de la personne 1 ?", Shown: []string{"Zoé, Maëlle Exemple-Dupré"}, Instance: []int{0}},
		{Page: "personnes", Label: "Qui peut venir à votre place ?", Shown: []string{"repeat.count"}},
	} {
		i := slices.IndexFunc(entries, func(e forms.Entry) bool { return e.Page == want.Page })
		if i < 0 || entries[i].Label != want.Label || !slices.Equal(entries[i].Shown, want.Shown) || !slices.Equal(entries[i].Instance, want.Instance) {
			t.Errorf("%s: got %+v", want.Page, entries)
		}
	}
	entries[1].Answer.Fields[forms.Value] = "changed"
	if again := j.Entries(forms.Catalog{}, forms.Catalog{}); again[1].Answer.Fields[forms.Value] == "changed" {
		t.Error("an entry shares its fields with the journey")
	}
}

func TestAFormThatAsksNobodyAnything(t *testing.T) {
	never := &forms.Condition{Op: forms.Not, Of: []*forms.Condition{{Op: forms.Empty, Page: "b"}}}
	j := engine.New(&forms.Form{Pages: []forms.Page{{ID: "a", Type: forms.YesNo, VisibleIf: never}}}, formtest.Today)
	if s := j.Step(); s.Kind != engine.KindCheck || j.Back() || !j.Complete() {
		t.Errorf("%+v", s)
	}
}

func BenchmarkAnswer(b *testing.B) {
	p := formtest.Pack(b)
	full := engine.New(p.Form, formtest.Today)
	formtest.Complete(b, full)
	in := forms.Input{forms.Value: "yes"}
	for b.Loop() {
		full.Change("habitant")
		full.Answer("habitant", in)
	}
}
