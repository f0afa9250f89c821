package rtccall

import (
	"strings"
	"testing"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// inCall is a call that somebody answered at an instant, with a link that nobody
// reads at the other end.
func inCall(now time.Time) (*sight, chan []byte) {
	out := make(chan []byte, unsent)
	s := newSight(&Phone{link: &link{out: out}}, newID(), wire.Wish{}, nil)
	s.state.State, s.taken, s.inLink = call.Confirmed, now, true
	return s, out
}

// Credentials are asked for again when three quarters of their time are over, and
// once a minute while none come.
func TestWhenCredentialsAreRenewed(t *testing.T) {
	begun := time.Now()
	for what, c := range map[string]struct {
		relay wire.Relay
		at    []time.Duration // within 64 minutes
	}{
		"no relay":              {wire.Relay{}, nil},
		"an hour":               {wire.Relay{URLs: []string{"turn:h"}, Lasts: 3600}, minutes(45, 64)},
		"a hub that says not":   {wire.Relay{URLs: []string{"turn:h"}}, minutes(45, 64)},
		"an hour and a quarter": {wire.Relay{URLs: []string{"turn:h"}, Lasts: 4800}, minutes(60, 64)},
	} {
		s, out := inCall(begun)
		s.through(c.relay, begun)
		var at []time.Duration
		for d := time.Duration(0); d <= 64*time.Minute; d += time.Second {
			s.renew(begun.Add(d))
			for ; len(out) > 0; at = append(at, d) {
				if m, err := wire.Read(<-out); err != nil || m.Type != wire.Resume || m.Call != s.id {
					t.Errorf("%+v, %v", m, err)
				}
			}
		}
		if len(at) != len(c.at) || len(at) > 0 && at[0] != c.at[0] {
			t.Errorf("%s: asked at %v, not %v", what, at, c.at)
		}
	}
}

func minutes(from, to int) (all []time.Duration) {
	for m := from; m <= to; m++ {
		all = append(all, time.Duration(m)*time.Minute)
	}
	return all
}

// An ICE restart waits for credentials that are on their way, and no longer than
// a moment: the way that there is may need none.
func TestARestartWaitsForCredentials(t *testing.T) {
	now := time.Now()
	s, _ := inCall(now)
	s.leg = &leg{pending: &wire.SDP{}, offered: now}
	s.astray = true
	s.ask()
	if s.mend(now); !s.mended.IsZero() {
		t.Error("it does not wait")
	}
	if s.mend(now.Add(reply + time.Second)); s.mended.IsZero() {
		t.Error("it waits for ever")
	}
}

// A name of any length is that of the same agent when it comes again.
func TestTheSameAgentAgain(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	h.agent = "Camille, " + strings.Repeat("service des affaires générales, ", 5)
	c := called(t, h.phone(nil))
	p.channel(wire.ChannelText)
	s := c.(*sight)
	s.post(s.ask)
	h.kioskSaid(wire.Resume, anyOf)
	waitFor(t, "the answer", func() (came bool) {
		s.do(func() { came = s.resumed.IsZero() })
		return came
	})
	if n := len(p.rounds()); n != 1 {
		t.Errorf("%d rounds: the call began anew", n)
	}
	c.Hangup()
}
