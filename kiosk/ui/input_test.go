package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"guichet/forms"
	"guichet/kiosk/session"
)

// The finger of these tests.

func (r *rig) at(t *testing.T, id string) (x, y float32) {
	t.Helper()
	for _, c := range r.Controls() {
		if c.ID == id {
			return c.X + c.W/2, c.Y + c.H/2
		}
	}
	t.Fatalf("no control %q in %v", id, r.Controls())
	return 0, 0
}

func (r *rig) finger(x, y float32, down bool) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	e.Position = fyne.NewPos(x, y)
	if down {
		r.stage.MouseDown(e)
	} else {
		r.stage.MouseUp(e)
	}
}

func (r *rig) tap(t *testing.T, ids ...string) {
	t.Helper()
	for _, id := range ids {
		x, y := r.at(t, id)
		r.finger(x, y, true)
		r.finger(x, y, false)
	}
}

func (r *rig) keys(t *testing.T, letters string) {
	t.Helper()
	for _, l := range letters {
		r.tap(t, "key:"+string(l))
	}
}

// events are those that were sent since the last call, without the touches.
func (r *rig) events() []session.Event {
	var out []session.Event
	for _, e := range r.sent {
		if e != (session.Event)(session.Touched{}) {
			out = append(out, e)
		}
	}
	r.sent = nil
	return out
}

func wants(t *testing.T, r *rig, want ...session.Event) {
	t.Helper()
	if got := r.events(); !reflect.DeepEqual(got, want) {
		t.Errorf("sent %#v\nwant %#v", got, want)
	}
}

func named(name string) session.View {
	for _, s := range allSamples() {
		if s.name == name {
			return s.view
		}
	}
	panic("no sample " + name)
}

func on(t *testing.T, name string) *rig {
	r := newRig(t, glasses[1])
	r.Show(named(name))
	return r
}

func TestATapSendsWhatTheTileSaysOnce(t *testing.T) {
	r := on(t, "choice")
	r.tap(t, "tile:1")
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{forms.Value: "École du Centre"}})
}

func TestEveryTouchIsASignOfLife(t *testing.T) {
	r := on(t, "choice")
	r.finger(1, 500, true)
	r.finger(1, 500, false)
	if len(r.sent) != 1 || r.sent[0] != (session.Touched{}) {
		t.Errorf("a touch on nothing sent %v", r.sent)
	}
}

func TestAPressShowsAtOnceAndSlidingOffCancels(t *testing.T) {
	r := on(t, "choice")
	x, y := r.at(t, "tile:0")
	before := r.picture().At(int(x)+200, int(y))
	r.finger(x, y, true)
	if r.picture().At(int(x)+200, int(y)) == before {
		t.Error("the tile does not look pressed")
	}
	r.stage.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 5)}})
	if r.picture().At(int(x)+200, int(y)) != before {
		t.Error("the tile still looks pressed when the finger has left it")
	}
	r.finger(x, 5, false)
	wants(t, r)
}

func TestReleasedOnAnotherControlPressesNeither(t *testing.T) {
	r := on(t, "choice")
	x, y := r.at(t, "tile:0")
	x2, y2 := r.at(t, "tile:1")
	r.finger(x, y, true)
	r.finger(x2, y2, false)
	wants(t, r)
}

func TestTheOtherMouseButtonDoesNothing(t *testing.T) {
	r := on(t, "choice")
	x, y := r.at(t, "tile:0")
	e := &desktop.MouseEvent{Button: desktop.MouseButtonSecondary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}}
	r.stage.MouseDown(e)
	r.stage.MouseUp(e)
	if len(r.sent) != 0 {
		t.Errorf("sent %v", r.sent)
	}
}

func TestADoubleTapNamesTheSamePageTwice(t *testing.T) {
	r := on(t, "yesno")
	r.tap(t, "next", "next")
	wants(t, r, session.Answered{Page: testPage}, session.Answered{Page: testPage})
}

func TestAFingerThatCameDownOnThePageBeforePressesNothing(t *testing.T) {
	r := on(t, "choice")
	x, y := r.at(t, "tile:0")
	r.finger(x, y, true)
	next := named("choice")
	next.Page++
	r.Show(next)
	r.finger(x, y, false)
	wants(t, r)
}

func TestTypingANameWithAccents(t *testing.T) {
	r := on(t, "name")
	r.tap(t, "field:given")
	r.keys(t, "éloïse-anne")
	got := r.local.values["given"]
	if got != "Éloïse-Anne" {
		t.Errorf("typed %q: a capital begins each part of a name", got)
	}
	r.events()
	r.tap(t, "key:erase", "next")
	whole := forms.Input{"family": "Lefèvre", "given": "Éloïse-Ann"}
	wants(t, r, session.Typed{Page: testPage, Input: whole}, session.Answered{Page: testPage, Input: whole})
}

func TestShiftIsOneCapitalThenAllThenNone(t *testing.T) {
	r := on(t, "address")
	r.tap(t, "field:extra", "key:shift")
	r.keys(t, "ab")
	r.tap(t, "key:shift", "key:shift")
	r.keys(t, "cd")
	r.tap(t, "key:shift")
	r.keys(t, "e")
	if got := r.local.values["extra"]; got != "AbCDe" {
		t.Errorf("typed %q", got)
	}
}

func TestADateMovesFromDayToMonthToYear(t *testing.T) {
	r := on(t, "date")
	r.tap(t, "field:day", "key:erase")
	r.keys(t, "21")
	r.tap(t, "key:9")
	r.keys(t, "1984")
	r.events()
	r.tap(t, "next")
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{"day": "21", "month": "9", "year": "1984"}})
}

func TestAFieldHoldsNoMoreThanItMay(t *testing.T) {
	r := on(t, "date")
	r.tap(t, "field:year")
	r.keys(t, "19845")
	if got := r.local.values["year"]; got != "1984" {
		t.Errorf("year %q", got)
	}
}

func TestAnEMailHasItsLayer(t *testing.T) {
	r := on(t, "email")
	r.tap(t, "key:@")
	r.keys(t, "mairie")
	r.tap(t, "key:.fr")
	if got := r.local.values["value"]; got != "sophie.lefevre@mairie.fr" {
		t.Errorf("typed %q", got)
	}
}

func TestWhatIsPickedFromASearchComesBackInTheField(t *testing.T) {
	r := on(t, "search")
	r.tap(t, "found:1")
	wants(t, r, session.Typed{Page: testPage, Input: forms.Input{"code": "10001", "search": "Saint-Éloi-de-Fourques"}})
	v := named("search")
	f := v.Blocks[0].(session.Fields)
	f.Items = append([]session.Field(nil), f.Items...)
	f.Items[0].Value, f.Items[1].Value = say("10001"), say("Saint-Éloi-de-Fourques")
	v.Blocks = []session.Block{f}
	r.Show(v)
	r.tap(t, "next")
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{"code": "10001", "search": "Saint-Éloi-de-Fourques"}})
	r.tap(t, "key:erase")
	wants(t, r, session.Typed{Page: testPage, Input: forms.Input{"code": "", "search": "Saint-Éloi-de-Fourque"}})
}

func TestALateViewDoesNotTakeLettersBack(t *testing.T) {
	r := on(t, "email")
	r.keys(t, "ab")
	late := named("email")
	f := late.Blocks[0].(session.Fields)
	f.Items = append([]session.Field(nil), f.Items...)
	f.Items[0].Value = say("sophie.lefevrea")
	late.Blocks = []session.Block{f}
	r.Show(late)
	if got := r.local.values["value"]; got != "sophie.lefevreab" {
		t.Errorf("the field holds %q", got)
	}
}

func TestANewPageForgetsTheLetters(t *testing.T) {
	r := on(t, "email")
	r.keys(t, "ab")
	next := named("phone")
	next.Page++
	r.Show(next)
	if got := r.local.values["value"]; got != "061234567" {
		t.Errorf("the field holds %q", got)
	}
}

func TestLanguageSizeAndColoursAreOneTouchAway(t *testing.T) {
	r := on(t, "choice")
	r.tap(t, "lang:en", "size", "theme")
	wants(t, r, session.SetLang{Lang: forms.English}, session.SetSize{Size: session.Large}, session.SetTheme{Theme: session.Dark})
}

func TestWhereThereIsNoRoomLanguagesAreAChoice(t *testing.T) {
	r := newRig(t, glasses[0])
	r.Show(named("choice"))
	r.tap(t, "langs")
	if n := len(r.Controls()); n != 4 {
		t.Errorf("%d controls over the page, want three languages and a way back", n)
	}
	r.tap(t, "lang:fr-x-falc")
	wants(t, r, session.SetLang{Lang: forms.EasyFrench})
	r.tap(t, "langs", "langs:close", "tile:0")
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{forms.Value: "École Jean-Moulin"}})
}

func TestAnOverlayTakesEveryTouch(t *testing.T) {
	r := on(t, "still-there")
	for _, c := range r.Controls() {
		if c.ID != "overlay:0" && c.ID != "overlay:1" {
			t.Errorf("%s can be pressed under the overlay", c.ID)
		}
	}
	r.tap(t, "overlay:0")
	wants(t, r, session.Stay{Page: testPage + 1})
}

func TestAnyTouchOpensTheFirstPage(t *testing.T) {
	r := on(t, "attract")
	r.finger(600, 30, true)
	r.finger(600, 30, false)
	wants(t, r, session.Open{Page: testPage})
}

func TestALetterJumpsInALongList(t *testing.T) {
	r := on(t, "list")
	r.tap(t, "jump:7")
	seen := false
	for _, c := range r.Controls() {
		seen = seen || c.Label == "République démocratique du Congo"
	}
	if !seen {
		t.Error("R does not lead to République démocratique du Congo")
	}
	wants(t, r)
}

func TestARealKeyboardWorks(t *testing.T) {
	r := on(t, "name")
	for _, l := range "Léa" {
		r.stage.TypedRune(l)
	}
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	r.events()
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{"family": "Lefèvre", "given": "Lé"}})
}

func TestTabGoesThroughEveryControlAndSpacePresses(t *testing.T) {
	r := on(t, "yesno")
	var order []string
	for range r.Controls() {
		r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		order = append(order, r.local.focus)
	}
	want := []string{"again", "size", "theme", "lang:fr", "lang:fr-x-falc", "lang:en", "why", "tile:0", "tile:1", "back", "dontknow", "talk", "next"}
	if !reflect.DeepEqual(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	r.stage.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	r.stage.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	wants(t, r, session.Talk{Page: testPage})
}

func TestTheRingIsThickAndAroundTheControl(t *testing.T) {
	r := on(t, "yesno")
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
	ring := r.drawing.ring
	c := r.Controls()[0]
	if ring.StrokeWidth < 3 || ring.Position().X >= c.X || ring.Position().Y >= c.Y {
		t.Errorf("ring %v wide at %v around %v", ring.StrokeWidth, ring.Position(), c)
	}
	r.finger(5, 600, true)
	if r.local.focus != "" {
		t.Error("a finger leaves the ring")
	}
}

func TestAMomentTellsAScriptWhatItMayPress(t *testing.T) {
	r := on(t, "name")
	before := r.Moment()
	r.tap(t, "key:shift")
	after := r.Moment()
	if before.Field != "given" || after.Presses != before.Presses+1 || after.View.Page != testPage {
		t.Errorf("before %v %v, after %v %v", before.Field, before.Presses, after.View.Page, after.Presses)
	}
}
