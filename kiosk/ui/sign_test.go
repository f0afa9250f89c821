package ui

import (
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
)

// signs draws with a finger from place to place of the box, in its units.
func (r *rig) signs(t *testing.T, places ...forms.Point) {
	t.Helper()
	at := r.scene.controls[r.scene.named("sign")].at
	on := func(p forms.Point) (x, y float32) {
		return at.X + float32(p.X)*at.W/forms.SignatureWidth, at.Y + float32(p.Y)*at.H/forms.SignatureHeight
	}
	for i, p := range places {
		x, y := on(p)
		if i == 0 {
			r.down(x, y)
		} else {
			r.slide(x, y)
		}
	}
	r.up(on(places[len(places)-1]))
}

// typed are the signatures that the session was told of.
func (r *rig) typed() (out []string) {
	for _, e := range r.sent {
		if e, ok := e.(session.Typed); ok {
			out = append(out, e.Input[forms.Value])
		}
	}
	r.sent = nil
	return out
}

func inked(r *rig) (n int) {
	if r.drawing.pad == nil {
		return 0
	}
	for i := 3; i < len(r.drawing.pad.img.Pix); i += 4 {
		if r.drawing.pad.img.Pix[i] > 0 {
			n++
		}
	}
	return n
}

func TestAFingerSigns(t *testing.T) {
	r := on(t, "sign")
	r.signs(t, forms.Point{X: 100, Y: 100}, forms.Point{X: 300, Y: 300}, forms.Point{X: 500, Y: 100})
	got := r.typed()
	if len(got) != 1 || got[0] != "100,100 300,300 500,100" {
		t.Fatalf("the session is told %q", got)
	}
	one := inked(r)
	r.signs(t, forms.Point{X: 600, Y: 300}, forms.Point{X: 900, Y: 300})
	if got = r.typed(); len(got) != 1 || !strings.HasSuffix(got[0], ";600,300 900,300") {
		t.Fatalf("the second stroke: %q", got)
	}
	if two := inked(r); one == 0 || two <= one {
		t.Errorf("%d pixels of ink, then %d", one, two)
	}
	if _, ok := forms.Strokes(r.local.values[forms.Value]); !ok {
		t.Errorf("%q is no signature", r.local.values[forms.Value])
	}
}

// What was drawn piece by piece is what is drawn at once when the page comes
// back.
func TestASignatureComesBackAsItWas(t *testing.T) {
	r := on(t, "sign")
	r.signs(t, forms.Point{X: 100, Y: 100}, forms.Point{X: 300, Y: 300}, forms.Point{X: 500, Y: 100}, forms.Point{X: 520, Y: 390})
	r.signs(t, forms.Point{X: 600, Y: 50}, forms.Point{X: 900, Y: 300})
	before := string(r.drawing.pad.img.Pix)
	v := nextPage("sign")
	b, _ := signatureOf(&v)
	b.Value = say(r.local.values[forms.Value])
	v.Blocks = []session.Block{b}
	r.Show(nextPage("yesno"))
	if r.drawing.pad != nil {
		t.Fatal("the ink is kept when the page is gone")
	}
	v.Page += 2
	r.Show(v)
	if string(r.drawing.pad.img.Pix) != before {
		t.Error("the signature looks different")
	}
}

func TestASignatureIsErased(t *testing.T) {
	r := on(t, "signed")
	if inked(r) == 0 {
		t.Fatal("nothing is drawn")
	}
	r.tap(t, "sign:erase")
	if got := r.typed(); len(got) != 1 || got[0] != "" || inked(r) != 0 {
		t.Errorf("the session is told %q, %d pixels of ink", got, inked(r))
	}
}

// The border of the box is where ink ends, not where it piles up.
func TestAFingerThatLeavesTheBoxBeginsAnew(t *testing.T) {
	r := on(t, "sign")
	at := r.scene.controls[r.scene.named("sign")].at
	r.down(at.X+at.W/2, at.Y+at.H/2)
	r.slide(at.X+at.W/2, at.bottom()-2)
	r.slide(at.X+at.W/2, at.bottom()+40)
	r.slide(at.X+at.W/4, at.bottom()-2)
	r.slide(at.X+at.W/4, at.Y+2)
	r.up(at.X+at.W/4, at.Y+2)
	strokes, ok := forms.Strokes(r.local.values[forms.Value])
	if !ok || len(strokes) != 2 {
		t.Errorf("%d strokes: %q", len(strokes), r.local.values[forms.Value])
	}
}

// A child scribbles: what goes to the session is still a signature.
func TestInkHasAnEnd(t *testing.T) {
	r := on(t, "sign")
	for n := range 300 {
		r.signs(t, forms.Point{X: n * 3, Y: 10}, forms.Point{X: n*3 + 5, Y: 390}, forms.Point{X: n * 3, Y: 200}, forms.Point{X: n*3 + 50, Y: 300})
	}
	if _, ok := forms.Strokes(r.local.values[forms.Value]); !ok {
		t.Errorf("%d bytes are too many", len(r.local.values[forms.Value]))
	}
}

func TestContinueSendsTheSignature(t *testing.T) {
	r := on(t, "sign")
	r.signs(t, forms.Point{X: 100, Y: 100}, forms.Point{X: 300, Y: 300})
	r.typed()
	r.tap(t, "next")
	wants(t, r, session.Answered{Page: testPage, Input: forms.Input{forms.Value: "100,100 300,300"}})
}

// BenchmarkStroke is one more place of a finger, without the glass.
func BenchmarkStroke(b *testing.B) {
	pad := newPad(960, 384)
	stroke := []forms.Point{{X: 100, Y: 100}, {X: 130, Y: 160}, {X: 170, Y: 90}}
	for b.Loop() {
		pad.to(stroke)
	}
}
