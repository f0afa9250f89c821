//go:build !race

package ui

import (
	"testing"

	"guichet/kiosk/session"
)

// TestThePainterDrawsWhatTheScreenShows: the edge of a letter may be a shade
// lighter, nothing moves. No app runs while the painter draws.
func TestThePainterDrawsWhatTheScreenShows(t *testing.T) {
	for _, name := range []string{"yesno", "name", "done", "list", "contacts"} {
		g := glasses[2]
		v := named(name)
		v.Theme = session.Dark
		got := reduced(NewPainter(int(g.w), int(g.h), g.panel).Parts(v)[0].Picture())
		r := newRig(t, g)
		r.Show(v)
		if n, bad := differs(got, reduced(r.picture())); bad {
			t.Errorf("%s: %d pixels are not as on the screen", name, n)
		}
	}
}

func TestThePainterTurnsEveryPart(t *testing.T) {
	p := NewPainter(800, 480, Panel{})
	parts := p.Parts(named("check"))
	if len(parts) < 2 {
		t.Fatalf("%d parts of a long page on a small glass", len(parts))
	}
	if parts[0].Key == parts[1].Key {
		t.Error("two parts have one key")
	}
	if again := p.Parts(named("check")); again[0].Key != parts[0].Key {
		t.Error("the same part has another key")
	}
	v := named("check")
	v.Theme = session.Contrast
	if p.Parts(v)[0].Key == parts[0].Key {
		t.Error("another theme has the same key")
	}
}

// TestLettersEndWhereTheyAreSaidTo compares what is measured with the pixels that
// Fyne paints. Lines that end in the same upright letter tell how far it moved: no
// bearing of a letter is in the difference. No two of these letters are kerned.
func TestLettersEndWhereTheyAreSaidTo(t *testing.T) {
	const before, last = "mummu nun unum", "n"
	for _, bold := range []bool{false, true} {
		for _, size := range paintedSizes() {
			p := NewPainter(int(24*size), int(3*size), Panel{})
			moved := p.lastPixel(before+last, size, bold) - p.lastPixel(last, size, bold)
			if want := textWidth(before, size, bold); float32(moved) > want+1.5 || float32(moved) < want-1.5 {
				t.Errorf("%.3f bold %v: painted %d wide, measured %.1f", size, bold, moved, want)
			}
		}
	}
}

// lastPixel is the last column that a line of text paints.
func (p *Painter) lastPixel(s string, size float32, bold bool) int {
	n := newPen(newMetrics(p.w, p.h, p.panel, session.Normal))
	n.line(0, size, s, size, bold, text)
	img := Part{painter: p, scene: n.sc}.Picture()
	paper := img.At(0, 0)
	for x := img.Bounds().Max.X - 1; x > 0; x-- {
		for y := range img.Bounds().Max.Y {
			if img.At(x, y) != paper {
				return x
			}
		}
	}
	return 0
}

func BenchmarkPainter(b *testing.B) {
	p := NewPainter(1080, 1920, Panel{})
	for b.Loop() {
		p.Parts(named("yesno"))[0].Picture()
	}
}
