package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/session"
)

// LongPress is how long a finger rests on the top left corner of the glass until
// [session.StaffAsked] is sent.
const LongPress = holdQuiet + holdSteps*holdStep

// Nothing is to be seen of the first second: a hand that leans there finds
// nothing. Then a ring fills, so that the front desk knows that it works and how
// long to wait. It fills in steps, for each is a frame of the whole glass, and it
// stands beside the corner, for the finger covers that.
const (
	holdQuiet = time.Second
	holdStep  = 250 * time.Millisecond
	holdSteps = 8
)

// In millimetres: the corner to press, how far beyond it a finger may roll, and
// the ring, its left and its top edge.
const (
	cornerSide = 18
	cornerEdge = 4
	ringSide   = 14
	ringLeft   = 22
	ringTop    = 2
)

// hold is a finger that rests on the corner. It outlives pages: what happens on
// the glass meanwhile is not the doing of that finger.
type hold struct {
	step int // of the ring; -1 in the quiet time
	stop func() bool
}

// corner is where a finger may rest, with an edge around it.
func (s *Screen) corner(edge float32) rect {
	side := s.m.mm(cornerSide + edge)
	return rect{0, 0, side, side}
}

// holdDown begins to count, if the finger is on the corner. On a page of the
// front desk somebody has come in already.
func (s *Screen) holdDown(x, y float32) {
	s.holdEnd()
	if s.view.State == session.Staff || !s.corner(0).contains(x, y) {
		return
	}
	s.hold = &hold{step: -1}
	s.holdWait(s.hold, holdQuiet)
}

// holdWait goes on after a time, if the same finger is still there: it may have
// left while Fyne had other things to do.
func (s *Screen) holdWait(h *hold, d time.Duration) {
	h.stop = s.after(d, func() {
		if s.hold == h {
			s.holdOn()
		}
	})
}

// later runs f on Fyne's goroutine after a time, unless it is stopped.
func later(d time.Duration, f func()) (stop func() bool) {
	return time.AfterFunc(d, func() { fyne.Do(f) }).Stop
}

// holdOn is the next step of the ring, and after the last one the event.
func (s *Screen) holdOn() {
	h := s.hold
	h.step++
	if h.step < holdSteps {
		s.drawing.badge = s.ringOf(h.step)
		s.restack()
		s.holdWait(h, holdStep)
		return
	}
	s.holdEnd()
	s.held, s.blank = -1, false // lifted, this finger presses nothing
	s.look(-1)
	s.opts.Send(session.StaffAsked{})
}

// holdSlide ends it where the finger leaves the corner.
func (s *Screen) holdSlide(x, y float32) {
	if s.hold != nil && !s.corner(cornerEdge).contains(x, y) {
		s.holdEnd()
	}
}

// holdEnd forgets the finger and takes the ring away.
func (s *Screen) holdEnd() {
	if s.hold == nil {
		return
	}
	s.hold.stop()
	s.hold = nil
	if s.drawing.badge != nil {
		s.drawing.badge = nil
		s.restack()
	}
}

// ringOf is a disc with so many eighths of a ring, and the sign of whoever mends
// things: a citizen who sees it knows that it is not for him.
func (s *Screen) ringOf(step int) []fyne.CanvasObject {
	pal := s.palette()
	at := rect{s.m.mm(ringLeft), s.m.mm(ringTop), s.m.mm(ringSide), s.m.mm(ringSide)}
	disc := canvas.NewCircle(pal[card])
	disc.StrokeColor, disc.StrokeWidth = pal[quiet], s.m.mm(0.5)
	put(disc, at)
	side := s.m.mm(6)
	sign := newIcon(iconKey{"tool", pal[main], side})
	put(sign, rect{at.X + (at.W-side)/2, at.Y + (at.H-side)/2, side, side})
	all := []fyne.CanvasObject{disc, sign}
	if step > 0 {
		arc := canvas.NewArc(0, float32(step)*360/holdSteps, 0.72, pal[main])
		put(arc, at.inset(s.m.mm(1)))
		all = append(all, arc)
	}
	return all
}

// restack shows what lies above the scene anew.
func (s *Screen) restack() {
	s.drawing.restack()
	s.paint()
}
