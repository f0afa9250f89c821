package ui

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"guichet/kiosk/session"
)

// watch is a clock whose time passes when a test says so: what is due then
// happens, on the goroutine of the test.
type watch struct {
	now    time.Duration
	alarms []*alarm
}

type alarm struct {
	at time.Duration
	f  func()
}

// ticks gives a screen such a clock.
func ticks(r *rig) *watch {
	w := &watch{}
	start := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	r.now = func() time.Time { return start.Add(w.now) }
	r.after = func(d time.Duration, f func()) func() bool {
		a := &alarm{w.now + d, f}
		w.alarms = append(w.alarms, a)
		return func() bool { a.f = nil; return true }
	}
	return w
}

// waits lets time pass.
func (w *watch) waits(d time.Duration) {
	end := w.now + d
	for len(w.alarms) > 0 {
		i := 0
		for j, a := range w.alarms {
			if a.at < w.alarms[i].at {
				i = j
			}
		}
		a := w.alarms[i]
		if a.at > end {
			break
		}
		w.alarms = slices.Delete(w.alarms, i, i+1)
		if w.now = a.at; a.f != nil {
			a.f()
		}
	}
	w.now = end
}

func (r *rig) slides(x, y float32) {
	r.stage.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
}

// TestAFingerHeldOnTheCornerCallsTheStaff on any page, whatever stands on it.
func TestAFingerHeldOnTheCornerCallsTheStaff(t *testing.T) {
	for _, c := range []struct {
		glass int
		name  string
		size  session.Size
	}{
		{1, "attract", session.Normal}, {0, "attract", session.Huge}, {0, "name", session.Normal},
		{1, "yesno", session.Small}, {4, "choice", session.Large}, {7, "name", session.Huge},
		{1, "still-there", session.Normal}, {0, "out-of-order", session.Normal}, {2, "contacts", session.Large},
		{1, "sign", session.Normal}, {0, "call-keys", session.Normal}, {1, "call-name", session.Huge}, {0, "call-prints", session.Normal},
	} {
		t.Run(fmt.Sprintf("%s/%s/%d", glasses[c.glass].name, c.name, c.size), func(t *testing.T) {
			r := newRig(t, glasses[c.glass])
			w := ticks(r)
			v := named(c.name)
			v.Size = c.size
			r.Show(v)
			r.finger(9, 9, true)
			w.waits(LongPress - time.Millisecond)
			wants(t, r)
			w.waits(time.Millisecond)
			wants(t, r, session.StaffAsked{})
			w.waits(time.Minute)
			r.finger(9, 9, false)
			wants(t, r)
		})
	}
}

func TestAHandThatLeavesTheCornerCallsNobody(t *testing.T) {
	r := on(t, "yesno")
	w := ticks(r)
	far := r.m.mm(cornerSide + cornerEdge + 1)
	for name, leave := range map[string]func(){
		"lifts":  func() { r.finger(9, 9, false) },
		"slides": func() { r.slides(far, 9); r.slides(9, 9) },
		"down":   func() { r.slides(9, far) },
		"off":    func() { r.stage.MouseOut() },
	} {
		t.Run(name, func(t *testing.T) {
			r.finger(9, 9, true)
			w.waits(LongPress - time.Millisecond)
			leave()
			w.waits(2 * LongPress)
			r.finger(9, 9, false)
			wants(t, r)
		})
	}
}

func TestAFingerMayRollAndComesDownOnTheCorner(t *testing.T) {
	r := on(t, "yesno")
	w := ticks(r)
	near, far := r.m.mm(cornerSide)+2, r.m.mm(cornerSide+cornerEdge+1)
	r.finger(9, 9, true)
	r.slides(near, near)
	w.waits(LongPress)
	r.finger(near, near, false)
	wants(t, r, session.StaffAsked{})
	r.finger(far, far, true)
	r.slides(9, 9)
	w.waits(LongPress)
	r.finger(9, 9, false)
	wants(t, r)
}

// Whatever comes up meanwhile is not the doing of that finger, and what it
// lifts from is not pressed.
func TestThePageMayChangeUnderTheFinger(t *testing.T) {
	r := on(t, "yesno")
	w := ticks(r)
	r.finger(9, 9, true)
	w.waits(LongPress / 2)
	r.Show(nextPage("attract"))
	w.waits(LongPress / 2)
	r.finger(9, 9, false)
	wants(t, r, session.StaffAsked{})
}

func TestTheFrontDeskIsNotAskedForTwice(t *testing.T) {
	r := newRig(t, glasses[1])
	w := ticks(r)
	v := named("menu")
	v.State = session.Staff
	r.Show(v)
	r.finger(9, 9, true)
	w.waits(2 * LongPress)
	r.finger(9, 9, false)
	wants(t, r)
}

// On a small panel the button to start again reaches into the corner.
func TestAControlInTheCornerIsPressedByAShortTouch(t *testing.T) {
	r := newRig(t, glasses[4])
	w := ticks(r)
	r.Show(named("yesno"))
	side := r.corner(0).W
	i := slices.IndexFunc(r.scene.controls, func(c control) bool { return c.at.X < side-1 && c.at.Y < side-1 })
	if i < 0 {
		t.Fatal("no control reaches into the corner any more: this is to be tried elsewhere")
	}
	c := r.scene.controls[i]
	for _, long := range []time.Duration{80 * time.Millisecond, LongPress - time.Millisecond} {
		r.finger(side-1, side-1, true)
		w.waits(long)
		r.finger(side-1, side-1, false)
		wants(t, r, c.act.send)
	}
	r.finger(side-1, side-1, true)
	w.waits(LongPress)
	r.finger(side-1, side-1, false)
	wants(t, r, session.StaffAsked{})
}

// TestTheRingIsSeenAfterAWhile: nothing of it in the first second, then more and
// more, beside the finger; and nothing is left of it.
func TestTheRingIsSeenAfterAWhile(t *testing.T) {
	r := newRig(t, glasses[7])
	w := ticks(r)
	r.Show(named("attract"))
	before := r.picture()
	r.finger(9, 9, true)
	w.waits(holdQuiet - time.Millisecond)
	if n := changed(before, r.picture(), image.Rectangle{}); n > 0 {
		t.Errorf("%d pixels are others before the first second is over", n)
	}
	last := 0
	ring := image.Rect(int(r.corner(0).W), 0, int(r.m.mm(ringLeft+ringSide+1)), int(r.m.mm(ringTop+ringSide+1)))
	w.waits(2 * time.Millisecond)
	for range holdSteps {
		now := r.picture()
		if n := changed(before, now, ring); n > 0 {
			t.Errorf("%d pixels are others away from the ring", n)
		}
		full := r.filled(now, ring)
		if full < last || full == 0 {
			t.Errorf("the ring has %d pixels, it had %d", full, last)
		}
		last = full
		w.waits(holdStep)
	}
	r.finger(9, 9, false)
	if n := changed(before, r.picture(), image.Rectangle{}); n > 0 {
		t.Errorf("%d pixels are left of it", n)
	}
}

// changed counts the pixels that differ outside of a place.
func changed(a, b image.Image, but image.Rectangle) (n int) {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if !image.Pt(x, y).In(but) && pixel(a, x, y) != pixel(b, x, y) {
				n++
			}
		}
	}
	return n
}

func pixel(img image.Image, x, y int) color.NRGBA { return img.(*image.NRGBA).NRGBAAt(x, y) }

// filled counts the pixels of the main colour on the disc.
func (r *rig) filled(img image.Image, at image.Rectangle) (n int) {
	want := r.palette()[main]
	mid, far := at.Min.Add(at.Max).Div(2), at.Dx()/2-2
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			if d := image.Pt(x, y).Sub(mid); d.X*d.X+d.Y*d.Y < far*far {
				if pixel(img, x, y) == want {
					n++
				}
			}
		}
	}
	return n
}
