package audio

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Lasting is s whose streams outlive an unplugged device: meanwhile they hear
// silence at the right pace and play to nobody, and each second the device is
// looked for. A call goes on when somebody pulled a plug and put it back.
func Lasting(s Sound) Sound { return lasting{s} }

type lasting struct{ Sound }

// Open fails where the device is not there at the beginning.
func (l lasting) Open(ctx context.Context) (Stream, error) {
	now, err := l.Sound.Open(ctx)
	if err != nil {
		return nil, err
	}
	s := &lastingStream{of: l.Sound, now: now, percent: 100}
	s.ctx, s.stop = context.WithCancel(ctx)
	return s, nil
}

// again is how often a device that went away is looked for.
const again = time.Second

// lastingStream has a device, or waits for one. Read and Write meet at mu.
type lastingStream struct {
	of   Sound
	ctx  context.Context
	stop context.CancelFunc

	heard, played pace // of who reads, and of who writes

	mu      sync.Mutex
	now     Stream // nil: it is away
	percent int
	next    time.Time // to look for it
}

func (s *lastingStream) Read(f *Frame) error {
	return s.do(&s.heard, func(now Stream) error { return now.Read(f) }, func() { *f = Frame{} })
}

func (s *lastingStream) Write(f *Frame) error {
	return s.do(&s.played, func(now Stream) error { return now.Write(f) }, func() {})
}

// pace is when the next frame of one way is due while there is no device. Each
// way has its own: who reads and writes turn by turn takes 10 ms for both.
type pace struct{ due time.Time }

// frame is how long to wait for the next one. Who comes much later begins anew.
func (p *pace) frame(now time.Time) time.Duration {
	const length = 10 * time.Millisecond
	if now.Sub(p.due) > 10*length {
		p.due = now
	}
	p.due = p.due.Add(length)
	return p.due.Sub(now)
}

// do does it with the device, or as if with one.
func (s *lastingStream) do(p *pace, with func(Stream) error, without func()) error {
	now, err := s.device()
	if err != nil {
		return err
	}
	if now != nil {
		err := with(now)
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrGone) || s.ctx.Err() != nil {
			return err
		}
		s.left(now)
	}
	without()
	select {
	case <-time.After(p.frame(time.Now())):
		return nil
	case <-s.ctx.Done():
		return ErrClosed
	}
}

// device is the one of now, nil where it is away.
func (s *lastingStream) device() (Stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return nil, ErrClosed
	}
	if s.now != nil || time.Now().Before(s.next) {
		return s.now, nil
	}
	s.next = time.Now().Add(again)
	if now, err := s.of.Open(s.ctx); err == nil {
		now.Volume(s.percent)
		s.now = now
	}
	return s.now, nil
}

// left forgets a device that went away.
func (s *lastingStream) left(gone Stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == gone {
		s.now, s.next = nil, time.Now().Add(again)
		gone.Close()
	}
}

func (s *lastingStream) Volume(percent int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.percent = percent
	if s.now != nil {
		s.now.Volume(percent)
	}
}

func (s *lastingStream) Close() error {
	s.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return nil
	}
	return s.now.Close()
}
