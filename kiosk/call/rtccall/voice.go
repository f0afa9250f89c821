package rtccall

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
	"guichet/kiosk/call/video"
)

// A packet of sound is 20 ms: two frames of a device.
const (
	packet  = 2 * audio.Length
	packetT = 20 * time.Millisecond
)

// voice is the sound of a call. Its device is open from start to the end, but while
// the citizen waits for the next agent; the tracks behind it change with the legs.
type voice struct {
	dev    audio.Sound
	free   <-chan struct{} // the call before gave its devices back
	speaks func(bool)      // the other side

	once   sync.Once
	paused atomic.Bool
	wake   chan struct{} // it is paused no more
	all    sync.WaitGroup
	jitter *sound.Jitter
	way    atomic.Pointer[way] // where the microphone goes
	muted  atomic.Bool
	deaf   atomic.Bool
	loud   atomic.Int32

	mu     sync.Mutex
	stream audio.Stream
	mates  *video.Receiver // whose picture belongs to the sound
	clock  *video.Clock
	late   lateness
}

// way is a track and the line that it shares.
type way struct {
	track *webrtc.TrackLocalStaticSample
	line  *video.Line
}

func newVoice(dev audio.Sound, free <-chan struct{}, speaks func(bool)) *voice {
	v := &voice{dev: dev, free: free, speaks: speaks, wake: make(chan struct{}, 1), jitter: sound.NewJitter(48000, packet)}
	v.loud.Store(100)
	return v
}

func (v *voice) to(t *webrtc.TrackLocalStaticSample, l *video.Line) { v.way.Store(&way{t, l}) }

// from ends a way, unless another took its place.
func (v *voice) from(t *webrtc.TrackLocalStaticSample) {
	if w := v.way.Load(); w != nil && w.track == t {
		v.way.CompareAndSwap(w, nil)
	}
}

func (v *voice) mute(on bool)   { v.muted.Store(on) }
func (v *voice) deafen(on bool) { v.deaf.Store(on) }
func (v *voice) wait()          { v.all.Wait() }

func (v *voice) volume(percent int) {
	percent = min(max(percent, 0), 200)
	v.loud.Store(int32(percent))
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.stream != nil {
		v.stream.Volume(percent)
	}
}

// start opens the device, again whenever it went away, until ctx ends.
func (v *voice) start(ctx context.Context) {
	v.paused.Store(false)
	select {
	case v.wake <- struct{}{}:
	default:
	}
	v.once.Do(func() {
		v.all.Go(func() {
			for await(ctx, v.free) && v.wanted(ctx) {
				v.open(ctx)
				if !v.paused.Load() {
					rest(ctx, time.Second)
				}
			}
		})
	})
}

// pause closes the device until start: nobody is there to hear, and the screen says
// that the microphone is off.
func (v *voice) pause() {
	v.paused.Store(true)
	v.mu.Lock()
	stream := v.stream
	v.mu.Unlock()
	if stream != nil {
		stream.Close()
	}
}

// wanted waits while it is paused; false where ctx ends.
func (v *voice) wanted(ctx context.Context) bool {
	for v.paused.Load() && await(ctx, v.wake) {
	}
	return ctx.Err() == nil
}

// open speaks and hears through the device until it ends.
func (v *voice) open(ctx context.Context) {
	stream, err := v.dev.Open(ctx)
	if err != nil {
		return
	}
	defer stream.Close()
	v.use(stream)
	defer v.use(nil)
	if v.paused.Load() { // meanwhile
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	context.AfterFunc(ctx, func() { stream.Close() })
	var all sync.WaitGroup
	all.Go(func() { defer cancel(); v.speak(ctx, stream) })
	all.Go(func() { defer cancel(); v.play(ctx, stream) })
	all.Wait()
}

func (v *voice) use(s audio.Stream) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.stream = s; s != nil {
		s.Volume(int(v.loud.Load()))
	}
}

// rest waits, or less where ctx ends.
func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
