package miniaudio

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gen2brain/malgo"

	"guichet/drivers/audio"
)

const (
	// silentFor is how long a device may not call before it is gone.
	silentFor = 2 * time.Second
	closeWait = 2 * time.Second
	// slowStart is how much longer a device may take to begin.
	slowStart = 3 * time.Second
	// unread is what waits for the reader at most, unplayed for the loudspeaker.
	unread, unplayed = 6 * audio.Length, 2 * audio.Length
)

// stream is both devices, open.
type stream struct {
	of             *Device
	capture, play  *malgo.Device
	heard, waiting *ring
	calls          [2]atomic.Int64 // of the callbacks

	reading, writing sync.Mutex // of our ends of the rings, until they are wiped

	percent atomic.Int32
	limit   *audio.Limiter // of the writer
	slack   slack          // of the reader
	loud    audio.Frame

	once sync.Once
	over chan struct{}
	why  error         // once over is closed
	free chan struct{} // the devices are closed
}

func begin(d *Device) (*stream, error) {
	s := &stream{
		of: d, heard: newRing(), waiting: newRing(), limit: audio.NewLimiter(audio.Rate),
		over: make(chan struct{}), free: make(chan struct{}),
	}
	s.percent.Store(100)
	var err error
	if s.capture, err = s.device(malgo.Capture, d.config.Microphone, s.hear); err != nil {
		return nil, err
	}
	if s.play, err = s.device(malgo.Playback, d.config.Speaker, s.speak); err != nil {
		s.capture.Uninit()
		return nil, err
	}
	if err = errors.Join(s.capture.Start(), s.play.Start()); err != nil {
		s.capture.Uninit()
		s.play.Uninit()
		return nil, fmt.Errorf("%w: miniaudio: %w", audio.ErrGone, err)
	}
	return s, nil
}

// hear is called by the microphone's thread.
func (s *stream) hear(_, in []byte, _ uint32) {
	s.calls[0].Add(1)
	s.heard.write(asSamples(in))
	s.heard.ring()
}

// speak is called by the loudspeaker's thread; out is silence before.
func (s *stream) speak(out, _ []byte, _ uint32) {
	s.calls[1].Add(1)
	s.waiting.read(asSamples(out))
	s.waiting.ring()
}

// Read implements [audio.Stream].
func (s *stream) Read(f *audio.Frame) error {
	s.heard.catchUp(unread, audio.Length)
	for {
		if s.ended() {
			return s.why
		}
		if s.take(f) {
			return nil
		}
		select {
		case <-s.heard.bell:
		case <-s.over:
		}
	}
}

func (s *stream) take(f *audio.Frame) bool {
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.heard.waiting() < audio.Length {
		return false
	}
	s.heard.read(f[:])
	s.heard.drop(s.slack.spare(s.heard.waiting()))
	return true
}

// Write implements [audio.Stream].
func (s *stream) Write(f *audio.Frame) error {
	for {
		if s.ended() {
			return s.why
		}
		if s.give(f) {
			return nil
		}
		select {
		case <-s.waiting.bell:
		case <-s.over:
		}
	}
}

func (s *stream) give(f *audio.Frame) bool {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.waiting.waiting() >= unplayed || s.ended() {
		return false
	}
	s.loud = *f
	s.limit.Apply(s.loud[:], int(s.percent.Load()))
	s.waiting.write(s.loud[:])
	return true
}

// Volume implements [audio.Stream].
func (s *stream) Volume(percent int) { s.percent.Store(int32(percent)) }

// Close implements [audio.Stream]. It returns when the devices are free, or after
// closeWait: a server that hangs does not let go of them.
func (s *stream) Close() error {
	s.end(audio.ErrClosed)
	select {
	case <-s.free:
	case <-time.After(closeWait):
	}
	return nil
}

func (s *stream) end(why error) {
	s.once.Do(func() { s.why = why; close(s.over) })
}

func (s *stream) ended() bool {
	select {
	case <-s.over:
		return true
	default:
		return false
	}
}

// watch waits for the end, or finds it, and closes the devices: they cannot be
// closed on a thread of theirs.
func (s *stream) watch() {
	tick := time.NewTicker(silentFor / 8)
	defer tick.Stop()
	begun := time.Now().Add(slowStart)
	pulse := [2]pulse{{at: begun}, {at: begun}}
	for {
		select {
		case <-s.over:
			s.release()
			return
		case now := <-tick.C:
			if pulse[0].stopped(s.calls[0].Load(), now) || pulse[1].stopped(s.calls[1].Load(), now) {
				s.end(fmt.Errorf("%w: it fell silent", audio.ErrGone))
			}
		}
	}
}

// release stops the devices before it closes them: ma_device_uninit of a stream
// that PulseAudio has killed waits for a callback that never comes, while
// ma_device_stop wakes the thread.
func (s *stream) release() {
	for _, d := range []*malgo.Device{s.capture, s.play} {
		d.Stop()
		d.Uninit()
	}
	s.wipe()
	s.of.closed()
	close(s.free)
}

// wipe leaves nothing of what was said in the rings. No device calls any more.
func (s *stream) wipe() {
	s.reading.Lock()
	defer s.reading.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	clear(s.heard.samples[:])
	clear(s.waiting.samples[:])
	clear(s.loud[:])
}

// pulse is when a count was last seen to grow.
type pulse struct {
	count int64
	at    time.Time
}

func (p *pulse) stopped(count int64, now time.Time) bool {
	if count != p.count {
		*p = pulse{count, now}
	}
	return now.Sub(p.at) > silentFor
}
