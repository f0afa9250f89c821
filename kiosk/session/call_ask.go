package session

import (
	"slices"

	"guichet/forms/engine"
	"guichet/kiosk/call"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// callKinds are the overlays that lead to a call, askKinds those in which a
// desk asks for something.
var (
	callKinds = []OverlayKind{CallHow, CallNext, CallWhen, CallNumber, CallKept}
	askKinds  = []OverlayKind{CallPropose, CallPaper, CallStill, CallSee, CallInvite}
)

func (s *Session) closeCalls() { s.closeKinds(callKinds...) }

// openHelp is "Parler à quelqu’un": the ways to call where there are any, else
// the contacts. why is the key of a sentence, or empty.
func (s *Session) openHelp(why string) {
	if s.inCall() || len(s.cfg.Phones) == 0 && s.cfg.CallBack == nil {
		s.openContacts(why)
		return
	}
	s.openWays(CallHow, why)
}

// openWays shows the ways. Where nobody can be reached now and nobody calls
// back, it shows the contacts at once.
func (s *Session) openWays(kind OverlayKind, why string) {
	if top := s.top(); top != nil && top.kind == kind {
		return
	}
	s.closeCalls()
	if len(s.ways()) == 0 && !s.callsBack() {
		if kind == CallHow {
			why = s.whyNobody()
		}
		s.openContacts(why)
		return
	}
	s.person()
	s.push(kind).why = why
	if kind == CallHow {
		s.log(event.HelpAsked, "from", s.placeName())
	}
}

// whyNobody is why the contacts are all there is.
func (s *Session) whyNobody() string {
	if s.wrong[health.SoundGone] {
		return "session.call.no_sound"
	}
	return "session.call.nobody"
}

// ways are the ways that lead somewhere now, the one that has just failed last.
func (s *Session) ways() []offer {
	var all, last []offer
	var seen []call.Way
	for _, p := range s.cfg.Phones {
		way := p.Way()
		if slices.Contains(seen, way) {
			continue
		}
		seen = append(seen, way)
		switch o := s.offer(way); {
		case !o.usable():
		case s.talk.failed == o.way:
			last = append(last, o)
		default:
			all = append(all, o)
		}
	}
	return append(all, last...)
}

// onWays does what the ways ask.
func (s *Session) onWays(top overlay, e named) {
	switch e := e.(type) {
	case CallBy:
		if s.hasWay(e.Way) {
			s.dial(e.Way)
		}
	case CallTell:
		s.setTold(e.What, e.On)
	case AskBack:
		s.askBack()
	case OtherWays, Talk:
		s.closeCalls()
		s.openContacts("")
	case Stay:
		s.pop()
		if top.kind == CallNext && s.talk.open {
			s.openContacts("session.call.reach") // nobody leaves a call that did not come about with nothing
		}
	}
}

// tells tells whether something is told beforehand: the procedure unless he
// says no, all else if he says so.
func (s *Session) tells(what Told) bool {
	on, said := s.talk.said[what]
	return on || !said && what == TellProcedure
}

func (s *Session) setTold(what Told, on bool) {
	switch what {
	case TellProcedure, TellReference, TellUrgent, TellText, TellSign:
	default:
		return
	}
	if s.talk.said == nil {
		s.talk.said = map[Told]bool{}
	}
	s.talk.said[what], s.changed = on, true
}

// sharedNow is what goes with the first word: what he agreed to, and no more.
func (s *Session) sharedNow() call.Shared {
	out := call.Shared{Lang: s.lang, Urgent: s.tells(TellUrgent)}
	if p := s.packNow(); p != nil && s.tells(TellProcedure) {
		out.Procedure, out.Version = p.Manifest.ID, p.Manifest.Version
		out.Title, out.Page = s.tell("pack.title").S, string(s.questionNow())
		if step, asked := s.stepNow(); asked {
			if title := s.tellOn(step, "title"); !title.Personal {
				out.Question = title.S
			}
		}
	}
	if s.tells(TellReference) {
		out.Reference = s.referenceNow()
	}
	if s.tells(TellText) {
		out.Needs = append(out.Needs, call.NeedText)
	}
	if s.tells(TellSign) {
		out.Needs = append(out.Needs, call.NeedSign)
	}
	return out
}

// referenceNow is that of what was sent; empty before.
func (s *Session) referenceNow() string {
	if s.visit == nil || s.state != Printing && s.state != Done {
		return ""
	}
	return s.visit.sent.Reference
}

// questionNow is the place of the question on the screen; empty elsewhere.
func (s *Session) questionNow() engine.Place {
	switch s.state {
	case Question, Declaration:
		if step := s.visit.journey.Step(); step.Page != nil && !s.visit.declaring {
			return step.Place
		}
	}
	return ""
}
