package kiosk

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/camera"
	"guichet/drivers/camera/camerasim"
)

// The document camera is open while somebody looks, once for many looks, and
// closed soon after the last.
func TestScanner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := camerasim.New(camerasim.Options{Format: camera.YUYV})
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		s := openScanner(ctx, c, slog.New(slog.DiscardHandler))
		for range 3 {
			still, err := s.Still(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			m, err := jpeg.Decode(bytes.NewReader(still))
			if err != nil || m.Bounds().Dx() < 640 {
				t.Fatalf("%v, %v", m, err)
			}
			time.Sleep(lingering / 2) // he looks at it
		}
		if c.Uses() != 1 || !c.Light() {
			t.Errorf("opened %d times, light %v", c.Uses(), c.Light())
		}
		if time.Sleep(lingering); c.Light() {
			t.Error("nobody looks any more, and it is open")
		}
	})
}

func TestAScannerThatIsAway(t *testing.T) {
	c := camerasim.New(camerasim.Options{})
	c.Unplug()
	s := openScanner(t.Context(), c, slog.New(slog.DiscardHandler))
	if _, err := s.Still(t.Context()); !errors.Is(err, camera.ErrGone) {
		t.Error(err)
	}
	c.Plug()
	if _, err := s.Still(t.Context()); err != nil {
		t.Errorf("it is back: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	gone := &scanner{ask: make(chan func(*pictures))} // nobody serves it
	if _, err := gone.Still(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
