package rtccall

import (
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
)

// ask says what the call is for, or that it is still there: a hub that knows it
// takes an Ask for a Resume.
func (s *sight) ask() {
	m := wire.Message{Type: wire.Ask, Call: s.id, Wish: &s.wish}
	if !s.taken.IsZero() {
		m = wire.Message{Type: wire.Resume, Call: s.id}
	}
	if !s.p.link.send(m) {
		return
	}
	if s.resumed = (time.Time{}); s.inLink {
		s.resumed = time.Now()
	}
	s.inLink = true
}

// linked takes the call up again on a new connection.
func (s *sight) linked() {
	s.ask()
	if s.leg != nil && s.leg.pending != nil {
		s.leg.offer()
	}
	if s.state.State == call.Confirmed { // what changed meanwhile was said to nobody
		s.p.link.send(wire.Message{Type: wire.Hold, Call: s.id, On: s.heldUs})
	}
}

// heard does what the hub says about this call.
func (s *sight) heard(m wire.Message) {
	switch m.Type {
	case wire.Queued:
		s.queued(*m.Queue)
	case wire.Taken:
		s.takenBy(m)
	case wire.Refuse:
		code, why := refused(m.Why)
		s.end(code, why, false)
	case wire.Offer:
		s.answered(*m.SDP)
	case wire.Trickle:
		if s.leg != nil {
			s.leg.candidate(*m.Candidate)
		}
	case wire.Renew:
		if s.leg != nil {
			s.begin()
		}
	case wire.Hold:
		s.heldBy(m.On)
	case wire.Bye:
		s.end(0, ending(m.Why), false)
	}
}

// queued is before anybody took the call, or after he gave it to others.
func (s *sight) queued(q wire.Queue) {
	s.taken, s.lost = time.Time{}, time.Time{}
	s.drop()
	s.voice.pause()
	wait := call.Queue{Place: min(max(q.Place, 0), 999), Wait: time.Duration(min(max(q.Wait, 0), 86400)) * time.Second}
	s.tell(call.Event{State: call.Proceeding, Code: 182, Queue: wait})
}

func (s *sight) takenBy(m wire.Message) {
	now, agent := time.Now(), clip(m.Agent, 120)
	if m.Relay != nil {
		s.through(*m.Relay, now)
	}
	again := !s.resumed.IsZero() && s.leg != nil && agent == s.state.Agent
	s.resumed = time.Time{}
	if again {
		return
	}
	if agent != s.state.Agent {
		s.desk.forgetPage()
		s.desk.giveUp()
		s.text.forget()
	}
	s.taken, s.lost = now, time.Time{}
	s.tell(call.Event{State: call.Early, Code: 180, Agent: agent})
	s.begin()
}

// begin makes a new leg, and the one before goes away.
func (s *sight) begin() {
	before := s.drop()
	l, err := newLeg(s, before)
	if err != nil {
		s.p.o.Log.Error("call_leg_failed", "error", err)
		s.end(500, call.Failed, true)
		return
	}
	s.leg = l
	s.mended, s.astray = time.Now(), false
	s.apply()
	s.voice.start(s.ctx)
	l.describe(false)
}

// drop closes the leg; what comes back is closed with it.
func (s *sight) drop() <-chan struct{} {
	l := s.leg
	if l == nil {
		return nil
	}
	s.leg = nil
	s.legs.Go(l.close)
	return l.gone
}

// answered is a session description of the desk. The hub vouches for its
// certificates, or it is another who answers.
func (s *sight) answered(d wire.SDP) {
	l := s.leg
	if l == nil || d.Kind != "answer" || l.pending == nil || d.Round != l.pending.Round {
		return // of an offer that is no more, or a second desk's
	}
	want := custody.Fingerprint{Call: s.id, Kind: d.Kind, Round: d.Round, Hash: custody.Fingerprints(d.SDP)}
	if err := custody.CheckFingerprint(d.Proof, want, s.p.o.HubKey); err != nil {
		s.p.o.Log.Warn("call_answer_unproven", "call", s.id, "error", err)
		s.end(438, call.Failed, true) // RFC 8224, section 6.2.2
		return
	}
	if err := l.accept(d); err != nil {
		s.p.o.Log.Warn("call_answer_unusable", "call", s.id)
		s.end(488, call.NoMedia, true)
	}
}

func (s *sight) heldBy(on bool) {
	if s.state.State != call.Confirmed || s.state.Held == on {
		return
	}
	e := s.state
	e.Held = on
	s.tell(e)
	s.apply()
}

// connected is the first time that the desk is reached, and each time again.
func (s *sight) connected() {
	if s.leg.shut.Swap(false) {
		s.leg.sender.Again()
	}
	s.lost = time.Time{}
	if s.state.State == call.Early {
		s.p.o.Log.Info("call_confirmed", "call", s.id, "after", time.Since(s.taken).Round(time.Millisecond))
		s.tell(call.Event{State: call.Confirmed, Code: 200, Agent: s.state.Agent, Quality: s.quality()})
		s.apply()
	}
	s.again()
}

// disconnected is that nothing comes any more.
func (s *sight) disconnected() {
	if s.lost.IsZero() {
		s.lost = time.Now()
	}
	s.leg.shut.Store(true)
	s.again()
}

// refused is what SIP would answer, and why the call ends.
func refused(why string) (int, call.Cause) {
	switch why {
	case wire.WhyClosed:
		return 480, call.Closed
	case wire.WhyOverloaded:
		return 503, call.Overloaded
	case wire.WhyBusy:
		return 486, call.Busy
	case wire.WhyNotFound:
		return 404, call.NotFound
	case wire.WhyRejected:
		return 603, call.Rejected
	}
	return 500, call.Failed
}

// ending is why the other side ended a call.
func ending(why string) call.Cause {
	switch c := call.Cause(why); c {
	case call.Lost, call.Overflow, call.NoAnswer, call.Closed, call.Overloaded, call.Failed:
		return c
	}
	return call.RemoteBye
}

// clip shortens a text that another wrote, at a letter.
func clip(t string, most int) string {
	for i := range t {
		if i > most {
			return t[:i]
		}
	}
	return t
}
