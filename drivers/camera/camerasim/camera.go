package camerasim

import (
	"context"
	"sync"

	"guichet/drivers/camera"
)

// Options of a simulated camera; the zero value draws I420 in three sizes.
type Options struct {
	Modes  []camera.Mode // what it can do; none: 640 × 480, 1280 × 720 and 320 × 240, 30 a second
	Format camera.Format // I420 where empty
	Bare   bool          // MJPEG without Huffman tables, as many cameras send it
	Clip   *Clip         // what it shows instead of drawing; it brings mode and format
}

// Camera is a simulated camera.
type Camera struct {
	o Options

	mu   sync.Mutex
	gone bool
	open *stream
	uses int
}

var _ camera.Camera = (*Camera)(nil)

// New makes one that is plugged in.
func New(o Options) *Camera {
	if len(o.Modes) == 0 {
		o.Modes = []camera.Mode{{Width: 640, Height: 480, Rate: 30}, {Width: 1280, Height: 720, Rate: 30}, {Width: 320, Height: 240, Rate: 30}}
	}
	if o.Format == "" {
		o.Format = camera.I420
	}
	if o.Clip != nil {
		o.Modes, o.Format = []camera.Mode{o.Clip.mode}, o.Clip.format
	}
	return &Camera{o: o}
}

// Ready is nil or ErrGone.
func (c *Camera) Ready() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.gone {
		return camera.ErrGone
	}
	return nil
}

// Open is refused while it is open.
func (c *Camera) Open(ctx context.Context, m camera.Mode) (camera.Stream, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case c.gone:
		return nil, camera.ErrGone
	case c.open != nil:
		return nil, camera.ErrTaken
	}
	s := newStream(c, camera.Nearest(c.o.Modes, m))
	c.open, c.uses = s, c.uses+1
	context.AfterFunc(ctx, func() { s.Close() })
	return s, nil
}

// Unplug takes the camera away, also from who has it open; Plug brings it back.
func (c *Camera) Unplug() { c.plug(false) }
func (c *Camera) Plug()   { c.plug(true) }

func (c *Camera) plug(in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = !in
	if c.gone && c.open != nil {
		c.open.end(camera.ErrGone)
		c.open = nil
	}
}

// Light tells whether somebody is seen.
func (c *Camera) Light() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open != nil
}

// Uses is how many times it was opened.
func (c *Camera) Uses() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.uses
}

// closed is called by a stream that ends itself.
func (c *Camera) closed(s *stream) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == s {
		c.open = nil
	}
}
