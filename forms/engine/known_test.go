package engine_test

import (
	"slices"
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// requester is a procedure that asks what the sample asks, in other words.
var requester = &forms.Form{Pages: []forms.Page{
	{ID: "qui", Type: forms.Name, Concept: "requester.name"},
	{ID: "quand", Type: forms.Date, Concept: "requester.birth_date", MinDate: "2000-01-01"},
	{ID: "ou", Type: forms.Address, Concept: "requester.address"},
}}

func TestWhatIsKnownIsProposedAndNeverAnswered(t *testing.T) {
	first := sample(t)
	formtest.Complete(t, first)
	j := engine.New(requester, formtest.Today)
	j.Propose(first.Known())
	s := j.Step()
	if s.Proposed["family"] != "Exemple-Dupré" || s.Answered || j.Complete() || len(j.Summary()) > 0 || len(j.Known()) > 0 {
		t.Fatalf("%+v", s)
	}
	if problem := j.Answer(s.Place, s.Proposed); problem != nil {
		t.Fatal(problem)
	}
	if j.Known()["requester.name"].Fields["given"] != "Zoé, Maëlle" {
		t.Errorf("confirmed, and known as %v", j.Known())
	}
	if s = j.Step(); s.Place != "quand" || s.Proposed != nil {
		t.Errorf("a date out of bounds is proposed: %+v", s)
	}
}

func TestWhatWasLeftOutIsNotKnown(t *testing.T) {
	j := sample(t)
	formtest.Complete(t, j)
	play(t, j, `change nationalite → nationalite 21/25 returning`)
	j.DontKnow("nationalite")
	if _, ok := j.Known()["requester.nationality"]; ok {
		t.Error("known, and the citizen said that he does not know")
	}
}

func TestTheAnswersOfAnotherPersonOfARepeatAreNotKnown(t *testing.T) {
	one := int64(1)
	f := &forms.Form{Pages: []forms.Page{{ID: "gens", Type: forms.Repeat, Min: &one, Pages: []forms.Page{
		{ID: "nom", Type: forms.Name, Concept: "child.name"},
	}}}}
	j := engine.New(f, formtest.Today)
	j.Propose(map[string]forms.Answer{"child.name": {State: forms.Given, Fields: map[string]string{"family": "Exemple", "given": "Zoé"}}})
	s := j.Step()
	if s.Proposed != nil {
		t.Error("proposed for everybody of a repeat")
	}
	if problem := j.Answer(s.Place, formtest.Input(s.Page)); problem != nil {
		t.Fatal(problem)
	}
	if len(j.Known()) > 0 {
		t.Errorf("known: %v", j.Known())
	}
}

func TestDocumentsOfTheRoute(t *testing.T) {
	j := sample(t)
	if got := j.Documents(); got != nil {
		t.Errorf("before the first page: %v", got)
	}
	formtest.Complete(t, j)
	if got := j.Documents(); !slices.Equal(got, []string{"justificatif"}) {
		t.Errorf("got %v", got)
	}
}
