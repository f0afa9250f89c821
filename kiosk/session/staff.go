package session

import "time"

// staffHere stops the clocks of the visit while the front desk works at the
// kiosk, or lets them begin anew. Whoever stood there may need a moment to come
// back to the glass, so the question whether he is there is taken away too.
func (s *Session) staffHere(on bool) {
	if s.staff == on {
		return
	}
	s.staff, s.changed = on, true
	s.closeKinds(StillThere)
	s.alive = time.Now()
	s.touched = s.alive
}

// unheard tells whether an event is a citizen's while the front desk has the
// glass. Devices go on: a handset that is put down ends its call.
func (s *Session) unheard(e Event) bool {
	if _, hook := e.(HookChanged); hook {
		return false
	}
	return s.staff && byCitizen(e)
}
