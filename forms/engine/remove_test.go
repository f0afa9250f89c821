package engine_test

import (
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// TestAfterARemovalFromTheCheckOnlyTheEmptyOneIsAsked: a form wants at least
// one person; who takes the last one away at the check names another, and is
// back there, without meeting the pages behind again.
func TestAfterARemovalFromTheCheckOnlyTheEmptyOneIsAsked(t *testing.T) {
	one := int64(1)
	j := engine.New(&forms.Form{Pages: []forms.Page{
		{ID: "gens", Type: forms.Repeat, Min: &one, Pages: []forms.Page{{ID: "nom", Type: forms.Name}}},
		{ID: "ville", Type: forms.ShortText},
	}}, formtest.Today)
	play(t, j, `
		ok → gens 1/2
		enough → ville 2/2
		ok → check 2/2`)
	if !j.RemoveInstance("gens", 0) {
		t.Fatal("no removal")
	}
	play(t, j, `
		begin → gens[0].nom 1/2 returning
		ok → check 2/2`)
}
