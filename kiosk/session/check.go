package session

import (
	"guichet/forms/engine"
)

// inCheck: check your answers.
func (s *Session) inCheck(e named) {
	v := s.visit
	switch e := e.(type) {
	case Next:
		s.confirm()
	case Change:
		if v.journey.Change(e.Place) {
			s.follow()
		}
	case Remove:
		s.remove(e.Place)
	case Back:
		s.back()
	case DontKnow:
		s.openHelp("session.help.question")
	}
}

// confirm goes on from the check: to what the form makes the citizen declare,
// or to the kiosk's own declaration where the form has none.
func (s *Session) confirm() {
	v := s.visit
	v.checked = true
	v.journey.Answer(engine.Check, nil)
	if v.journey.Step().Kind != engine.KindCheck {
		s.follow()
		return
	}
	v.declaring = true
	s.turn(Declaration)
}

// lastPage tells whether the citizen sends with this page.
func (v *visit) lastPage(step engine.Step) bool {
	if v.declaring {
		return true
	}
	route := v.journey.Route()
	return v.checked && route[len(route)-1].Place == step.Place
}

// inDeclaration: what the citizen declares, and to whom it goes.
func (s *Session) inDeclaration(e named) {
	if !s.visit.declaring {
		s.inQuestion(e)
		return
	}
	switch e.(type) {
	case Next:
		s.send()
	case Back:
		s.follow()
	case DontKnow:
		s.openHelp("session.help.question")
	}
}

// remove takes one instance of a repeat away. The others move up, so what was
// typed and not answered is dropped: it would belong to somebody else.
func (s *Session) remove(place engine.Place) {
	v := s.visit
	if !v.journey.Remove(place) {
		return
	}
	v.dropDrafts()
	s.follow()
}
