package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

func calling(t *testing.T, name string) *rig {
	r := newRig(t, glasses[1])
	r.Show(named(name))
	return r
}

// The page beside a call takes letters as ever, and so do the call's buttons.
func TestThePageBesideACallGoesOn(t *testing.T) {
	r := calling(t, "call-name")
	r.tap(t, "field:given")
	r.keys(t, "zo")
	r.tap(t, "call:louder", "next")
	whole := forms.Input{"family": "Lefèvre", "given": "Zo"}
	wants(t, r, session.Typed{Page: testPage, Input: forms.Input{"family": "Lefèvre", "given": "Z"}}, session.Typed{Page: testPage, Input: whole},
		session.CallVolume{Page: callPage, Percent: 120}, session.Answered{Page: testPage, Input: whole})
}

func TestHangingUpWorksUnderAnOverlay(t *testing.T) {
	r := calling(t, "call-proposes")
	r.tap(t, "call:mute:microphone", "call:end", "overlay:0")
	wants(t, r, session.CallMute{Page: callPage, Sense: call.Microphone, On: true}, session.CallEnd{Page: callPage}, session.Accept{Page: testPage + 1})
	for _, c := range r.Controls() {
		if c.ID == "tile:0" || c.ID == "next" {
			t.Errorf("%s can be pressed under the overlay", c.ID)
		}
	}
}

func TestLettersOfALiveTextGoOutOneByOne(t *testing.T) {
	r := calling(t, "call-writes")
	r.keys(t, "ib")
	r.stage.TypedRune('l')
	line := func(s string) forms.Input { return forms.Input{forms.Value: s} }
	wants(t, r, session.Typed{Page: callPage, Input: line("Le mardi c’est possi")}, session.Typed{Page: callPage, Input: line("Le mardi c’est possib")},
		session.Typed{Page: callPage, Input: line("Le mardi c’est possibl")})
	r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	wants(t, r, session.Answered{Page: callPage, Input: line("Le mardi c’est possibl")})
	late := r.view // a view of before comes after the end of the line
	r.Show(*late)
	r.keys(t, "o")
	wants(t, r, session.Typed{Page: callPage, Input: line("o")})
}

func TestThePageIsAsItWasAfterWriting(t *testing.T) {
	r := calling(t, "call-name")
	r.tap(t, "field:family", "key:a")
	v := *r.view
	c := *v.Call
	v.Call, c.Talk = &c, talked(true)
	r.Show(v)
	r.keys(t, "b")
	c2 := c
	v.Call, c2.Talk = &c2, talked(false)
	r.Show(v)
	if got := r.local.values["family"]; got != "Lefèvrea" || r.local.field != "family" {
		t.Errorf("the field holds %q, the caret is in %q", got, r.local.field)
	}
}

func TestANumberToCallBackIsTyped(t *testing.T) {
	r := calling(t, "call-number")
	r.keys(t, "56")
	r.tap(t, "key:erase", "overlay:0")
	page := session.PageID(testPage + 1)
	in := func(s string) forms.Input { return forms.Input{forms.Value: s} }
	wants(t, r, session.Typed{Page: page, Input: in("0612345")}, session.Typed{Page: page, Input: in("06123456")},
		session.Typed{Page: page, Input: in("0612345")}, session.Answered{Page: page, Input: in("0612345")})
}

func TestWhatIsSaidBeforehandIsTicked(t *testing.T) {
	r := calling(t, "call-how")
	r.tap(t, "tile:1")
	wants(t, r, session.CallBy{Page: testPage + 1, Way: call.Voice})
	r.tap(t, "tile:2:3")
	wants(t, r, session.CallTell{Page: testPage + 1, What: session.TellUrgent, On: true})
}

func TestThePagesOfAPaperAreTurned(t *testing.T) {
	r := calling(t, "call-prints")
	shown := func() any {
		for _, it := range r.scene.items {
			if it.kind == picture {
				return it.pic
			}
		}
		t.Fatal("no picture")
		return nil
	}
	first := shown()
	r.tap(t, "part:more")
	if shown() == first {
		t.Error("the second page is the first")
	}
	r.tap(t, "part:back")
	if shown() != first {
		t.Error("the first page was made anew")
	}
	wants(t, r)
}

// What an agent wants printed may be anybody's paper.
func TestAPaperIsWipedWithItsOverlay(t *testing.T) {
	r := calling(t, "call-prints")
	pix := r.local.still(session.Picture{ID: "p1", Image: paper(420, 594)}, 300, 300)
	if pix == nil {
		t.Fatal("the paper cannot be read")
	}
	stills := r.local.stills
	r.Show(sampleView("attract"))
	if len(stills) > 0 || len(r.drawing.pics) > 0 {
		t.Errorf("%d stills and %d pictures are kept", len(stills), len(r.drawing.pics))
	}
	if c := pix.At(150, 150); c != nil {
		if r, g, b, _ := c.RGBA(); r+g+b > 0 {
			t.Error("its pixels are left")
		}
	}
}

func TestAPictureThatCannotBeReadIsAnEmptyPlace(t *testing.T) {
	l := newLayer(&session.View{})
	for name, data := range map[string][]byte{"nothing": nil, "noise": []byte("\x89PNG noise"), "cut off": paper(40, 40)[:60]} {
		if l.still(session.Picture{ID: name, Image: data}, 50, 50) != nil {
			t.Errorf("%s is a picture", name)
		}
	}
}

// Speaking, ringing and pointing are seen: not by colour alone.
func TestWhatIsHeardIsSeen(t *testing.T) {
	words := func(v session.View) map[string]bool {
		m := newMetrics(1920, 1080, Panel{}, v.Size)
		out := map[string]bool{}
		for _, it := range compose(&v, newLocal(&v), m).items {
			out[it.text] = true
		}
		return out
	}
	quiet := during(sampleView("name"), func(*session.CallView) {})
	loud := during(sampleView("name"), func(c *session.CallView) { c.Speaks, c.Point, c.Shared = true, "given", true })
	asks := during(sampleView("choice"), func(c *session.CallView) { c.Point = forms.Value })
	long := during(sampleView("list"), func(c *session.CallView) { c.Point = forms.Value })
	rings := during(sampleView("name"), func(c *session.CallView) { c.Rings, c.Picture, c.State = true, false, call.Early })
	for text, in := range map[string]session.View{
		"La personne parle.": loud, "volume": loud, "C’est ici.": loud, "hand-finger": loud, "Regardez ici\u00a0: Prénoms": loud, "phone-ringing": rings,
	} {
		if !words(in)[text] {
			t.Errorf("%q is not on the glass", text)
		}
	}
	for _, v := range []session.View{asks, long} {
		if on := words(v); !on["C’est ici."] || !on["Regardez ici\u00a0: la question"] {
			t.Errorf("the question %q does not light up", v.Title.S)
		}
	}
	for _, text := range []string{"La personne parle.", "C’est ici.", "phone-ringing"} {
		if words(quiet)[text] {
			t.Errorf("%q is on the glass of a quiet call", text)
		}
	}
	if words(loud)["eye"] != true || words(quiet)["microphone"] != true || words(during(sampleView("name"), waitingCall))["microphone-off"] != true {
		t.Error("the light does not say what goes out")
	}
}

func TestTabGoesFromThePageToTheCall(t *testing.T) {
	r := calling(t, "call")
	var order []string
	for range r.Controls() {
		r.stage.TypedKey(&fyne.KeyEvent{Name: fyne.KeyTab})
		order = append(order, r.local.focus)
	}
	got := order[len(order)-8:]
	want := []string{"next", "call:share", "call:mute:microphone", "call:mute:camera", "call:quieter", "call:louder", "call:write", "call:end"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("order %v, want %v", got, want)
		}
	}
}

// What an agent shows is not on a part of the page that nobody sees; and who
// turns away from it is left where he is.
func TestThePageTurnsToWhatIsShown(t *testing.T) {
	list := during(sampleView("list"), func(*session.CallView) {})
	tiles := list.Blocks[0].(session.Tiles)
	last := len(tiles.Items) - 1
	tiles.Items[last].ID = "last"
	name := during(sampleView("address"), func(*session.CallView) {})
	name.Size = session.Huge
	for _, c := range []struct {
		glass int
		view  session.View
		point string
		want  string
	}{
		{1, list, "last", id("tile", last)}, {0, name, "postcode", "field:postcode"}, {0, name, "street", "field:street"},
	} {
		r := newRig(t, glasses[c.glass])
		r.Show(c.view)
		v, at := c.view, *c.view.Call
		at.Point = c.point
		v.Call = &at
		r.Show(v)
		if r.scene.named(c.want) < 0 {
			t.Errorf("%s is shown by the agent and not on the glass", c.want)
		}
		if r.scene.named("part:back") >= 0 {
			r.tap(t, "part:back")
			r.Show(v)
			if r.scene.named(c.want) >= 0 {
				t.Errorf("the page turns back to %s by itself", c.want)
			}
		}
	}
}
