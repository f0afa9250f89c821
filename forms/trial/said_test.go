package trial

import (
	"strings"
	"testing"

	"guichet/forms"
)

// TestAnswersAreWrittenAsOneThinks: a choice in a group needs no group, and an
// answer that is not taken says how one is written.
func TestAnswersAreWrittenAsOneThinks(t *testing.T) {
	many := forms.Page{Type: forms.ChoiceOne, Choices: strings.Split(strings.Repeat("a", 11), "")}
	rue := forms.Page{Type: forms.ChoiceLinked, Linked: []forms.Group{{Value: "centre", Choices: []string{"place"}}, {Value: "gare", Choices: []string{"quai"}}}}
	word := func(s string) said { return said{word: text{s: s}} }
	if got := word("quai").single(&rue); got["group"] != "gare" || got[forms.Value] != "quai" {
		t.Errorf("got %v", got)
	}
	if got := word("pont").single(&rue); got["group"] != "" {
		t.Errorf("an unknown choice: %v", got)
	}
	for _, c := range []struct {
		page forms.Page
		want string
	}{
		{rue, "refused: x; one is written: one of place, quai"},
		{many, "refused: x; one is written: one of a, a, a, a, a, a, a, a, a, a, …"},
		{forms.Page{Type: forms.Signature}, `refused: x; one is written: "100,100 300,200", points of the finger`},
		{forms.Page{Type: forms.Name}, "refused: x; one is written: {family: …, given: …}"},
		{forms.Page{Type: forms.Date}, "refused: x; one is written: 2026-11-21"},
		{forms.Page{Type: forms.Email}, "refused: x"},
	} {
		if got := refusal("x", &c.page); got != c.want {
			t.Errorf("%s: got %q, want %q", c.page.Type, got, c.want)
		}
	}
}
