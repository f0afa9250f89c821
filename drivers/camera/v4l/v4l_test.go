package v4l

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"guichet/drivers/camera"
	"guichet/drivers/camera/cameratest"
)

func with(k *fakeKernel) *Camera { return &Camera{path: "/dev/video0", open: k.opener()} }

func TestSuite(t *testing.T) {
	stepwise := camera640()
	stepwise.steps = true
	for name, k := range map[string]*fakeKernel{"discrete": camera640(), "stepwise": stepwise} {
		for _, c := range cameratest.Cases {
			t.Run(name+"/"+c.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { c.Check(t, with(k)) })
				if open, mapped, on := k.held(); open != 0 || mapped != 0 || on {
					t.Errorf("left: %d open, %d mapped, on %v", open, mapped, on)
				}
			})
		}
	}
}

// TestSuiteOfATrueCamera needs one: GUICHET_CAMERA=/dev/video0.
func TestSuiteOfATrueCamera(t *testing.T) {
	path := os.Getenv("GUICHET_CAMERA")
	if path == "" {
		t.Skip("GUICHET_CAMERA names no camera")
	}
	cameratest.Run(t, func(*testing.T) camera.Camera { return New(path) })
}

func TestTheModeThatIsChosen(t *testing.T) {
	steps := camera640()
	steps.steps = true
	dumb := camera640()
	dumb.sizes = map[uint32][][2]uint32{pixMJPEG: {{640, 480}}}
	dumb.rates = nil
	for name, c := range map[string]struct {
		k    *fakeKernel
		ask  camera.Mode
		want camera.Mode
		pix  uint32
	}{
		"small: YUYV":         {camera640(), camera.Mode{Width: 320, Height: 240, Rate: 30}, camera.Mode{Width: 320, Height: 240, Rate: 30}, pixYUYV},
		"in both: YUYV":       {camera640(), camera.Mode{Width: 640, Height: 480, Rate: 15}, camera.Mode{Width: 640, Height: 480, Rate: 15}, pixYUYV},
		"large: MJPEG":        {camera640(), camera.Mode{Width: 1280, Height: 720, Rate: 30}, camera.Mode{Width: 1280, Height: 720, Rate: 30}, pixMJPEG},
		"a range":             {steps, camera.Mode{Width: 1280, Height: 500, Rate: 30}, camera.Mode{Width: 800, Height: 500, Rate: 30}, pixYUYV},
		"rates are not known": {dumb, camera.Mode{Width: 640, Height: 480, Rate: 25}, camera.Mode{Width: 640, Height: 480, Rate: 25}, pixMJPEG},
	} {
		got, err := choose(c.k, c.ask)
		if err != nil || got != (choice{c.want, c.pix}) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestNothingIsHeldWhereOpeningFails(t *testing.T) {
	for name, c := range map[string]struct {
		fails uintptr
		with  error
		want  error
	}{
		"capabilities": {queryCapability, unix.ENODEV, camera.ErrGone},
		"formats":      {enumFormats, unix.EINVAL, camera.ErrMode},
		"format":       {setFormat, unix.EBUSY, camera.ErrTaken},
		"buffers":      {reqBuffers, unix.ENOMEM, unix.ENOMEM},
		"buffer":       {queryBuffer, unix.EINVAL, unix.EINVAL},
		"queue":        {queueBuffer, unix.EIO, camera.ErrGone},
		"on":           {streamOn, unix.ENOSPC, unix.ENOSPC}, // no room left on the USB bus
	} {
		synctest.Test(t, func(t *testing.T) {
			k := camera640()
			k.fails, k.failWith = c.fails, c.with
			cam := with(k)
			if _, err := cam.Open(t.Context(), camera.Mode{}); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
			if open, mapped, _ := k.held(); open != 0 || mapped != 0 {
				t.Errorf("%s: %d open, %d mapped", name, open, mapped)
			}
			k.fails = 0
			s, err := cam.Open(t.Context(), camera.Mode{})
			if err != nil {
				t.Fatalf("%s: again: %v", name, err)
			}
			s.Close()
		})
	}
}

func TestLostAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := camera640()
		c := with(k)
		s, err := c.Open(t.Context(), camera.Mode{})
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			time.Sleep(time.Second)
			k.unplug(true)
		}()
		for err == nil {
			_, err = s.Next(t.Context())
		}
		if !errors.Is(err, camera.ErrGone) || !errors.Is(c.Ready(), camera.ErrGone) {
			t.Errorf("%v, %v", err, c.Ready())
		}
		if open, mapped, _ := k.held(); open != 0 || mapped != 0 {
			t.Errorf("%d open, %d mapped", open, mapped)
		}
		k.unplug(false)
		s, err = c.Open(t.Context(), camera.Mode{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if _, err := s.Next(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestACameraThatGivesNothingCountsAsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := camera640()
		k.mute = true
		s, err := with(k).Open(t.Context(), camera.Mode{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if _, err := s.Next(t.Context()); !errors.Is(err, camera.ErrGone) {
			t.Error(err)
		}
	})
}

func TestDamagedPicturesAreLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := camera640()
		k.damaged = 3
		s, err := with(k).Open(t.Context(), camera.Mode{Width: 320, Height: 240})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for range 20 {
			p, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if p.Data[0]%3 == 0 || p.Format != camera.YUYV || p.Stride != 640 {
				t.Errorf("picture %d, %s, stride %d", p.Data[0], p.Format, p.Stride)
			}
		}
	})
}

func TestAFileThatIsNoCamera(t *testing.T) {
	k := camera640()
	k.caps = 1 << 23 // metadata, as the second file of a UVC camera
	if err := with(k).Ready(); !errors.Is(err, camera.ErrMode) {
		t.Error(err)
	}
	if err := New("/dev/there/is/none").Ready(); !errors.Is(err, camera.ErrGone) {
		t.Error(err)
	}
	if err := New(os.DevNull).Ready(); err == nil {
		t.Error("/dev/null is a camera")
	}
}

// Nobody who reads the memory of the kiosk after a call finds a face in it, nor
// what is left behind a picture that was shorter than the one before.
func TestNoPictureIsLeft(t *testing.T) {
	for name, end := range map[string]func(camera.Stream, context.CancelFunc){
		"closed":                  func(s camera.Stream, _ context.CancelFunc) { s.Close() },
		"the context ended":       func(s camera.Stream, stop context.CancelFunc) { stop(); exhaust(s) },
		"ended, and asked for on": func(s camera.Stream, stop context.CancelFunc) { stop(); s.Close() },
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			k := camera640()
			opened, err := with(k).Open(ctx, camera.Mode{Width: 320, Height: 240})
			if err != nil {
				t.Fatal(err)
			}
			var seen [][]byte
			s := opened.(*stream)
			for range 5 {
				p, err := s.Next(ctx)
				if err != nil {
					t.Fatal(err)
				}
				seen = append(seen, p.Data)
			}
			s.mu.Lock()
			s.next = s.next[:len(s.next)/2] // a shorter picture over a longer one
			s.mu.Unlock()
			end(opened, stop)
			synctest.Wait()
			for i, b := range seen {
				if !bytes.Equal(b, make([]byte, len(b))) {
					t.Errorf("%s: picture %d is still there", name, i)
				}
			}
		})
	}
}

// exhaust reads until there is nothing more.
func exhaust(s camera.Stream) {
	for {
		if _, err := s.Next(context.Background()); err != nil {
			return
		}
	}
}

// A context that outlives a hundred streams remembers none of them.
func TestAContextForgetsStreamsThatEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := &counting{Context: t.Context()}
		c := with(camera640())
		for range 3 {
			s, err := c.Open(ctx, camera.Mode{})
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
		}
		synctest.Wait()
		if n := ctx.waiting.Load(); n != 0 {
			t.Errorf("%d still wait for its end", n)
		}
	})
}

// counting counts who waits for its end.
type counting struct {
	context.Context
	waiting atomic.Int32
}

// AfterFunc is what context.AfterFunc uses where a context has it.
func (c *counting) AfterFunc(f func()) (stop func() bool) {
	c.waiting.Add(1)
	inner := context.AfterFunc(c.Context, f)
	return func() bool { c.waiting.Add(-1); return inner() }
}
