package probe

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// pollPause is how long a Screen rests between two looks at a pixel.
const pollPause = 300 * time.Microsecond

// ErrTooLong is what Wait returns when nothing came.
var ErrTooLong = errors.New("probe: the pixel did not change in time")

// Colour is a pixel, 0xRRGGBB.
type Colour uint32

// Point is a place on the screen, in pixels from its top left corner.
type Point struct{ X, Y int }

// Screen is a display and its pointer. One goroutine at a time may use it.
type Screen struct {
	conn          *xgb.Conn
	root          xproto.Window
	Width, Height int
}

// Open connects to a display, ":99", or to that of the environment if name is
// empty.
func Open(name string) (*Screen, error) {
	xgb.Logger.SetOutput(io.Discard) // it complains of a missing ~/.Xauthority
	conn, err := xgb.NewConnDisplay(name)
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	if err := xtest.Init(conn); err != nil {
		conn.Close()
		return nil, fmt.Errorf("probe: the display has no XTEST: %w", err)
	}
	s := xproto.Setup(conn).DefaultScreen(conn)
	return &Screen{conn: conn, root: s.Root, Width: int(s.WidthInPixels), Height: int(s.HeightInPixels)}, nil
}

// Close lets go of the display.
func (s *Screen) Close() { s.conn.Close() }

// Pixel is the colour of one place.
func (s *Screen) Pixel(at Point) (Colour, error) {
	p, err := s.grab(at, 1, 1)
	if err != nil {
		return 0, err
	}
	return p.At(at), nil
}

// Picture is the whole screen.
func (s *Screen) Picture() (*Picture, error) { return s.grab(Point{}, s.Width, s.Height) }

func (s *Screen) grab(at Point, w, h int) (*Picture, error) {
	image, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.root),
		int16(at.X), int16(at.Y), uint16(w), uint16(h), ^uint32(0)).Reply()
	if err != nil {
		return nil, fmt.Errorf("probe: %w", err)
	}
	if len(image.Data) != 4*w*h {
		return nil, fmt.Errorf("probe: %d bytes for %d×%d pixels: the display must have a depth of 24", len(image.Data), w, h)
	}
	return &Picture{at: at, w: w, h: h, data: image.Data}, nil
}

// Wait looks at a pixel until is says yes, for at most limit, and tells when.
func (s *Screen) Wait(at Point, is func(Colour) bool, limit time.Duration) (time.Time, error) {
	for end := time.Now().Add(limit); ; time.Sleep(pollPause) {
		c, err := s.Pixel(at)
		now := time.Now()
		switch {
		case err != nil:
			return now, err
		case is(c):
			return now, nil
		case now.After(end):
			return now, ErrTooLong
		}
	}
}

// Settle waits until two pictures taken quiet apart are the same, and other
// than the one before; nil takes any.
func (s *Screen) Settle(before *Picture, quiet, limit time.Duration) (*Picture, error) {
	last, err := s.Picture()
	for end := time.Now().Add(limit); err == nil && time.Now().Before(end); {
		time.Sleep(quiet)
		var now *Picture
		if now, err = s.Picture(); err == nil && now.same(last) && !now.same(before) {
			return now, nil
		}
		last = now
	}
	if err == nil {
		err = errors.New("probe: the screen does not come to rest, or does not change")
	}
	return nil, err
}

// Move puts the pointer somewhere.
func (s *Screen) Move(to Point) error {
	return s.fake(xproto.MotionNotify, 0, to)
}

// Press pushes the first button where the pointer is; Release lets it go.
// Both return when the display has dealt with it.
func (s *Screen) Press() error   { return s.fake(xproto.ButtonPress, xproto.ButtonIndex1, Point{}) }
func (s *Screen) Release() error { return s.fake(xproto.ButtonRelease, xproto.ButtonIndex1, Point{}) }

func (s *Screen) fake(kind, detail byte, at Point) error {
	err := xtest.FakeInputChecked(s.conn, kind, detail, 0, s.root, int16(at.X), int16(at.Y), 0).Check()
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	return nil
}

// Tap presses and releases as a finger does: 60 ms.
func (s *Screen) Tap(at Point) error {
	err := s.Move(at)
	if err == nil {
		err = s.Press()
	}
	time.Sleep(60 * time.Millisecond)
	return errors.Join(err, s.Release())
}
