package rtccall

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
)

// lone is a leg without a call, in its first round.
func lone(t testing.TB) *leg {
	t.Helper()
	o := Options{Log: slog.New(slog.DiscardHandler)}
	pc, _, err := o.connect(nil, wire.Relay{}, newDialer(wire.Relay{}, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pc.Close() })
	pc.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio)
	pc.AddTransceiverFromKind(webrtc.RTPCodecTypeVideo)
	return &leg{s: &sight{p: &Phone{o: o}, round: 1}, pc: pc}
}

// offers is the description that a leg makes.
func (l *leg) offers(t testing.TB) webrtc.SessionDescription {
	t.Helper()
	d, err := l.pc.CreateOffer(nil)
	if err == nil {
		err = l.pc.SetLocalDescription(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// answers is what another leg makes of an offer.
func (l *leg) answers(t testing.TB, offer webrtc.SessionDescription) wire.SDP {
	t.Helper()
	err := l.pc.SetRemoteDescription(offer)
	var d webrtc.SessionDescription
	if err == nil {
		d, err = l.pc.CreateAnswer(nil)
	}
	if err == nil {
		err = l.pc.SetLocalDescription(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return wire.SDP{Kind: "answer", SDP: d.SDP, Round: 1}
}

// ports are those that ICE was told the desk is at.
func (l *leg) ports() map[int]bool {
	all := map[int]bool{}
	for _, s := range l.pc.GetStats() {
		if c, ok := s.(webrtc.ICECandidateStats); ok && c.Type == webrtc.StatsTypeRemoteCandidate {
			all[int(c.Port)] = true
		}
	}
	return all
}

func at(port, round int) wire.Candidate {
	return wire.Candidate{Line: fmt.Sprintf("candidate:1 1 udp 2130706431 127.0.0.1 %d typ host", port), Mid: "0", Round: round}
}

// Candidates overtake the answer that they belong to: they wait for it. Those of
// another round are of no use.
func TestCandidatesBeforeTheAnswer(t *testing.T) {
	kiosk, desk := lone(t), lone(t)
	answer := desk.answers(t, kiosk.offers(t))
	kiosk.candidate(at(4001, 1))
	kiosk.candidate(at(4002, 1))
	kiosk.candidate(at(4003, 0))
	kiosk.candidate(at(4004, 2))
	if p := kiosk.ports(); len(p) != 0 {
		t.Fatalf("%v before the answer", p)
	}
	if err := kiosk.accept(answer); err != nil {
		t.Fatal(err)
	}
	kiosk.candidate(at(4005, 1))
	waitFor(t, "the candidates", func() bool { p := kiosk.ports(); return p[4001] && p[4002] && p[4005] })
	if p := kiosk.ports(); p[4003] || p[4004] {
		t.Errorf("%v", p)
	}
}

// A desk may name many addresses in each round, and a call may have many rounds.
func TestCandidatesOfManyRounds(t *testing.T) {
	h := newHub(t)
	p := h.peer()
	c := called(t, h.phone(nil))
	p.channel(wire.ChannelText)
	s := c.(*sight)
	for round := 1; round <= 3; round++ {
		s.do(func() {
			for range candidates {
				s.leg.candidate(wire.Candidate{Line: "candidate:nonsense", Round: round})
			}
			s.homes, s.looked = "another", time.Time{}
		})
		waitFor(t, "an ICE restart", func() bool { return len(p.rounds()) == round+1 })
		waitFor(t, "its answer", func() (answered bool) {
			s.do(func() { answered = s.leg.pending == nil })
			return answered
		})
	}
	s.do(func() {
		if s.leg.incoming > candidates/2 {
			t.Errorf("%d of the last round, of %d", s.leg.incoming, candidates)
		}
	})
	c.Hangup()
	calltest.Ended(t, c)
}
