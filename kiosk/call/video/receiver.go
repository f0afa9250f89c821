package video

import (
	"context"
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"

	"guichet/kiosk/call"
)

// Feedback is how a Receiver speaks to the other side: a peer connection.
type Feedback interface {
	WriteRTCP(pkts []rtcp.Packet) error
}

// source is what is used of a webrtc.TrackRemote.
type source interface {
	Read(b []byte) (int, interceptor.Attributes, error)
	SetReadDeadline(t time.Time) error
	SSRC() webrtc.SSRC
}

// Receiver shows one picture that comes.
type Receiver struct {
	track source
	back  Feedback
	clock *Clock
	wake  chan struct{} // what is below has changed

	mu     sync.Mutex
	show   func(call.Frame)
	sound  time.Duration
	behind time.Duration
	stats  Stats
	at     time.Time // of the last picture
}

// NewReceiver reads nothing before Run.
func NewReceiver(t *webrtc.TrackRemote, f Feedback) *Receiver { return newReceiver(t, f) }

func newReceiver(t source, f Feedback) *Receiver {
	return &Receiver{track: t, back: f, clock: NewClock(90_000), wake: make(chan struct{}, 1)}
}

// Watch gives each picture, newest only, on the goroutine of Run; it is valid
// until show returns. nil stops; the first frame of a stop and of the end is
// empty.
func (r *Receiver) Watch(show func(call.Frame)) {
	r.mu.Lock()
	r.show = show
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Listen reads the sender reports of the other side until p is stopped. It must
// run: interceptors hear through it, and sound and picture are held together
// by it.
func (r *Receiver) Listen(p *webrtc.RTPReceiver) { Listen(p, r.hear) }

func (r *Receiver) hear(p rtcp.Packet) {
	if sr, ok := p.(*rtcp.SenderReport); ok && sr.SSRC == uint32(r.track.SSRC()) {
		r.clock.Report(sr)
	}
}

// Sound tells how long after it was spoken, on the other side's clock, the sound
// is heard (see [Clock]): a picture waits for it, 200 ms at most. 0: not known.
func (r *Receiver) Sound(behind time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sound = behind
}

// Behind is the same of the picture, smoothed; 0: not known, or there was none for
// a second. Where it is more than that of the sound, the sound should wait a
// little.
func (r *Receiver) Behind() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(r.at) > time.Second {
		return 0
	}
	return r.behind
}

// Stats of a Receiver, counted from the beginning of Run.
type Stats struct {
	Packets   int           // received, those sent again with them
	Lost      int           // never came
	Asked     int           // sequence numbers asked for again, each time counted
	Recovered int           // came after they were asked for
	Keys      int           // key frames asked for
	Shown     int           // pictures
	Dropped   int           // pictures left out: a part was missing, or what they need was
	Late      int           // pictures decoded when a newer one was due already
	Age       time.Duration // since the last picture; 0: there was none
}

// Stats so far.
func (r *Receiver) Stats() Stats {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stats
	if !r.at.IsZero() {
		s.Age = time.Since(r.at)
	}
	return s
}

// Run receives until ctx or the track ends. What was shown is wiped then. It runs
// once.
func (r *Receiver) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := newScreen(r)
	if err != nil {
		return err
	}
	return s.run(ctx)
}
