package rtccall

import (
	"fmt"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
)

// candidates is how many a desk may name in a round; a browser on a laptop has
// some twenty.
const candidates = 200

// describe makes an offer; with anew it begins ICE again on the same connection.
func (l *leg) describe(anew bool) {
	d, err := l.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: anew})
	if err == nil {
		err = l.pc.SetLocalDescription(d)
	}
	if err != nil {
		l.dead = true // tick makes another leg
		l.s.disconnected()
		return
	}
	l.s.round++
	l.answered = false
	l.early, l.incoming = nil, 0
	l.pending = &wire.SDP{Kind: "offer", Round: l.s.round, Restart: anew}
	l.offer()
}

// offer sends the offer that waits, with the candidates that there are by now.
func (l *leg) offer() {
	l.pending.SDP = l.pc.LocalDescription().SDP
	want := custody.Fingerprint{Call: l.s.id, Kind: "offer", Round: l.pending.Round, Hash: custody.Fingerprints(l.pending.SDP)}
	proof, err := custody.SignFingerprint(want, l.s.p.o.Key)
	if err != nil {
		l.s.end(500, call.Failed, true)
		return
	}
	l.pending.Proof = proof
	l.offered = time.Now()
	l.s.p.link.send(wire.Message{Type: wire.Offer, Call: l.s.id, SDP: l.pending})
}

// accept takes the desk's answer, then the candidates that came before it.
func (l *leg) accept(d wire.SDP) error {
	if err := l.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: d.SDP}); err != nil {
		return fmt.Errorf("rtccall: %w", err)
	}
	l.pending, l.answered = nil, true
	for _, c := range l.early {
		l.add(c)
	}
	l.early = nil
	return nil
}

// candidate is an address of the desk; it waits for the description that it
// belongs to.
func (l *leg) candidate(c wire.Candidate) {
	if c.Round != l.s.round || len(c.Line) > 1000 {
		return
	}
	if l.incoming++; l.incoming > candidates {
		return
	}
	if !l.answered {
		l.early = append(l.early, c)
		return
	}
	l.add(c)
}

// add: a candidate that cannot be used is one way less, and nothing else.
func (l *leg) add(c wire.Candidate) {
	index := uint16(c.Index)
	err := l.pc.AddICECandidate(webrtc.ICECandidateInit{Candidate: c.Line, SDPMid: &c.Mid, SDPMLineIndex: &index})
	if err != nil {
		l.s.p.o.Log.Debug("call_candidate_unusable", "call", l.s.id)
	}
}

// trickle sends an address of ours; the last one is empty.
func (l *leg) trickle(c *webrtc.ICECandidate) {
	if l.s.leg != l {
		return
	}
	m := wire.Candidate{Round: l.s.round}
	if c != nil {
		j := c.ToJSON()
		m.Line = j.Candidate
		if j.SDPMid != nil {
			m.Mid = *j.SDPMid
		}
		if j.SDPMLineIndex != nil {
			m.Index = int(*j.SDPMLineIndex)
		}
	}
	l.s.p.link.send(wire.Message{Type: wire.Trickle, Call: l.s.id, Candidate: &m})
}
