package rtccall

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call"
	"guichet/kiosk/call/video"
	"guichet/kiosk/call/wire"
)

// leg is one peer connection of a call. Its fields are the owner's of the call.
type leg struct {
	s      *sight
	pc     *webrtc.PeerConnection
	dialer *dialer
	line   *video.Line
	sender *video.Sender
	sound  *webrtc.TrackLocalStaticSample

	ctx    context.Context
	cancel context.CancelFunc
	all    sync.WaitGroup
	gone   chan struct{}

	door   sync.Mutex
	closed bool // no track begins any more

	muted, held bool        // what the sender knows
	shut        atomic.Bool // see gate

	pending  *wire.SDP // an offer that waits for its answer
	offered  time.Time
	answered bool
	checks   time.Time // since when ICE looks for a way; zero: it does not
	dead     bool      // the peer connection is closed or failed for good
	early    []wire.Candidate
	incoming int // candidates of the desk in this round
}

// newLeg makes one whose camera opens when the one before is gone.
func newLeg(s *sight, before <-chan struct{}) (*leg, error) {
	o := &s.p.o
	d := newDialer(s.relay, o.Proxy, o.Authorities)
	pc, line, err := o.connect(s.p.mux, s.relay, d)
	if err != nil {
		return nil, err
	}
	l := &leg{s: s, pc: pc, dialer: d, line: line, gone: make(chan struct{})}
	l.ctx, l.cancel = context.WithCancel(s.ctx)
	if err := errors.Join(l.addSound(), l.addPicture(before), l.addChannels()); err != nil {
		l.close()
		return nil, err
	}
	pc.OnTrack(l.track)
	pc.OnICECandidate(func(c *webrtc.ICECandidate) { s.post(func() { l.trickle(c) }) })
	pc.OnConnectionStateChange(func(st webrtc.PeerConnectionState) { s.post(func() { l.changed(st) }) })
	pc.OnICEConnectionStateChange(func(st webrtc.ICEConnectionState) { s.post(func() { l.iceChanged(st) }) })
	return l, nil
}

func (l *leg) addSound() error {
	track, err := webrtc.NewTrackLocalStaticSample(opus.RTPCodecCapability, "sound", "kiosk")
	if err != nil {
		return err
	}
	sender, err := l.pc.AddTrack(gate{track, &l.shut})
	if err != nil {
		return err
	}
	l.sound = track
	l.all.Go(func() { video.Listen(sender, func(rtcp.Packet) {}) })
	l.s.voice.to(track, l.line)
	return nil
}

func (l *leg) addPicture(before <-chan struct{}) error {
	o := &l.s.p.o
	sender, err := video.NewSender(video.Options{Camera: o.Camera, Mode: o.Mode, Line: l.line, Quality: func(q call.Quality) {
		l.s.post(func() { l.weaker(q) })
	}})
	if err != nil {
		return err
	}
	l.sender = sender
	l.mirror()
	rtp, err := l.pc.AddTrack(gate{sender.Track(), &l.shut})
	if err != nil {
		return err
	}
	l.all.Go(func() { sender.Listen(rtp) })
	l.all.Go(func() {
		if await(l.ctx, l.s.voice.free) && (before == nil || await(l.ctx, before)) {
			l.failed("picture", sender.Run(l.ctx))
		}
	})
	return nil
}

// mirror has the small picture made where somebody watches it.
func (l *leg) mirror() {
	if l.s.self.watched() {
		l.sender.Self(l.s.self.show)
	} else {
		l.sender.Self(nil)
	}
}

// hide is told only what changes: the sender opens its camera anew for each word.
func (l *leg) hide(muted, held bool) {
	if muted != l.muted {
		l.muted = muted
		l.sender.Mute(muted)
	}
	if held != l.held {
		l.held = held
		l.sender.Pause(held)
	}
}

// await waits for a thing that is closed; false: ctx ended first.
func await(ctx context.Context, c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-ctx.Done():
		return false
	}
}

func (l *leg) weaker(q call.Quality) {
	if l.s.leg == l {
		l.s.picture = q
		l.s.again()
	}
}

// enter counts a goroutine of pion's, false where the leg ends.
func (l *leg) enter() bool {
	l.door.Lock()
	defer l.door.Unlock()
	if !l.closed {
		l.all.Add(1)
	}
	return !l.closed
}

// track is a picture or the sound of the desk.
func (l *leg) track(t *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
	if !l.enter() {
		return
	}
	defer l.all.Done()
	if t.Kind() == webrtc.RTPCodecTypeAudio {
		l.s.voice.receive(l.ctx, t, r)
		return
	}
	picture := video.NewReceiver(t, l.pc)
	picture.Watch(l.s.watch.show)
	l.s.voice.beside(picture)
	var all sync.WaitGroup
	all.Go(func() { picture.Listen(r) })
	l.failed("screen", picture.Run(l.ctx))
	all.Wait()
}

// failed logs what a call then goes on without.
func (l *leg) failed(part string, err error) {
	if err != nil {
		l.s.p.o.Log.Error("call_part_failed", "call", l.s.id, "part", part, "error", err)
	}
}

// changed is about ICE and DTLS together: who is connected has proven himself.
func (l *leg) changed(st webrtc.PeerConnectionState) {
	if l.s.leg != l {
		return
	}
	l.checks = time.Time{}
	switch st {
	case webrtc.PeerConnectionStateConnecting:
		l.checks = time.Now()
	case webrtc.PeerConnectionStateConnected:
		l.s.connected()
	case webrtc.PeerConnectionStateDisconnected:
		l.s.disconnected()
	case webrtc.PeerConnectionStateClosed, webrtc.PeerConnectionStateFailed:
		l.dead = st == webrtc.PeerConnectionStateClosed || l.pc.SCTP().Transport().State() == webrtc.DTLSTransportStateFailed
		l.s.disconnected()
	}
}

// iceChanged: after a restart the peer connection may never have left connected.
func (l *leg) iceChanged(st webrtc.ICEConnectionState) {
	up := st == webrtc.ICEConnectionStateConnected || st == webrtc.ICEConnectionStateCompleted
	if l.s.leg == l && up && l.pc.ConnectionState() == webrtc.PeerConnectionStateConnected {
		l.s.connected()
	}
}

// close ends the leg and waits for all of it.
func (l *leg) close() {
	l.door.Lock()
	l.closed = true
	l.door.Unlock()
	l.cancel()
	l.s.voice.from(l.sound)
	l.pc.GracefulClose()
	l.all.Wait()
	close(l.gone)
}
