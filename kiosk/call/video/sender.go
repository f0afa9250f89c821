package video

import (
	"context"
	"fmt"
	"sync"

	"github.com/pion/webrtc/v4"

	"guichet/drivers/camera"
	"guichet/kiosk/call"
)

// Options are those of a Sender.
type Options struct {
	Camera  camera.Camera
	Mode    camera.Mode        // what is asked of it; 0: 640 × 480, 30 a second
	Line    *Line              // that of the peer connection
	Quality func(call.Quality) // how well the line carries the picture; may be nil
}

// Sender sends what a camera sees. The camera is open only while Run runs and
// the picture is neither muted nor paused, so that its light tells the truth.
type Sender struct {
	o     Options
	track *webrtc.TrackLocalStaticRTP
	keys  chan struct{} // a key frame is asked for

	mu     sync.Mutex
	muted  bool
	paused bool
	self   func(call.Frame)
	change context.CancelFunc // ends what Run does now, so that it looks again
}

// NewSender makes the track; nothing is opened before Run.
func NewSender(o Options) (*Sender, error) {
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000}
	t, err := webrtc.NewTrackLocalStaticRTP(vp8, "video", "kiosk")
	if err != nil {
		return nil, fmt.Errorf("video: %w", err)
	}
	if o.Mode.Width == 0 {
		o.Mode = camera.Mode{Width: 640, Height: 480, Rate: 30}
	}
	if o.Quality == nil {
		o.Quality = func(call.Quality) {}
	}
	return &Sender{o: o, track: t, keys: make(chan struct{}, 1), change: func() {}}, nil
}

// Track is for AddTrack of the peer connection.
func (s *Sender) Track() webrtc.TrackLocal { return s.track }

// Mute closes the camera and sends a neutral picture.
func (s *Sender) Mute(on bool) { s.set(func() { s.muted = on }) }

// Pause closes the camera and sends nothing at all, as on hold.
func (s *Sender) Pause(on bool) { s.set(func() { s.paused = on }) }

// Self gives the small picture of our own camera as a looking glass does, on the
// goroutine of Run. nil stops; the first frame of a mute, of a pause and of the
// end is empty.
func (s *Sender) Self(show func(call.Frame)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.self = show
}

func (s *Sender) set(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	s.change()
}

// Run sends until ctx ends. A camera that goes away, or is not there, is opened
// again as soon as it is back; meanwhile a neutral picture is sent. What held a
// picture is wiped in the end. It runs once.
func (s *Sender) Run(ctx context.Context) error {
	f := newFilm(s)
	defer f.close()
	for ctx.Err() == nil {
		if err := s.phase(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// phase does what is wanted now, until something else is.
func (s *Sender) phase(ctx context.Context, f *film) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.mu.Lock()
	s.change = cancel
	muted, paused := s.muted, s.paused
	s.mu.Unlock()
	switch {
	case paused:
		<-ctx.Done()
		return nil
	case muted:
		return f.neutral(ctx)
	}
	return f.roll(ctx)
}
