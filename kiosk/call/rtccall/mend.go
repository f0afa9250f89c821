package rtccall

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// tick looks at what time brings about.
func (s *sight) tick(now time.Time) {
	switch {
	case !s.inLink && now.Sub(s.asked) > toHub:
		s.end(503, call.Failed, false)
		return
	case s.state.State == call.Early && now.Sub(s.taken) > wire.Ring:
		s.end(408, call.NoAnswer, true)
		return
	case !s.lost.IsZero() && now.Sub(s.lost) > wire.Away:
		s.end(408, call.Lost, true)
		return
	}
	if s.leg == nil {
		return
	}
	s.text.flush(now)
	if c := s.leg.checks; s.state.State == call.Confirmed && s.lost.IsZero() && !c.IsZero() && now.Sub(c) > disconnected {
		s.disconnected() // pion says so much later, after a restart
	}
	s.renew(now)
	s.astray = s.moved(now) || s.astray
	if s.astray || !s.lost.IsZero() && now.Sub(s.mended) >= restart {
		s.mend(now)
	}
}

// mend restarts ICE. While an offer waits for its answer there is no other (RFC
// 8829, section 4.1.10); one that nobody answers is given up, and the leg with it.
func (s *sight) mend(now time.Time) {
	l := s.leg
	if s.state.State != call.Confirmed || !s.p.link.up() || s.renewing(now) {
		return
	}
	s.mended = now
	switch {
	case l.pending == nil && !l.dead:
		s.astray = false
		l.describe(true)
	case l.dead || now.Sub(l.offered) > impatient:
		s.begin()
	}
}

// moved tells that this machine has other addresses than before: the cable was
// pulled, the router gave another.
func (s *sight) moved(now time.Time) bool {
	if now.Sub(s.looked) < gather || s.p.o.Socket != nil {
		return false
	}
	s.looked = now
	before := s.homes
	s.homes = addresses()
	return before != "" && s.homes != before && s.homes != ""
}

// addresses of this machine but those that every machine has.
func addresses() string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var names []string
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
			names = append(names, n.IP.String())
		}
	}
	slices.Sort(names)
	return fmt.Sprint(len(names), ":", strings.Join(names, " "))
}
