package kiosk

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"log/slog"
	"time"

	"guichet/drivers/camera"
	"guichet/kiosk/call/vpx"
	"guichet/kiosk/tend"
)

// scanner is the document camera: open while it is looked at, and a moment
// longer, so that the next look does not wait for it to find its light again.
type scanner struct {
	camera camera.Camera
	ask    chan func(*pictures)
}

// pictures is the camera while it is open.
type pictures struct {
	stream camera.Stream
	stop   context.CancelFunc
	plain  vpx.Image
}

const (
	documentWidth, documentHeight = 1600, 1200
	settling                      = 8               // pictures until exposure and focus have settled
	lingering                     = 4 * time.Second // longer than the pause between two looks
)

// errScanner is a look that broke.
var errScanner = errors.New("kiosk: a mistake in the document camera")

// openScanner lives until ctx ends.
func openScanner(ctx context.Context, c camera.Camera, log *slog.Logger) *scanner {
	s := &scanner{camera: c, ask: make(chan func(*pictures))}
	go tend.Part(ctx, log, "document camera", s.run)
	return s
}

// Still is what lies below the camera now, JPEG.
func (s *scanner) Still(ctx context.Context) (still []byte, err error) {
	done := make(chan struct{})
	look := func(p *pictures) {
		defer close(done)
		err = errScanner
		still, err = s.look(ctx, p)
	}
	select {
	case s.ask <- look:
		<-done
		return still, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *scanner) run(ctx context.Context) {
	p := &pictures{}
	idle := time.NewTimer(time.Hour)
	defer p.close()
	for {
		select {
		case look := <-s.ask:
			look(p)
			idle.Reset(lingering)
		case <-idle.C:
			p.close()
		case <-ctx.Done():
			return
		}
	}
}

func (s *scanner) look(ctx context.Context, p *pictures) ([]byte, error) {
	if p.stream == nil {
		if err := p.open(ctx, s.camera); err != nil {
			return nil, err
		}
	}
	picture, err := p.stream.Next(ctx)
	if err == nil {
		err = p.read(picture)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p.jpeg()
}

// open begins, and waits for the first pictures that are worth looking at. The
// camera outlives the look that opened it.
func (p *pictures) open(ctx context.Context, c camera.Camera) (err error) {
	var opened context.Context
	opened, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	if p.stream, err = c.Open(opened, camera.Mode{Width: documentWidth, Height: documentHeight}); err != nil {
		p.close()
		return err
	}
	for range settling {
		if _, err := p.stream.Next(ctx); err != nil {
			p.close()
			return err
		}
	}
	return nil
}

func (p *pictures) read(from camera.Picture) error {
	switch from.Format {
	case camera.MJPEG:
		return p.plain.MJPEG(from.Data)
	case camera.YUYV:
		return p.plain.YUYV(from.Data, from.Width, from.Height, from.Stride)
	}
	return p.plain.I420(from.Data, from.Width, from.Height, from.Stride)
}

func (p *pictures) jpeg() ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, p.plain.Width, p.plain.Height))
	if err := p.plain.RGBA(m.Pix); err != nil {
		return nil, err
	}
	defer clear(m.Pix)
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}

// close wipes what was seen.
func (p *pictures) close() {
	if p.stream != nil {
		p.stream.Close()
	}
	if p.stop != nil {
		p.stop()
	}
	p.plain.Wipe()
	p.stream, p.stop = nil, nil
}
