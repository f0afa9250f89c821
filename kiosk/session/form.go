package session

import (
	"maps"

	"guichet/forms"
	"guichet/forms/engine"
)

// follow shows the page on which the journey stands.
func (s *Session) follow() {
	v := s.visit
	step := v.journey.Step()
	v.declaring, v.checked = false, v.checked && afterCheck(v.journey, step)
	switch {
	case step.Kind == engine.KindExit:
		s.turn(Leaving)
	case step.Kind == engine.KindCheck:
		s.turn(Check)
	case step.Page != nil && step.Page.Type == forms.Declaration:
		s.turn(Declaration)
	default:
		s.turn(Question)
	}
}

// afterCheck tells whether a step comes after the check: only what the form
// makes the citizen declare does. Before it, the check must be confirmed again.
func afterCheck(j *engine.Journey, step engine.Step) bool {
	for _, other := range j.Route() {
		switch other.Place {
		case engine.Check:
			return step.Place != engine.Check
		case step.Place:
			return false
		}
	}
	return false
}

// inQuestion: one page of the form.
func (s *Session) inQuestion(e named) {
	step := s.visit.journey.Step()
	switch e := e.(type) {
	case Typed:
		s.typed(step, e.Input)
	case Answered:
		s.answered(step, e.Input)
	case Next:
		s.read(step)
	case More:
		s.more(step, e.Yes)
	case Remove:
		s.remove(e.Place)
	default:
		s.onForm(step, e)
	}
}

// onForm is what question and declaration have in common.
func (s *Session) onForm(step engine.Step, e named) {
	switch e.(type) {
	case DontKnow:
		s.dontKnow(step)
	case AskWhy:
		s.visit.why, s.visit.errors, s.changed = !s.visit.why, false, true
	case AskPitfalls:
		s.visit.errors, s.visit.why, s.changed = !s.visit.errors, false, true
	case Back:
		s.backFrom(step)
	}
}

// typed keeps the input, so that a change of language or a question whether
// somebody is there loses no letter. What was wrong is not wrong any more
// until Continue says so again.
func (s *Session) typed(step engine.Step, in forms.Input) {
	if step.Page == nil || step.Kind != engine.KindPage {
		return
	}
	before := s.visit.draft(step)["group"]
	s.visit.drafts[step.Place] = searched(step.Page, maps.Clone(in))
	s.visit.problem, s.changed = nil, true
	if step.Page.Type == forms.ChoiceLinked && in["group"] != before {
		s.page = s.newPage() // other tiles stand where these stood: a second tap must not take one
	}
}

// answered is Continue. Without an input, the one that was typed counts.
func (s *Session) answered(step engine.Step, in forms.Input) {
	v := s.visit
	if step.Kind != engine.KindPage {
		return
	}
	if in != nil {
		s.typed(step, in)
	}
	if v.problem = v.journey.Answer(step.Place, maps.Clone(v.draft(step))); v.problem != nil {
		s.changed = true
		return
	}
	s.forget(step.Place)
	s.advance()
}

// read goes on from a page that asks nothing.
func (s *Session) read(step engine.Step) {
	if step.Kind == engine.KindPage && !step.Page.Asks() {
		s.answered(step, nil)
	}
}

// advance shows the next page, or sends: the last page of a form may be what
// the citizen declares.
func (s *Session) advance() {
	if v := s.visit; v.checked && v.journey.Complete() {
		s.send()
		return
	}
	s.follow()
}

func (s *Session) more(step engine.Step, yes bool) {
	if step.Kind == engine.KindMore {
		s.visit.journey.More(step.Place, yes)
		s.advance()
	}
}

// dontKnow is an answer where the pack allows it; elsewhere a person can help.
func (s *Session) dontKnow(step engine.Step) {
	switch {
	case s.visit.journey.DontKnow(step.Place):
	case signsLater(step):
		s.answered(step, forms.Input{})
		return
	default:
		s.openHelp("session.help.question")
		return
	}
	s.forget(step.Place)
	s.advance()
}

func (s *Session) back() {
	if !s.visit.journey.Back() {
		s.turn(Before)
		return
	}
	s.follow()
}

func (s *Session) forget(place engine.Place) {
	clear(s.visit.drafts[place])
	delete(s.visit.drafts, place)
}

// inLeaving: the form leads somewhere else.
func (s *Session) inLeaving(e named) {
	switch e.(type) {
	case Back:
		s.back()
	case PrintContacts:
		s.printContacts()
	case Next:
		s.leaveOrAsk("exit")
	case DontKnow:
		s.openHelp("session.help.page")
	}
}
