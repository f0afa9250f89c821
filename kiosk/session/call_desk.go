package session

import (
	"slices"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
)

// Why a desk gets No without the citizen having been asked, or having said so.
// They are words of DeskAnswer.Why; empty: the citizen said no.
const (
	whyStale     = "stale"      // another page stands there now
	whyNotShared = "not_shared" // the desk does not see the page
	whyWrong     = "wrong"      // no such field, choice, paper or file
	whyBusy      = "busy"       // too much is asked at once
	whyNoDevice  = "no_device"  // no document camera, no printer
)

// maxAsks is how much a desk may ask before the first is answered.
const maxAsks = 4

// ask is what a desk wants of the citizen.
type ask struct {
	wire.Desk
	kind  OverlayKind
	paper Paper  // of CallPaper
	still []byte // of CallStill
	taken bool   // the still stays as it is
	fails bool   // the document camera does not answer
	stop  func() // of the look through it; nil without one
}

// wipe forgets it. Pictures are let go and not emptied: a screen may be drawing
// them.
func (a *ask) wipe() {
	if a.stop != nil {
		a.stop()
	}
	clear(a.Input)
	clear(a.Values)
	*a = ask{}
}

// deskSays takes a message of the desk.
func (s *Session) deskSays(d wire.Desk) {
	if !s.speaking() {
		return
	}
	l := s.talk.line
	switch d.Type {
	case wire.DeskSpeaks:
		l.speaks, s.changed = d.Yes, true
	case wire.DeskLook:
		l.silent, s.changed = !d.Microphone, true
	case wire.DeskPoint:
		l.point, l.pointed, s.changed = "", s.page, true
		if l.shared && len(d.Field) <= 64 && s.isHere(d) {
			l.point = d.Field
		}
	case wire.DeskPropose:
		s.propose(d)
	case wire.DeskPrint:
		s.makePaper(d)
	case wire.DeskAskStill:
		s.askStill(d)
	case wire.DeskAskShare:
		s.askShare(d)
	case wire.DeskInvite:
		s.invite(d)
	}
}

// isHere tells whether a word of the desk is about the page that stands there now:
// fields of the next one have the same names. Without a page it is.
func (s *Session) isHere(d wire.Desk) bool {
	return d.Page == nil || d.Page.Number == 0 || d.Page.Number == uint64(s.page)
}

// answerDesk says how it went with what was asked. What has no ID wants no
// answer.
func (s *Session) answerDesk(d wire.Desk, yes bool, why string) {
	if d.ID != "" {
		s.talk.line.tell(wire.Desk{Type: wire.DeskAnswer, ID: d.ID, Yes: yes, Why: why})
	}
	s.log(event.DeskAnswered, "asked", d.Type, "yes", yes, "why", why)
}

// asks puts something before the citizen, once what is there is answered. The
// same thing asked twice is asked once.
func (s *Session) asks(a *ask) {
	l := s.talk.line
	switch {
	case slices.ContainsFunc(l.asks, func(b *ask) bool { return b.ID == a.ID && a.ID != "" }):
	case len(l.asks) >= maxAsks:
		s.answerDesk(a.Desk, false, whyBusy)
	default:
		l.asks = append(l.asks, a)
		s.nextAsk()
	}
}

// nextAsk shows the oldest, where none is shown.
func (s *Session) nextAsk() {
	l := s.talk.line
	if len(l.asks) == 0 || s.shows(askKinds...) {
		return
	}
	if a := l.asks[0]; a.kind == CallPropose && !s.fitsPage(a.Desk) {
		s.done(a, false, whyStale)
		return
	}
	s.closeKinds(StillThere, Contacts)
	s.push(l.asks[0].kind)
	if l.asks[0].kind == CallStill {
		s.seeStill(l.asks[0], 0) // not before he sees that it looks
	}
}

// askNow is what stands before the citizen; nil where nothing does.
func (s *Session) askNow() *ask {
	if !s.inCall() || len(s.talk.line.asks) == 0 {
		return nil
	}
	return s.talk.line.asks[0]
}

// done answers an ask, forgets it and goes to the next.
func (s *Session) done(a *ask, yes bool, why string) {
	l := s.talk.line
	s.answerDesk(a.Desk, yes, why)
	s.closeKinds(a.kind)
	l.asks = slices.DeleteFunc(l.asks, func(b *ask) bool { return a == b })
	a.wipe()
	s.nextAsk()
}

// onAsk does what the citizen answers.
func (s *Session) onAsk(e named) {
	a := s.askNow()
	if a == nil {
		return
	}
	switch e := e.(type) {
	case Accept:
		s.accept(a)
	case Refuse, Stay:
		s.done(a, false, "")
	case TakeStill:
		s.takeStill(a, e.Again)
	}
}

func (s *Session) accept(a *ask) {
	switch a.kind {
	case CallPropose:
		s.acceptProposal(a)
	case CallPaper:
		s.acceptPaper(a)
	case CallStill:
		s.acceptStill(a)
	case CallSee:
		s.share(true)
		s.done(a, true, "")
	case CallInvite:
		s.done(a, true, "")
	}
}

// askShare: may I see what you see?
func (s *Session) askShare(d wire.Desk) {
	if s.talk.line.shared {
		s.answerDesk(d, true, "")
		return
	}
	s.asks(&ask{Desk: d, kind: CallSee})
}

// invite shows the link of a third person, to open on one's own phone.
func (s *Session) invite(d wire.Desk) {
	if !isLink(d.Link) {
		s.answerDesk(d, false, whyWrong)
		return
	}
	s.asks(&ask{Desk: d, kind: CallInvite})
}
