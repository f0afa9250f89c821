package session

import (
	"slices"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
)

// dayPause is how long the home page stands before it looks at the calendar. It
// does not wait for midnight itself: the clock may be put right meanwhile.
const dayPause = 30 * time.Second

// wind sets the timer to the next moment at which silence means something.
func (s *Session) wind(timer *time.Timer) {
	at, ok := s.deadline()
	if look := time.Now().Add(dayPause); s.state == Attract && (!ok || look.Before(at)) {
		at, ok = look, true
	}
	if look, waits := s.lookAtWait(); waits && (!ok || look.Before(at)) {
		at, ok = look, true
	}
	if !ok {
		timer.Stop()
		return
	}
	timer.Reset(max(time.Until(at), 0))
}

// outdated tells once that the home page offers what it no longer may, or not
// all: the days of a pack began or ended.
func (s *Session) outdated() bool {
	if s.state != Attract {
		return false
	}
	before := s.shown
	s.shown = s.offers()
	return !slices.Equal(before, s.shown)
}

// deadline is that moment; false if the kiosk may stay as it is for ever. The
// clock stands while the kiosk is the one who is busy, for saving and printing
// have time-outs of their own, and while the front desk works here. It is slow while a person waits for another one,
// and slower while the two speak.
func (s *Session) deadline() (time.Time, bool) {
	top := s.top()
	switch {
	case s.staff || s.busy():
		return time.Time{}, false
	case top != nil && top.kind == StillThere:
		return s.alive.Add(s.grace()), true
	case s.speaking():
		return s.callIdle(), true
	case s.waiting():
		return s.alive.Add(s.waitIdle()), true
	case s.state == Attract:
		return s.alive.Add(s.cfg.Idle), s.touchedAtHome()
	case s.state == Done && s.handed():
		return s.alive.Add(s.cfg.DonePause), true
	}
	return s.alive.Add(s.cfg.Idle), true
}

// tick is called when the deadline may have passed.
func (s *Session) tick() {
	s.lookWhile()
	at, ok := s.deadline()
	if !ok || time.Now().Before(at) {
		return
	}
	top := s.top()
	switch {
	case top != nil && top.kind == StillThere:
		s.leave("idle")
	case s.state == Attract && !s.inCall():
		s.resetHome("idle")
	case s.state == Done && s.handed() && !s.inCall():
		s.leave("finished")
	default:
		s.alive = time.Now() // the grace counts from the question
		s.push(StillThere)
		s.log(event.StillThereAsked)
	}
}

// grace is how long the question stands.
func (s *Session) grace() time.Duration {
	if s.speaking() {
		return s.cfg.CallGrace
	}
	return s.cfg.Grace
}

// handed tells whether the receipt is in the tray. Without one, the citizen
// may still be writing the reference down: the last page does not go unasked.
func (s *Session) handed() bool { return s.visit.paper.outcome == printer.Printed }

func (s *Session) busy() bool {
	return s.state == Printing || s.state == Saving && s.visit.saving
}

// touchedAtHome tells whether somebody changed the home page and may have
// walked away: another language, larger letters, contacts left open.
func (s *Session) touchedAtHome() bool {
	top := s.top()
	return s.lang != s.cfg.Langs[0] || s.size != s.cfg.Size || s.theme != s.cfg.Theme ||
		top != nil && top.kind != OutOfOrder || s.talk.number != 0
}
