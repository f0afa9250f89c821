package camerasim

import (
	"context"
	"sync"
	"time"

	"guichet/drivers/camera"
)

// stream shows one picture a period, counted from its beginning.
type stream struct {
	cam    *Camera
	mode   camera.Mode
	draw   painter
	start  time.Time
	last   int // number of the picture that was given last
	closed sync.Once
	ended  chan struct{}
	why    error
}

// painter makes the picture of an instant.
type painter interface {
	paint(n int, at time.Time) camera.Picture
}

func newStream(c *Camera, m camera.Mode) *stream {
	s := &stream{cam: c, mode: m, start: time.Now(), ended: make(chan struct{})}
	if c.o.Clip != nil {
		s.draw = c.o.Clip
	} else {
		s.draw = newPainter(m, c.o.Format, c.o.Bare)
	}
	return s
}

func (s *stream) Mode() camera.Mode { return s.mode }

// Next drops what nobody has waited for.
func (s *stream) Next(ctx context.Context) (camera.Picture, error) {
	period := time.Second / time.Duration(s.mode.Rate)
	n := max(int(time.Since(s.start)/period), s.last+1)
	at := s.start.Add(time.Duration(n) * period)
	wait := time.NewTimer(time.Until(at))
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return camera.Picture{}, ctx.Err()
	case <-s.ended:
		return camera.Picture{}, s.why
	case <-wait.C:
	}
	s.last = n
	return s.draw.paint(n, at), nil
}

// Close ends a Next that waits.
func (s *stream) Close() error {
	s.end(camera.ErrGone)
	s.cam.closed(s)
	return nil
}

func (s *stream) end(why error) {
	s.closed.Do(func() {
		s.why = why
		close(s.ended)
	})
}
