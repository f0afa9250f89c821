package audiosim

import (
	"sync"
	"sync/atomic"
	"time"

	"guichet/drivers/audio"
)

// stream is an open device. run alone moves frames; Read and Write meet it at
// two channels.
type stream struct {
	device  *Device
	heard   chan audio.Frame // newest last
	waiting chan audio.Frame // to be played
	percent atomic.Int32
	limit   *audio.Limiter

	once sync.Once
	over chan struct{}
	why  error // once over is closed
}

func newStream(d *Device) *stream {
	s := &stream{
		device: d, limit: audio.NewLimiter(audio.Rate), over: make(chan struct{}),
		heard: make(chan audio.Frame, unread), waiting: make(chan audio.Frame, unplayed),
	}
	s.percent.Store(100)
	return s
}

// run gives the pace. A tick that came late stands for those that were left out.
func (s *stream) run() {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begun, done := time.Now(), time.Duration(0)
	for {
		select {
		case <-s.over:
			return
		case <-tick.C:
		}
		for ; done < time.Since(begun)/(10*time.Millisecond); done++ {
			s.tick()
		}
	}
}

func (s *stream) tick() {
	var out, in audio.Frame
	select {
	case out = <-s.waiting:
	default:
	}
	s.limit.Apply(out[:], int(s.percent.Load()))
	s.device.tick(&out, &in)
	for {
		select {
		case s.heard <- in:
			return
		default:
		}
		select { // nobody reads: the oldest is lost
		case <-s.heard:
		default:
		}
	}
}

func (s *stream) Read(f *audio.Frame) error {
	select {
	case <-s.over:
		return s.why
	default:
	}
	select {
	case *f = <-s.heard:
		return nil
	case <-s.over:
		return s.why
	}
}

func (s *stream) Write(f *audio.Frame) error {
	select {
	case <-s.over:
		return s.why
	default:
	}
	select {
	case s.waiting <- *f:
		return nil
	case <-s.over:
		return s.why
	}
}

func (s *stream) Volume(percent int) { s.percent.Store(int32(percent)) }

func (s *stream) Close() error {
	s.end(audio.ErrClosed)
	return nil
}

func (s *stream) end(why error) {
	s.once.Do(func() {
		s.why = why
		s.device.closed(s)
		close(s.over)
	})
}
