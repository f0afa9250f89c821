package ui

import (
	"slices"
	"testing"
	"time"

	"guichet/kiosk/session"
)

// nextPage is a view as the page after the one that samples show.
func nextPage(name string) session.View {
	v := named(name)
	v.Page++
	return v
}

// clock is a screen whose hour a test sets.
func clock(r *rig) *time.Time {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	r.now = func() time.Time { return now }
	return &now
}

// Continue stands where Continue stood: the second half of a double tap must
// not leave an answer out that may stay empty.
func TestADoubleTapDoesNotAnswerTheNextQuestion(t *testing.T) {
	r := on(t, "yesno")
	now := clock(r)
	r.tap(t, "next")
	r.Show(nextPage("optional"))
	*now = now.Add(DoubleTap - time.Millisecond)
	r.tap(t, "next")
	wants(t, r, session.Answered{Page: testPage})
	*now = now.Add(2 * time.Millisecond)
	r.tap(t, "next")
	if len(r.events()) != 1 {
		t.Error("a press after the pause does nothing")
	}
}

func TestAQuickFingerElsewhereIsNoDoubleTap(t *testing.T) {
	r := on(t, "yesno")
	clock(r)
	r.tap(t, "next")
	r.Show(nextPage("choice"))
	r.events()
	r.tap(t, "tile:1")
	if len(r.events()) != 1 {
		t.Error("the tile of the next page does nothing")
	}
}

// Somebody holds a finger on the glass while the kiosk goes home by itself.
func TestAFingerOnNothingOfThePageBeforeOpensNothing(t *testing.T) {
	r := on(t, "yesno")
	r.finger(1, 500, true)
	r.Show(nextPage("attract"))
	r.finger(1, 500, false)
	wants(t, r)
}

// found is the sample of a search with other letters in the field.
func found(letters string) session.View {
	v := named("search")
	f := v.Blocks[0].(session.Fields)
	f.Items = slices.Clone(f.Items[1:])
	f.Items[0].Value = say(letters)
	v.Blocks = []session.Block{f}
	return v
}

func TestATownCanBePickedAgain(t *testing.T) {
	r := newRig(t, glasses[1])
	r.Show(found("Saint"))
	label := "Saint-Éloi-de-Fourques"
	r.tap(t, "found:1")
	r.Show(found(label))
	r.tap(t, "key:erase")
	r.tap(t, "found:1")
	r.Show(found(label))
	if got := r.local.values["search"]; got != label {
		t.Errorf("the field holds %q", got)
	}
}

func TestWhatIsWrongIsSeenFromAnyPart(t *testing.T) {
	r := on(t, "list")
	r.tap(t, "part:more")
	v := named("list")
	v.Problem = &session.Problem{Text: say("Choisissez une réponse.")}
	r.Show(v)
	if r.local.part != 0 {
		t.Errorf("part %d is shown", r.local.part)
	}
}

func TestAnOverlayLeavesThePageAsItWas(t *testing.T) {
	r := on(t, "name")
	r.tap(t, "field:family")
	r.local.part = 2
	v := named("name")
	v.Overlay = named("still-there").Overlay
	r.Show(v)
	if r.local.below.part != 2 {
		t.Error("the page turns below the overlay")
	}
	v.Overlay = nil
	r.Show(v)
	if r.local.field != "family" || r.local.part != 2 {
		t.Errorf("the caret is in %q, part %d", r.local.field, r.local.part)
	}
}

// Whoever comes next finds nothing, not even in what the screen keeps to draw
// faster.
func TestTheFirstPageKeepsNothingOfAVisit(t *testing.T) {
	r := on(t, "name")
	r.keys(t, "zo")
	v := named("name")
	v.Overlay = named("still-there").Overlay
	r.Show(v)
	r.Show(named("check"))
	r.Show(named("done"))
	home := nextPage("attract")
	r.Show(home)
	for _, o := range r.drawing.texts[r.drawing.nt:] {
		if o.Text != "" {
			t.Errorf("a text object still says %q", o.Text)
		}
	}
	if n := len(r.drawing.pics); n > 0 {
		t.Errorf("%d symbols are kept", n)
	}
	if r.local.below != nil || len(r.local.values) > 0 || len(r.local.past) > 0 {
		t.Errorf("letters are kept: %v, %v, %v", r.local.values, r.local.past, r.local.below)
	}
	for _, o := range r.drawing.items[:cap(r.drawing.items)][len(r.drawing.items):] {
		if o != nil {
			t.Fatal("an object of an earlier page is kept")
		}
	}
}
