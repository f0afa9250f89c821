package rtccall

import (
	"sync"
	"testing"

	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call/video"
	"guichet/kiosk/call/wire"
)

// peer is a desk without picture and sound: it answers, and has the channels.
type peer struct {
	h    *hub
	t    *testing.T
	mu   sync.Mutex
	pc   *webrtc.PeerConnection
	all  []*webrtc.PeerConnection
	came []wire.Candidate // before the offer was applied

	channels map[string]*webrtc.DataChannel
	got      map[string][]webrtc.DataChannelMessage
	offers   []wire.SDP
	holds    []bool
	api      *webrtc.API
}

func (h *hub) peer() *peer {
	p := &peer{h: h, t: h.T, channels: newChannels(), got: newGot()}
	s := webrtc.SettingEngine{LoggerFactory: video.Logs(nil)}
	s.SetIncludeLoopbackCandidate(true)
	s.SetICETimeouts(disconnected, failed, keepAlive)
	s.SetICEMaxBindingRequests(requests)
	var m webrtc.MediaEngine
	if err := m.RegisterDefaultCodecs(); err != nil {
		h.Fatal(err)
	}
	p.api = webrtc.NewAPI(webrtc.WithSettingEngine(s), webrtc.WithMediaEngine(&m))
	h.mu.Lock()
	h.desk = p.hear
	h.mu.Unlock()
	h.Cleanup(p.close)
	return p
}

func newChannels() map[string]*webrtc.DataChannel    { return map[string]*webrtc.DataChannel{} }
func newGot() map[string][]webrtc.DataChannelMessage { return map[string][]webrtc.DataChannelMessage{} }

func (p *peer) close() {
	p.mu.Lock()
	all := p.all
	p.mu.Unlock()
	for _, pc := range all {
		pc.GracefulClose()
	}
}

func (p *peer) hear(m wire.Message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch m.Type {
	case wire.Offer:
		p.answer(m)
	case wire.Trickle:
		if p.pc == nil || p.pc.RemoteDescription() == nil {
			p.came = append(p.came, *m.Candidate)
			return
		}
		p.add(*m.Candidate)
	case wire.Hold:
		p.holds = append(p.holds, m.On)
	}
}

func (p *peer) add(c wire.Candidate) {
	i := uint16(c.Index)
	p.pc.AddICECandidate(webrtc.ICECandidateInit{Candidate: c.Line, SDPMid: &c.Mid, SDPMLineIndex: &i})
}

func (p *peer) answer(m wire.Message) {
	p.offers = append(p.offers, *m.SDP)
	if !m.SDP.Restart {
		if err := p.fresh(m.Call); err != nil {
			p.t.Error(err)
			return
		}
	}
	pc := p.pc
	err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP.SDP})
	if err != nil {
		p.t.Error(err)
		return
	}
	for _, c := range p.came {
		p.add(c)
	}
	p.came = nil
	d, err := pc.CreateAnswer(nil)
	if err == nil {
		err = pc.SetLocalDescription(d)
	}
	if err != nil {
		p.t.Error(err)
		return
	}
	out := wire.SDP{Kind: "answer", SDP: d.SDP, Round: m.SDP.Round}
	p.h.fromDesk(wire.Message{Type: wire.Offer, Call: m.Call, SDP: &out})
}

func (p *peer) fresh(id string) error {
	pc, err := p.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	p.pc, p.all = pc, append(p.all, pc)
	pc.OnICECandidate(func(c *webrtc.ICECandidate) {
		p.mu.Lock()
		round := p.offers[len(p.offers)-1].Round
		p.mu.Unlock()
		w := wire.Candidate{Round: round}
		if c != nil {
			j := c.ToJSON()
			w.Line, w.Mid = j.Candidate, *j.SDPMid
		}
		p.h.fromDesk(wire.Message{Type: wire.Trickle, Call: id, Candidate: &w})
	})
	pc.OnDataChannel(func(d *webrtc.DataChannel) {
		d.OnOpen(func() { p.mu.Lock(); p.channels[d.Label()] = d; p.mu.Unlock() })
		d.OnMessage(func(m webrtc.DataChannelMessage) {
			p.mu.Lock()
			p.got[d.Label()] = append(p.got[d.Label()], m)
			p.mu.Unlock()
		})
	})
	return nil
}

// channel waits for one of the three.
func (p *peer) channel(label string) *webrtc.DataChannel {
	p.t.Helper()
	var c *webrtc.DataChannel
	waitFor(p.t, "the channel "+label, func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		c = p.channels[label]
		return c != nil && c.ReadyState() == webrtc.DataChannelStateOpen
	})
	return c
}

// text is all that came on a channel.
func (p *peer) text(label string) (all string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.got[label] {
		all += string(m.Data)
	}
	return all
}

func (p *peer) rounds() (all []wire.SDP) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append(all, p.offers...)
}

// file is the last one that came whole.
func (p *peer) file() (got wire.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var j wire.Joiner
	for _, m := range p.got[wire.ChannelFiles] {
		if m.IsString {
			j.Head(m.Data)
		} else if f, whole, err := j.Part(m.Data); whole && err == nil {
			got = f
		}
	}
	return got
}

// give sends a file, perhaps with another content than its head says.
func (p *peer) give(c *webrtc.DataChannel, f wire.File, instead []byte) {
	head, parts := f.Chunks()
	if instead != nil {
		parts = [][]byte{instead}
	}
	if err := c.SendText(string(head)); err != nil {
		p.t.Error(err)
	}
	for _, part := range parts {
		if err := c.Send(part); err != nil {
			p.t.Error(err)
		}
	}
}
