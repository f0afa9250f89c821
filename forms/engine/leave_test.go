package engine_test

import (
	"testing"

	"guichet/forms"
	"guichet/forms/engine"
	"guichet/forms/formtest"
)

// TestAnExitWaitsForTheAnswer: the leave of a page is looked at once the page
// is answered, even where what it depends on is known before.
func TestAnExitWaitsForTheAnswer(t *testing.T) {
	j := engine.New(&forms.Form{
		Exits: []forms.Exit{{ID: "out"}},
		Pages: []forms.Page{
			{ID: "a", Type: forms.YesNo, Optional: true},
			{ID: "b", Type: forms.YesNo, Leave: []forms.Leave{{If: &forms.Condition{Op: forms.Empty, Page: "a"}, To: "out"}}},
			{ID: "c", Type: forms.YesNo},
		},
	}, formtest.Today)
	play(t, j, `
		nothing → b 2/3
		say yes → exit:out 2/2
		back → b 2/2
		back → a 1/2
		say no → b 2/3
		say yes → c 3/3`)
}
