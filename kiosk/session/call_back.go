package session

import (
	"context"
	"maps"
	"slices"
	"time"

	"guichet/forms"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/event"
	"guichet/kiosk/health"
)

// backForm is what is asked for a call back. What was typed stays until
// somebody keeps it.
type backForm struct {
	service wire.Service
	window  wire.Window
	input   forms.Input
	problem *forms.Problem
	asking  bool   // it is on its way
	ends    uint64 // number of the call that a switchboard answered; 0: none
	failed  bool   // nobody took it
	kept    bool
}

func (b *backForm) wipe() {
	clear(b.input)
	*b = backForm{}
}

// backKept is the answer of who keeps call backs.
type backKept struct {
	person uint64
	err    error
}

func (backKept) event()       {}
func (e backKept) of() uint64 { return e.person }

// phonePage is the question for a number, as a form asks it.
var phonePage = forms.Page{Type: forms.Phone}

// maxWindows are tiles on one page.
const maxWindows = 6

// callsBack tells whether somebody can call back: it is the hub that is asked.
func (s *Session) callsBack() bool {
	return s.cfg.CallBack != nil && !s.wrong[health.NoNetwork] && len(s.windows()) > 0
}

// windows are when, from now on.
func (s *Session) windows() []wire.Window {
	one, _ := s.service()
	now := s.cfg.Now()
	all := slices.DeleteFunc(slices.Clone(one.Windows), func(w wire.Window) bool {
		return !w.To.After(now) || !w.To.After(w.From)
	})
	return all[:min(len(all), maxWindows)]
}

// askBack begins the form. Who waits keeps his place meanwhile.
func (s *Session) askBack() {
	if !s.callsBack() || s.speaking() && s.talk.line.way == call.Video {
		return
	}
	s.person()
	b := &s.talk.back
	if b.kept {
		b.wipe()
	}
	b.service, _ = s.service()
	b.failed, b.problem = false, nil
	s.closeCalls()
	s.push(CallWhen)
}

// onBack does what the two pages of the form ask.
func (s *Session) onBack(top overlay, e named) {
	b := &s.talk.back
	switch e := e.(type) {
	case PickWindow:
		if top.kind == CallWhen && slices.ContainsFunc(s.windows(), e.is) {
			b.window = e.Window
			s.closeCalls()
			s.push(CallNumber)
		}
	case Typed:
		s.typeNumber(e.Input)
	case Answered:
		if top.kind == CallNumber {
			s.answerNumber(e.Input)
		}
	case Back:
		s.askBack()
	case Stay:
		s.leaveBack()
	}
}

// leaveBack gives the form up. One that is on its way comes back with its
// answer.
func (s *Session) leaveBack() {
	s.closeCalls()
	if s.talk.back.asking {
		return
	}
	s.talk.back.wipe()
	if s.talk.open && !s.inCall() {
		s.openContacts("session.call.reach")
	}
}

func (s *Session) typeNumber(in forms.Input) {
	b := &s.talk.back
	if b.asking {
		return
	}
	clear(b.input)
	b.input, b.problem, b.failed, s.changed = maps.Clone(in), nil, false, true
}

// typesNumber takes a number that was typed while something came up above it: a
// letter that was on its way is not lost.
func (s *Session) typesNumber(e named) bool {
	typed, ok := e.(Typed)
	ok = ok && slices.ContainsFunc(s.overlays, func(o overlay) bool { return o.kind == CallNumber && o.page == typed.Page })
	if ok {
		s.typeNumber(typed.Input)
	}
	return ok
}

// answerNumber checks the number as a form does, and asks to be called back.
func (s *Session) answerNumber(in forms.Input) {
	b := &s.talk.back
	if b.asking {
		return
	}
	if in != nil {
		s.typeNumber(in)
	}
	s.changed = true
	answer, problem := forms.Parse(&phonePage, b.input, s.today())
	if b.problem = problem; problem != nil {
		return
	}
	b.asking, b.failed, b.ends = true, false, 0
	if s.speaking() {
		b.ends = s.talk.line.number
	}
	s.keepBack(answer.Fields[forms.Value])
}

// keepBack hands it in beside the loop. It goes on when he leaves: he was told
// that somebody calls.
func (s *Session) keepBack(to string) {
	b, shared := s.talk.back, s.sharedNow()
	back := wire.Back{
		Phone: to, Service: b.service.ID, From: b.window.From, To: b.window.To, Lang: string(s.lang),
		Procedure: shared.Procedure, Reference: shared.Reference, Asked: s.cfg.Now(),
	}
	n, keep, limit, base := s.talk.number, s.cfg.CallBack, s.cfg.SaveTimeout, context.WithoutCancel(s.ctx)
	s.beside(func() Event {
		ctx, cancel := context.WithTimeout(base, limit)
		defer cancel()
		return backKept{n, within(ctx, errLate, func() error { return keep(ctx, back) })}
	})
}

// backKept: somebody calls, or nobody took it and what was typed stays.
func (s *Session) backKept(e backKept) {
	if e.err != nil {
		s.log(event.CallBackFailed, "why", kindOf(e.err))
	} else {
		s.log(event.CallBackKept)
	}
	b := &s.talk.back
	if s.talk.number != e.person || !b.asking {
		return
	}
	b.asking, b.failed, b.kept, s.alive = false, e.err != nil, e.err == nil, time.Now()
	s.closeCalls()
	if b.failed {
		s.push(CallNumber)
		return
	}
	s.nowKept()
}

// nowKept: nobody waits any more, and the slip prints.
func (s *Session) nowKept() {
	b := &s.talk.back
	clear(b.input)
	s.outcome("call_back")
	if s.waiting() || s.speaking() && s.talk.line.number == b.ends {
		s.drop(call.Overflow)
	}
	s.push(CallKept)
	s.printSlip()
}
