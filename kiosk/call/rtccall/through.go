package rtccall

import (
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

const (
	usual = time.Hour       // credentials of a relay last that long where the hub does not say
	retry = time.Minute     // between two questions for others that bring none
	reply = 2 * time.Second // how long an ICE restart waits for them
)

// through takes over how media passes from now on. The leg that there is uses it
// from its next ICE restart: what passes already is not cut.
func (s *sight) through(r wire.Relay, now time.Time) {
	s.relay, s.renewal = r, time.Time{}
	if lasts := time.Duration(r.Lasts) * time.Second; len(r.URLs) > 0 && lasts > 0 {
		s.renewal = now.Add(lasts * 3 / 4)
	} else if len(r.URLs) > 0 {
		s.renewal = now.Add(usual * 3 / 4)
	}
	if s.leg != nil {
		s.leg.through(r)
	}
}

// renew asks for other credentials before the ones that there are end: a relay
// lets nobody in by old ones, and an ICE restart begins with that.
func (s *sight) renew(now time.Time) {
	if s.renewal.IsZero() || now.Before(s.renewal) || s.state.State != call.Confirmed || !s.p.link.up() {
		return
	}
	s.renewal = now.Add(retry)
	s.ask()
}

// renewing tells that an answer of the hub is near, with other credentials.
func (s *sight) renewing(now time.Time) bool {
	return !s.resumed.IsZero() && now.Sub(s.resumed) < reply
}

func (l *leg) through(r wire.Relay) {
	l.dialer.learn(r)
	if err := l.pc.SetConfiguration(l.s.p.o.configuration(r)); err != nil {
		l.s.p.o.Log.Warn("call_relay_unusable", "call", l.s.id) // err may name it
	}
}
