package web_test

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// A second of picture and of sound, encoded beforehand so that no codec is
// needed: a bar that grows at 30 pictures a second, and a tone of 440 Hz.
//
//go:embed testdata/bar.ivf
var barFile []byte

//go:embed testdata/tone.opus
var toneFile []byte

// kiosk is the other side of a call: what a citizen's kiosk sends and gets.
type kiosk struct {
	*testing.T
	id   string // of the call
	send func(wire.Message)

	mu    sync.Mutex
	pc    *webrtc.PeerConnection
	chans map[string]*webrtc.DataChannel
	round int
	got   struct {
		video, audio int // packets of the agent
		text         string
		burst        int // the most letters that came at once
		desk         []wire.Desk
		files        []wire.File
	}
	stop chan struct{}
}

// newKiosk is one that speaks to the hub by send.
func newKiosk(t *testing.T, id string, send func(wire.Message)) *kiosk {
	k := &kiosk{T: t, id: id, send: send}
	t.Cleanup(k.close)
	return k
}

func (k *kiosk) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pc != nil {
		close(k.stop)
		_ = k.pc.Close()
		k.pc = nil
	}
}

// call offers from nothing, as a kiosk does that was taken or asked to renew.
func (k *kiosk) call() {
	k.close()
	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetICETimeouts(2*time.Second, 4*time.Second, 500*time.Millisecond)
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		k.Error(err)
		return
	}
	k.mu.Lock()
	k.pc, k.chans, k.stop = pc, map[string]*webrtc.DataChannel{}, make(chan struct{})
	k.mu.Unlock()
	ready := make(chan struct{})
	var once sync.Once
	pc.OnConnectionStateChange(func(is webrtc.PeerConnectionState) {
		if is == webrtc.PeerConnectionStateConnected {
			once.Do(func() { close(ready) })
		}
	})
	k.tracks(pc, ready)
	k.channels(pc)
	pc.OnICECandidate(k.trickle)
	pc.OnTrack(k.count)
	k.offer(false)
}

// offer makes one, or restarts ICE on the connection that there is.
func (k *kiosk) offer(restart bool) {
	k.mu.Lock()
	pc := k.pc
	k.round++
	round := k.round
	k.mu.Unlock()
	o, err := pc.CreateOffer(&webrtc.OfferOptions{ICERestart: restart})
	if err == nil {
		err = pc.SetLocalDescription(o)
	}
	if err != nil {
		k.Error(err)
		return
	}
	k.send(wire.Message{Type: wire.Offer, Call: k.id, SDP: &wire.SDP{Kind: "offer", SDP: o.SDP, Round: round, Restart: restart}})
}

// hear takes what the hub passes on of the desk.
func (k *kiosk) hear(m wire.Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pc == nil {
		return
	}
	switch {
	case m.Type == wire.Offer && m.SDP.Round == k.round:
		if err := k.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: m.SDP.SDP}); err != nil {
			k.Errorf("the desk's answer: %v", err)
		}
	case m.Type == wire.Trickle && m.Candidate.Line != "" && m.Candidate.Round == k.round:
		index := uint16(m.Candidate.Index)
		_ = k.pc.AddICECandidate(webrtc.ICECandidateInit{Candidate: m.Candidate.Line, SDPMid: &m.Candidate.Mid, SDPMLineIndex: &index})
	}
}

func (k *kiosk) trickle(c *webrtc.ICECandidate) {
	k.mu.Lock()
	is := wire.Candidate{Round: k.round}
	k.mu.Unlock()
	if c != nil {
		j := c.ToJSON()
		is.Line, is.Mid, is.Index = j.Candidate, *j.SDPMid, int(*j.SDPMLineIndex)
	}
	k.send(wire.Message{Type: wire.Trickle, Call: k.id, Candidate: &is})
}

// tracks sends the picture and the sound again and again, once there is somebody:
// the picture begins with its key frame.
func (k *kiosk) tracks(pc *webrtc.PeerConnection, ready chan struct{}) {
	for _, is := range []struct {
		mime   string
		pace   time.Duration
		frames [][]byte
	}{{webrtc.MimeTypeVP8, time.Second / 30, ivf(barFile)}, {webrtc.MimeTypeOpus, 20 * time.Millisecond, opus(toneFile)}} {
		track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: is.mime}, strings.ToLower(is.mime[:5]), "kiosk")
		if err == nil {
			_, err = pc.AddTrack(track)
		}
		if err != nil {
			k.Error(err)
			return
		}
		go play(track, is.frames, is.pace, ready, k.stop)
	}
}

func play(track *webrtc.TrackLocalStaticSample, frames [][]byte, pace time.Duration, ready, stop chan struct{}) {
	select {
	case <-ready:
	case <-stop:
		return
	}
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-tick.C:
			_ = track.WriteSample(media.Sample{Data: frames[i%len(frames)], Duration: pace})
		case <-stop:
			return
		}
	}
}

// ivf are the frames of an IVF file: 32 bytes of head, then 12 before each.
func ivf(data []byte) (frames [][]byte) {
	for rest := data[32:]; len(rest) > 12; {
		n := binary.LittleEndian.Uint32(rest)
		frames, rest = append(frames, rest[12:12+n]), rest[12+n:]
	}
	return frames
}

// opus are packets of 20 ms, each after its length in two bytes.
func opus(data []byte) (frames [][]byte) {
	for len(data) > 2 {
		n := binary.LittleEndian.Uint16(data)
		frames, data = append(frames, data[2:2+n]), data[2+n:]
	}
	return frames
}

// channels opens the three, and keeps what comes on them.
func (k *kiosk) channels(pc *webrtc.PeerConnection) {
	for label, protocol := range map[string]string{wire.ChannelText: "t140", wire.ChannelDesk: "guichet.desk.1", wire.ChannelFiles: "guichet.file.1"} {
		c, err := pc.CreateDataChannel(label, &webrtc.DataChannelInit{Protocol: &protocol})
		if err != nil {
			k.Error(err)
			return
		}
		k.chans[label] = c
	}
	k.chans[wire.ChannelText].OnMessage(func(m webrtc.DataChannelMessage) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.got.text += string(m.Data)
		k.got.burst = max(k.got.burst, utf8.RuneCount(m.Data))
	})
	k.chans[wire.ChannelDesk].OnMessage(func(m webrtc.DataChannelMessage) {
		d, err := wire.ReadDesk(m.Data)
		if err != nil {
			k.Errorf("the desk says %s: %v", m.Data, err)
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.got.desk = append(k.got.desk, d)
	})
	k.chans[wire.ChannelDesk].OnOpen(func() {
		k.tell(wire.Desk{Type: wire.DeskHello, Papers: papers, Scanner: true})
		k.tell(wire.Desk{Type: wire.DeskLook, Camera: true, Microphone: true})
	})
	var joins wire.Joiner
	k.chans[wire.ChannelFiles].OnMessage(func(m webrtc.DataChannelMessage) { k.join(&joins, m) })
}

func (k *kiosk) join(joins *wire.Joiner, m webrtc.DataChannelMessage) {
	if m.IsString {
		if err := joins.Head(m.Data); err != nil {
			k.Errorf("the head %s: %v", m.Data, err)
		}
		return
	}
	f, whole, err := joins.Part(bytes.Clone(m.Data))
	if err != nil {
		k.Errorf("a part of %d bytes: %v", len(m.Data), err)
	}
	if whole {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.got.files = append(k.got.files, f)
	}
}

// count reads what the agent sends.
func (k *kiosk) count(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
	for {
		p, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		k.mu.Lock()
		if track.Kind() == webrtc.RTPCodecTypeVideo && len(p.Payload) > 0 {
			k.got.video++
		} else if len(p.Payload) > 0 {
			k.got.audio++
		}
		k.mu.Unlock()
	}
}

func (k *kiosk) channel(label string) *webrtc.DataChannel {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.chans[label]
}

func (k *kiosk) tell(d wire.Desk) { _ = k.channel(wire.ChannelDesk).SendText(string(d.Write())) }

func (k *kiosk) write(text string) { _ = k.channel(wire.ChannelText).SendText(text) }

func (k *kiosk) give(f wire.File) {
	head, parts := f.Chunks()
	_ = k.channel(wire.ChannelFiles).SendText(string(head))
	for _, p := range parts {
		_ = k.channel(wire.ChannelFiles).Send(p)
	}
}

// heard waits for a message of the desk that fits.
func (k *kiosk) heard(what string, fits func(wire.Desk) bool) (is wire.Desk) {
	k.Helper()
	browsertest.Until(k.T, "the desk says "+what, func() bool {
		k.mu.Lock()
		defer k.mu.Unlock()
		for _, d := range k.got.desk {
			if fits(d) {
				is = d
				return true
			}
		}
		return false
	})
	return is
}

// asked waits for the newest message of a type that was not answered yet.
func (k *kiosk) asked(what wire.DeskType) wire.Desk {
	k.Helper()
	d := k.heard(string(what), func(d wire.Desk) bool { return d.Type == what })
	k.mu.Lock()
	defer k.mu.Unlock()
	k.got.desk = nil
	return d
}

func (k *kiosk) answer(id string, yes bool) {
	k.tell(wire.Desk{Type: wire.DeskAnswer, ID: id, Yes: yes})
}

// cannot says why something is not done.
func (k *kiosk) cannot(id, why string) { k.tell(wire.Desk{Type: wire.DeskAnswer, ID: id, Why: why}) }

// read gives what came, under the lock.
func (k *kiosk) read(f func()) { k.mu.Lock(); defer k.mu.Unlock(); f() }
