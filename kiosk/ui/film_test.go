package ui

import (
	"bytes"
	"image/color"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/call"
	"guichet/kiosk/session"
)

// plain is a frame of one colour.
func plain(w, h int, c color.RGBA) call.Frame {
	return call.Frame{Width: w, Height: h, Pix: bytes.Repeat([]byte{c.R, c.G, c.B, 0xFF}, w*h)}
}

var (
	red  = color.RGBA{0xE0, 0x20, 0x10, 0xFF}
	blue = color.RGBA{0x10, 0x20, 0xE0, 0xFF}
)

// middle is the colour in the middle of a film's place.
func (r *rig) middle(who int) color.RGBA {
	at := r.scene.films[who]
	if who == person { // the middle of its upper half: the small picture covers a corner
		at.H /= 2
	}
	return color.RGBAModel.Convert(r.picture().At(int(at.X+at.W/2), int(at.Y+at.H/2))).(color.RGBA)
}

// oncall shows a page with a call.
func oncall(t *testing.T) *rig {
	r := newRig(t, glasses[2])
	r.Show(during(sampleView("yesno"), func(*session.CallView) {}))
	return r
}

func TestEachPictureHasItsPlace(t *testing.T) {
	r := oncall(t)
	r.Watch(plain(640, 480, red))
	r.Self(plain(160, 120, blue))
	if got := r.middle(person); got != red {
		t.Errorf("the other person is %v", got)
	}
	if got := r.middle(citizen); got != blue {
		t.Errorf("the citizen is %v", got)
	}
}

// Nothing of a picture is left: not on the glass, not in the memory that it
// was in.
func TestTheLastPictureDoesNotStay(t *testing.T) {
	end := map[string]func(r *rig){
		"an empty frame":  func(r *rig) { r.Watch(call.Frame{}) },
		"a page without":  func(r *rig) { r.Show(sampleView("attract")) },
		"the sound alone": func(r *rig) { r.Show(during(sampleView("yesno"), voiceCall)) },
	}
	for name, does := range end {
		t.Run(name, func(t *testing.T) {
			r := oncall(t)
			r.Watch(plain(640, 480, red))
			p := r.films[person].pane.(*fynePane)
			next, shown := p.next[:cap(p.next)], p.img.Pix
			does(r)
			for _, left := range [][]byte{next, shown} {
				if bytes.Count(left, []byte{0}) != len(left) {
					t.Error("pixels are left in memory")
				}
			}
		})
	}
}

func TestAPictureWithoutAPlaceIsDropped(t *testing.T) {
	r := newRig(t, glasses[2])
	r.Show(sampleView("yesno"))
	r.Watch(plain(640, 480, red))
	r.Show(during(sampleView("yesno"), func(*session.CallView) {}))
	if got := r.middle(person); got == red {
		t.Error("a picture from before the call is shown")
	}
}

// countingPane shows nothing and counts.
type countingPane struct {
	drawn, flips, wipes int
	last                byte
	shown               byte
}

func (p *countingPane) draw(f call.Frame)     { p.drawn++; p.last = f.Pix[0] }
func (p *countingPane) flip()                 { p.flips++; p.shown = p.last }
func (p *countingPane) wipe()                 { p.wipes++; p.shown, p.last = 0, 0 }
func (p *countingPane) close()                {}
func (p *countingPane) pause() time.Duration  { return time.Second / 31 }
func (p *countingPane) object() *canvas.Image { return nil }

func counting() (*film, *countingPane) {
	p := &countingPane{}
	m := &film{open: func(rect) pane { return p }}
	m.place(rect{0, 0, 10, 10})
	return m, p
}

func TestAtMostThirtyPicturesASecondAndTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, p := counting()
		time.Sleep(time.Second)
		for i := range 1000 { // a hundred a second, for ten seconds
			m.show(call.Frame{Width: 1, Height: 1, Pix: []byte{byte(i%250 + 1), 0, 0, 0}})
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Second)
		m.mu.Lock()
		defer m.mu.Unlock()
		if p.flips > 311 || p.flips < 240 {
			t.Errorf("%d pictures in ten seconds", p.flips)
		}
		if p.shown != 250 {
			t.Errorf("the last one shown is %d, want the newest, 250", p.shown)
		}
	})
}

func TestAPictureThatWaitsForItsTurnIsWipedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, p := counting()
		time.Sleep(time.Second)
		f := call.Frame{Width: 1, Height: 1, Pix: []byte{7, 0, 0, 0}}
		m.show(f)
		m.show(f)
		m.show(call.Frame{})
		time.Sleep(time.Second)
		m.mu.Lock()
		defer m.mu.Unlock()
		if p.shown != 0 || p.flips != 1 {
			t.Errorf("%d pictures were shown, the last one %d, after the end", p.flips, p.shown)
		}
	})
}

func TestPicturesComeOnAnyGoroutine(t *testing.T) {
	m, _ := counting()
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 200 {
				m.show(call.Frame{Width: 1, Height: 1, Pix: []byte{byte(i), 0, 0, 0}})
				m.place(rect{0, 0, float32(i + 1), 10})
			}
		})
	}
	all.Wait()
}

func TestScaling(t *testing.T) {
	for _, c := range []struct{ sw, sh, w, h int }{
		{640, 480, 525, 394}, {320, 240, 525, 394}, {1280, 720, 525, 394}, {480, 640, 525, 394}, {1, 1, 7, 5}, {2, 1, 1, 1}, {640, 480, 640, 480},
	} {
		var s scaler
		f := plain(c.sw, c.sh, red)
		pix := make([]byte, c.w*c.h*4)
		if !s.prepare(f, c.w, c.h) || s.prepare(f, c.w, c.h) {
			t.Error("prepare does not tell a new size from the same")
		}
		s.scale(f, pix, c.w*4)
		for y := range c.h {
			for x := range c.w {
				got, in := [3]byte(pix[(y*c.w+x)*4:]), x >= s.to.Min.X && x < s.to.Max.X && y >= s.to.Min.Y && y < s.to.Max.Y
				want := [3]byte{}
				if in {
					want = [3]byte{red.B, red.G, red.R}
				}
				if got != want {
					t.Fatalf("%v: pixel %d, %d is %v, want %v", c, x, y, got, want)
				}
			}
		}
		if s.to.Dx()*c.sh-s.to.Dy()*c.sw > max(c.sw, c.sh) || s.to.Dy()*c.sw-s.to.Dx()*c.sh > max(c.sw, c.sh) {
			t.Errorf("%v is shown as %v", c, s.to)
		}
	}
}

// Between a black and a white half there are greys, and left stays left.
func TestScalingMixesNeighbours(t *testing.T) {
	f := call.Frame{Width: 2, Height: 1, Pix: []byte{0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}}
	var s scaler
	pix := make([]byte, 8*4*4)
	s.prepare(f, 8, 4)
	s.scale(f, pix, 8*4)
	for x, before := 0, -1; x < 8; x++ {
		if now := int(pix[x*4]); now < before {
			t.Errorf("column %d is darker than the one at its left", x)
		} else {
			before = now
		}
	}
	if pix[0] != 0 || pix[7*4] < 0xF0 || pix[3*4] == 0 || pix[3*4] > 0xF0 {
		t.Errorf("the row is %v", pix[:32])
	}
}

func FuzzScaling(f *testing.F) {
	f.Add(640, 480, 525, 394)
	f.Add(1, 3000, 40, 30)
	f.Fuzz(func(t *testing.T, sw, sh, w, h int) {
		clamp := func(v int) int { return min(max(v, 1), 300) }
		sw, sh, w, h = clamp(sw), clamp(sh), clamp(w), clamp(h)
		var s scaler
		frame := plain(sw, sh, blue)
		s.prepare(frame, w, h)
		s.scale(frame, make([]byte, w*h*4), w*4)
	})
}

// BenchmarkScaling is what a picture costs on its way to the display, without
// the display.
func BenchmarkScaling(b *testing.B) {
	f := plain(640, 480, red)
	var s scaler
	pix := make([]byte, 580*434*4)
	b.ReportAllocs()
	for b.Loop() {
		s.prepare(f, 580, 434)
		s.scale(f, pix, 580*4)
	}
}
