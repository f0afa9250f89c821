package session

import (
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
)

// wind sets the timer to the next moment at which silence means something.
func (s *Session) wind(timer *time.Timer) {
	at, ok := s.deadline()
	if !ok {
		timer.Stop()
		return
	}
	timer.Reset(max(time.Until(at), 0))
}

// deadline is that moment; false if the kiosk may stay as it is for ever. The
// clock stands while the kiosk is the one who is busy: saving and printing
// have time-outs of their own.
func (s *Session) deadline() (time.Time, bool) {
	top := s.top()
	switch {
	case s.busy():
		return time.Time{}, false
	case s.state == Attract:
		return s.alive.Add(s.cfg.Idle), s.touchedAtHome()
	case top != nil && top.kind == StillThere:
		return s.alive.Add(s.cfg.Grace), true
	case s.state == Done && s.handed():
		return s.alive.Add(s.cfg.DonePause), true
	}
	return s.alive.Add(s.cfg.Idle), true
}

// tick is called when the deadline may have passed.
func (s *Session) tick() {
	at, ok := s.deadline()
	if !ok || time.Now().Before(at) {
		return
	}
	top := s.top()
	switch {
	case s.state == Attract:
		s.resetHome()
	case s.state == Done && s.handed():
		s.leave("finished")
	case top != nil && top.kind == StillThere:
		s.leave("idle")
	default:
		s.alive = time.Now() // the grace counts from the question
		s.push(StillThere)
		s.log(event.StillThereAsked)
	}
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
		top != nil && top.kind != OutOfOrder
}
