package video

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"guichet/drivers/camera/camerasim"
	"guichet/kiosk/call"
	"guichet/kiosk/call/badline"
	"guichet/kiosk/call/vpx"
)

// peer is one end of a call over loopback.
type peer struct {
	pc   *webrtc.PeerConnection
	line *Line
	bad  *badline.Conn

	counted *counter // of what is sent
}

func newPeer(t testing.TB, seed uint64) *peer {
	t.Helper()
	socket, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{bad: badline.New(socket, seed), counted: new(counter)}
	logs := Logs(nil)
	mux := webrtc.NewICEUDPMux(logs.NewLogger("ice"), p.bad)
	settings := webrtc.SettingEngine{LoggerFactory: logs}
	settings.SetICEUDPMux(mux)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetICETimeouts(30*time.Second, time.Minute, 500*time.Millisecond)
	me, reg := new(webrtc.MediaEngine), new(interceptor.Registry)
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2}
	if err := me.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: opus, PayloadType: 111}, webrtc.RTPCodecTypeAudio); err != nil {
		t.Fatal(err)
	}
	if p.line, err = NewLine(me, reg, logs); err != nil {
		t.Fatal(err)
	}
	reg.Add(p.counted)
	api := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(me), webrtc.WithInterceptorRegistry(reg))
	if p.pc, err = api.NewPeerConnection(webrtc.Configuration{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.pc.Close()
		mux.Close()
		p.bad.Close()
	})
	return p
}

// connect sets a call up from p to q; candidates are in the descriptions.
func connect(t testing.TB, p, q *peer, o *webrtc.OfferOptions) {
	t.Helper()
	offer, err := p.pc.CreateOffer(o)
	if err != nil {
		t.Fatal(err)
	}
	local := func(at *peer, d webrtc.SessionDescription) webrtc.SessionDescription {
		done := webrtc.GatheringCompletePromise(at.pc)
		if err := at.pc.SetLocalDescription(d); err != nil {
			t.Fatal(err)
		}
		<-done
		return *at.pc.LocalDescription()
	}
	if err := q.pc.SetRemoteDescription(local(p, offer)); err != nil {
		t.Fatal(err)
	}
	answer, err := q.pc.CreateAnswer(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.pc.SetRemoteDescription(local(q, answer)); err != nil {
		t.Fatal(err)
	}
}

// seen is what one watcher saw.
type seen struct {
	mu     sync.Mutex
	frames []sight
	ended  int // empty frames
}

// sight is one picture, read.
type sight struct {
	at    time.Time
	width int
	ms    uint32 // of its bar
	bar   bool
	psnr  float64 // against what was drawn; 0: not measured
}

// watch reads the bar of every picture and compares one in ten.
func (s *seen) watch(f call.Frame) {
	if f.Empty() {
		s.mu.Lock()
		s.ended++
		s.mu.Unlock()
		return
	}
	g := sight{at: time.Now(), width: f.Width}
	g.ms, g.bar = camerasim.ReadBar(f.Width, f.Height, func(x, y int) byte { return luma(f, x, y) })
	s.mu.Lock()
	defer s.mu.Unlock()
	if g.bar && len(s.frames)%10 == 0 {
		g.psnr = against(f, g.ms)
	}
	s.frames = append(s.frames, g)
}

func (s *seen) all() []sight {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sight(nil), s.frames...)
}

func luma(f call.Frame, x, y int) byte {
	p := f.Pix[4*(y*f.Width+x):]
	return byte(16 + (66*int(p[0])+129*int(p[1])+25*int(p[2])+128)>>8) // ITU-R BT.601
}

// against compares a picture with the one drawn at that time, in dB of luma.
func against(f call.Frame, ms uint32) float64 {
	drawn, sized := new(vpx.Image), new(vpx.Image)
	if drawn.Reset(640, 480) != nil || sized.Reset(f.Width, f.Height) != nil {
		return 0
	}
	camerasim.Draw(drawn.Pix, 640, 480, ms)
	if sized.Scale(drawn) != nil {
		return 0
	}
	got := make([]byte, f.Width*f.Height)
	for i := range got {
		got[i] = luma(f, i%f.Width, i/f.Width)
	}
	return psnr(got, sized.Y())
}

// filmed is a call with a picture from one end to the other.
type filmed struct {
	from, to *peer
	camera   *camerasim.Camera
	sender   *Sender
	receiver *Receiver
	seen     seen
	mu       sync.Mutex
	quality  []call.Quality
	heard    int // packets of sound
	spoken   atomic.Int64
	stop     func() // ends both sides, and waits
}

func (f *filmed) sound() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.heard
}

func (f *filmed) qualities() []call.Quality {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]call.Quality(nil), f.quality...)
}

// sent is how many pictures the sender has made, keys how many key frames.
func (f *filmed) sent() int { return int(f.from.counted.frames.Load()) }
func (f *filmed) keys() int { return int(f.from.counted.keys.Load()) }

// counter looks at the packets that a sender makes.
type counter struct {
	interceptor.NoOp
	frames, keys atomic.Int64
}

func (c *counter) NewInterceptor(string) (interceptor.Interceptor, error) { return c, nil }

func (c *counter) BindLocalStream(info *interceptor.StreamInfo, w interceptor.RTPWriter) interceptor.RTPWriter {
	if isSound(info) {
		return w
	}
	return interceptor.RTPWriterFunc(func(h *rtp.Header, b []byte, a interceptor.Attributes) (int, error) {
		if vp8, starts, ok := depacketize(b); ok && starts && h.SSRC == info.SSRC {
			c.frames.Add(1)
			if vp8[0]&1 == 0 {
				c.keys.Add(1)
			}
		}
		return w.Write(h, b, a)
	})
}

// ask asks for a key frame as a receiver that cannot decode does.
func (r *Receiver) ask(t *testing.T) {
	if err := r.back.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(r.track.SSRC())}}); err != nil {
		t.Error(err)
	}
}

// startFilm sets it up and returns when the picture has begun to be received, or the
// test has ended.
func startFilm(t testing.TB, o camerasim.Options, lay func(from, to *peer)) *filmed {
	f := &filmed{from: newPeer(t, 1), to: newPeer(t, 101), camera: camerasim.New(o)}
	var err error
	f.sender, err = NewSender(Options{Camera: f.camera, Line: f.from.line, Quality: func(q call.Quality) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.quality = append(f.quality, q)
	}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	f.stop = func() {
		cancel()
		running.Wait()
	}
	t.Cleanup(f.stop)
	came := make(chan struct{})
	f.to.pc.OnTrack(func(track *webrtc.TrackRemote, r *webrtc.RTPReceiver) {
		if track.Kind() == webrtc.RTPCodecTypeAudio {
			go f.hear(track)
			return
		}
		f.receiver = NewReceiver(track, f.to.pc)
		f.receiver.Watch(f.seen.watch)
		go f.receiver.Listen(r)
		running.Go(func() { f.receiver.Run(ctx) })
		close(came)
	})
	sender, err := f.from.pc.AddTrack(f.sender.Track())
	if err != nil {
		t.Fatal(err)
	}
	go f.sender.Listen(sender)
	f.talk(t, ctx)
	lay(f.from, f.to)
	connect(t, f.from, f.to, nil)
	running.Go(func() {
		if err := f.sender.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-came:
	case <-time.After(30 * time.Second):
		t.Fatal("no picture comes")
	}
	return f
}

// talk sends as much as a voice in Opus does.
func (f *filmed) talk(t testing.TB, ctx context.Context) {
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2}
	track, err := webrtc.NewTrackLocalStaticRTP(opus, "audio", "kiosk")
	if err != nil {
		t.Fatal(err)
	}
	sender, err := f.from.pc.AddTrack(track)
	if err != nil {
		t.Fatal(err)
	}
	go f.sender.Listen(sender)
	p := rtp.Packet{Header: rtp.Header{Version: 2}, Payload: make([]byte, 80)}
	go func() {
		for pace := time.NewTicker(20 * time.Millisecond); ctx.Err() == nil; <-pace.C {
			p.SequenceNumber++
			p.Timestamp += 960
			f.spoken.Add(1)
			track.WriteRTP(&p)
		}
	}()
}

// hear counts the packets of sound.
func (f *filmed) hear(track *webrtc.TrackRemote) {
	for {
		if _, _, err := track.ReadRTP(); err != nil {
			return
		}
		f.mu.Lock()
		f.heard++
		f.mu.Unlock()
	}
}

// pulse measures whether this machine has had time for us: of ticks of 10 ms, how
// many came 20 ms late and more.
type pulse struct {
	all, late atomic.Int64
	used      time.Duration // of the processor, before
	since     time.Time
}

func newPulse(t testing.TB) *pulse {
	p := &pulse{used: processor(), since: time.Now()}
	go func() {
		for t.Context().Err() == nil {
			asleep := time.Now()
			time.Sleep(10 * time.Millisecond)
			if p.all.Add(1); time.Since(asleep) > 30*time.Millisecond {
				p.late.Add(1)
			}
		}
	}()
	return p
}

// processor is the time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fails is t.Errorf, but where the machine was too busy for a picture 30 times a
// second: then a figure says nothing of the code.
func (p *pulse) fails(t *testing.T, format string, args ...any) {
	t.Helper()
	if late, all := p.late.Load(), p.all.Load(); 100*late > all {
		t.Skipf("the machine is too busy: %d of %d ticks came late; "+format, append([]any{late, all}, args...)...)
	}
	t.Errorf(format, args...)
}

// load logs what both ends of the call, with drawing and reading, took.
func (p *pulse) load(t *testing.T) {
	wall := time.Since(p.since)
	t.Logf("%.0f %% of a core; %d of %d ticks late", 100*float64(processor()-p.used)/float64(wall), p.late.Load(), p.all.Load())
}

// want waits for a condition, for a time that no machine needs.
func want(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("it never happens: %s", what)
}
