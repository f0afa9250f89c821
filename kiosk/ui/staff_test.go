package ui

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/ui/staffpages"
	"guichet/kiosk/words"
)

// staffGlasses are those that the pages of the front desk are tried on: the others,
// and 1024 × 600.
var staffGlasses = append(slices.Clone(glasses), glass{"1024x600", 1024, 600, Panel{}})

// staffSamples are all pages of the front desk, as staff mode builds them.
func staffSamples(t *testing.T, lang forms.Lang) (all []sample) {
	for _, p := range staffpages.All(t, lang) {
		all = append(all, sample{"staff-" + p.Name, p.View})
	}
	slices.SortFunc(all, func(a, b sample) int { return strings.Compare(a.name, b.name) })
	return all
}

// asksNumber is a page of the front desk with a number being typed on it.
func asksNumber(said string) session.View {
	f := field(forms.Value, forms.PadNumber, "Votre code", said, 12)
	f.Masked = true
	v := asking("Espace réservé à la mairie", "", f)
	v.State = session.Staff
	return v
}

// TestANumberIsNowhereToBeSeen: not in a scene, not in what a script is told, and
// a view that says it changes nothing.
func TestANumberIsNowhereToBeSeen(t *testing.T) {
	const number = "470218"
	r := newRig(t, glasses[1])
	r.Show(asksNumber(""))
	r.keys(t, number)
	r.Show(asksNumber(number))
	if got := fmt.Sprintf("%#v %#v", r.Moment(), r.Controls()); strings.Contains(got, number) {
		t.Error("a script is told the number")
	}
	dots := false
	for _, it := range r.scene.items {
		if strings.Contains(it.text, number) || it.kind == line && it.ctl == r.scene.named("field:"+forms.Value) && strings.ContainsAny(it.text, number) {
			t.Errorf("the scene says %q", it.text)
		}
		dots = dots || it.text == strings.Repeat("•", len(number))
	}
	for _, o := range r.drawing.texts {
		if strings.Contains(o.Text, number) {
			t.Errorf("the glass says %q", o.Text)
		}
	}
	if !dots {
		t.Error("no dots are shown")
	}
	if len(r.local.past) > 0 {
		t.Errorf("what was typed before is kept: %d values", len(r.local.past))
	}
	r.events()
	r.tap(t, "key:erase", "next")
	typed := forms.Input{forms.Value: number[:5]}
	wants(t, r, session.Typed{Page: testPage, Input: typed}, session.Answered{Page: testPage, Input: typed})
	again := asksNumber(number)
	again.Page++
	if r.Show(again); r.local.values[forms.Value] != "" {
		t.Error("a new page has letters in it")
	}
}

// The pad of the number is as large as that of a telephone number.
func TestTheKeysOfANumberAreLarge(t *testing.T) {
	for _, g := range staffGlasses[:3] {
		v := asksNumber("")
		m := newMetrics(g.w, g.h, g.panel, session.Normal)
		for _, c := range compose(&v, newLocal(&v), m).controls {
			if c.key && (c.at.H < m.mm(touchSide) || c.at.W < m.mm(27)) {
				t.Errorf("%s: key %s is %.0f × %.0f mm", g.name, c.id, c.at.W/m.ppm, c.at.H/m.ppm)
			}
		}
	}
}

// A page of the front desk is told from a citizen's by its words, not by its
// colour alone.
func TestAPageOfTheFrontDeskSaysSo(t *testing.T) {
	for _, progress := range []string{"Espace mairie", ""} {
		for _, g := range glasses[:2] {
			v := asksNumber("")
			v.Progress = session.Text{S: progress}
			says, stripe := 0, false
			for _, it := range compose(&v, newLocal(&v), newMetrics(g.w, g.h, g.panel, v.Size)).items {
				if it.on == done && it.kind == line && (it.text == progress || progress == "" && it.text == words.For(v.Lang).Text("ui.staff")) {
					says++
				}
				stripe = stripe || it.kind == box && it.fill == done && it.at.W == g.w
			}
			if says != 1 || !stripe {
				t.Errorf("%s: said %d times, stripe: %v", g.name, says, stripe)
			}
		}
	}
}

func TestAPictureOnAPageIsReplacedAndWiped(t *testing.T) {
	r := newRig(t, glasses[1])
	camera := func(name string, w, h int) session.View {
		return with(func(v *session.View) {
			v.State, v.Title = session.Staff, say("Voir la caméra")
			v.Blocks = []session.Block{session.Paragraph{Text: say("La borne oublie cette image.")}, session.Picture{ID: name, Alt: say("Image"), Image: paper(w, h)}}
		})
	}
	shown := func() image.Image {
		for _, it := range r.scene.items {
			if it.kind == picture {
				return it.pic
			}
		}
		return nil
	}
	r.Show(camera("one", 320, 240))
	first := shown()
	if first == nil {
		t.Fatal("no picture is shown")
	}
	r.Show(camera("one", 330, 240))
	if shown() == first || len(r.local.stills) != 1 {
		t.Errorf("%d pictures are kept", len(r.local.stills))
	}
	if !wiped(first) {
		t.Error("the first picture is left in memory")
	}
	second := shown()
	next := named("menu")
	next.Page++
	if r.Show(next); !wiped(second) || len(r.drawing.pics) > 0 {
		t.Error("a picture is left of a page that is gone")
	}
}

func wiped(img image.Image) bool {
	return !slices.ContainsFunc(img.(*image.RGBA).Pix, func(b byte) bool { return b != 0 })
}

func TestALevelIsAsFullAsItSays(t *testing.T) {
	for _, c := range []struct {
		done, of int
		want     float32
	}{{0, 100, 0}, {50, 100, 0.5}, {100, 100, 1}, {300, 100, 1}, {-3, 100, 0}, {5, 0, 0}} {
		v := with(func(v *session.View) {
			v.Blocks = []session.Block{session.Level{Label: say("Niveau"), Done: c.done, Of: c.of}}
		})
		m := newMetrics(1920, 1080, Panel{}, v.Size)
		sc := compose(&v, newLocal(&v), m)
		i := slices.IndexFunc(sc.items, func(it item) bool { return it.kind == box && it.edge == quiet && it.ctl < 0 })
		full := float32(0)
		if in := sc.items[i+1]; in.kind == box && in.fill == main {
			full = in.at.W / (sc.items[i].at.W - 2*m.mm(0.5))
		}
		if full < c.want-0.01 || full > c.want+0.01 {
			t.Errorf("%d of %d fills %.2f of the bar, want %.2f", c.done, c.of, full, c.want)
		}
	}
}
