package preview

import (
	"testing"

	"guichet/forms"
	"guichet/forms/packs"
)

var november = forms.Day{Year: 2026, Month: 11, Day: 22}

// TestWaysMeetEveryPage: no page of a pack that we ship is left out.
func TestWaysMeetEveryPage(t *testing.T) {
	all, err := packs.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		ways, missed := plan(p.Form, november)
		if len(missed) > 0 {
			t.Errorf("%s: no way to %v", p.ID, missed)
		}
		if !ways[0].meets("check") {
			t.Errorf("%s: the first way does not end", p.ID)
		}
		t.Logf("%s: %d ways", p.ID, len(ways))
	}
}

// TestAnswersKeepToTheBoundsOfAPage: neither one box nor all of them, and few
// letters.
func TestAnswersKeepToTheBoundsOfAPage(t *testing.T) {
	two, three := int64(2), int64(3)
	f := &forms.Form{Pages: []forms.Page{
		{ID: "jours", Type: forms.ChoiceMany, Choices: []string{"lundi", "mardi", "jeudi", "vendredi"}, Min: &two, Max: &three},
		{ID: "sigle", Type: forms.ShortText, MaxLength: 4},
		{ID: "fin", Type: forms.YesNo},
	}}
	if _, missed := plan(f, november); len(missed) > 0 {
		t.Errorf("no way to %v", missed)
	}
}
