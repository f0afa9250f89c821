// Package cameratest is what every camera.Camera keeps, simulated or real.
package cameratest

import (
	"context"
	"errors"
	"testing"
	"time"

	"guichet/drivers/camera"
)

// Case is one promise.
type Case struct {
	Name  string
	Check func(t *testing.T, c camera.Camera)
}

// Cases are all of them; each wants a camera of its own that is plugged in and
// closed.
var Cases = []Case{
	{"it is ready", ready},
	{"it gives the pictures of its mode", pictures},
	{"it gives the newest picture", newest},
	{"it is open once, and again after it was closed", once},
	{"a context that ends closes it", cancelled},
	{"a picture is not waited for after the end of the context", impatient},
	{"closing ends who waits", closing},
	{"it is not opened for a context that has ended", late},
}

// Run checks all cases on the machine's clock.
func Run(t *testing.T, with func(t *testing.T) camera.Camera) {
	for _, c := range Cases {
		t.Run(c.Name, func(t *testing.T) { c.Check(t, with(t)) })
	}
}

func open(t *testing.T, c camera.Camera, m camera.Mode) camera.Stream {
	t.Helper()
	s, err := c.Open(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func next(t *testing.T, s camera.Stream) camera.Picture {
	t.Helper()
	p, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ready(t *testing.T, c camera.Camera) {
	if err := c.Ready(); err != nil {
		t.Error(err)
	}
}

func pictures(t *testing.T, c camera.Camera) {
	s := open(t, c, camera.Mode{Width: 640, Height: 480, Rate: 30})
	m := s.Mode()
	if m.Width < 1 || m.Height < 1 || m.Rate < 1 {
		t.Fatalf("mode %v", m)
	}
	var before time.Time
	for range 10 {
		p := next(t, s)
		if p.Width != m.Width || p.Height != m.Height || !whole(p) {
			t.Errorf("%s, %d × %d, stride %d, %d bytes, in mode %v", p.Format, p.Width, p.Height, p.Stride, len(p.Data), m)
		}
		if !p.At.After(before) {
			t.Errorf("a picture of %v after that of %v", p.At, before)
		}
		before = p.At
	}
}

// whole reports whether a picture has the bytes that its format asks for.
func whole(p camera.Picture) bool {
	n := len(p.Data)
	switch p.Format {
	case camera.MJPEG:
		return p.Stride == 0 && n > 4 && p.Data[0] == 0xff && p.Data[1] == 0xd8
	case camera.YUYV:
		return p.Stride >= 2*p.Width && n >= p.Stride*(p.Height-1)+2*p.Width
	case camera.I420:
		return p.Stride >= p.Width && n >= p.Stride*p.Height+2*((p.Stride+1)/2)*((p.Height+1)/2)
	}
	return false
}

func newest(t *testing.T, c camera.Camera) {
	s := open(t, c, camera.Mode{Width: 640, Height: 480, Rate: 30})
	next(t, s)
	time.Sleep(time.Second)
	asked := time.Now()
	if p := next(t, s); asked.Sub(p.At) > 500*time.Millisecond {
		t.Errorf("after a second without reading, a picture %v old", asked.Sub(p.At))
	}
}

func once(t *testing.T, c camera.Camera) {
	s := open(t, c, camera.Mode{})
	if second, err := c.Open(t.Context(), camera.Mode{}); !errors.Is(err, camera.ErrTaken) {
		if err == nil {
			second.Close()
		}
		t.Errorf("opened twice: %v", err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Next(t.Context()); err == nil {
		t.Error("a picture of a closed camera")
	}
	next(t, open(t, c, camera.Mode{}))
}

func cancelled(t *testing.T, c camera.Camera) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := c.Open(ctx, camera.Mode{})
	if err != nil {
		t.Fatal(err)
	}
	next(t, s)
	cancel()
	for range 100 {
		if _, err := s.Next(t.Context()); err != nil {
			again(t, c)
			return
		}
	}
	t.Error("it goes on")
}

// again opens a camera that is just being closed by another goroutine.
func again(t *testing.T, c camera.Camera) {
	t.Helper()
	for range 100 {
		s, err := c.Open(t.Context(), camera.Mode{})
		if err == nil {
			s.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("it stays taken")
}

func impatient(t *testing.T, c camera.Camera) {
	s := open(t, c, camera.Mode{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	next(t, s)
}

func closing(t *testing.T, c camera.Camera) {
	s := open(t, c, camera.Mode{})
	end := make(chan struct{})
	go func() {
		defer close(end)
		for {
			if _, err := s.Next(t.Context()); err != nil {
				return
			}
		}
	}()
	time.Sleep(100 * time.Millisecond)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-end
}

func late(t *testing.T, c camera.Camera) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := c.Open(ctx, camera.Mode{}); err == nil {
		s.Close()
		t.Error("it opened")
	}
	next(t, open(t, c, camera.Mode{}))
}
