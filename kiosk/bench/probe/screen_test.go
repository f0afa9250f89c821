package probe

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
)

// display starts an X server in memory.
func display(t *testing.T) *Screen {
	t.Helper()
	if _, err := exec.LookPath("Xvfb"); err != nil {
		t.Fatal("Xvfb is not installed: apt-get install xvfb")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "320x240x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(":" + strings.TrimSpace(number))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// paint fills the screen.
func paint(s *Screen, c Colour) {
	xproto.ChangeWindowAttributes(s.conn, s.root, xproto.CwBackPixel, []uint32{uint32(c)})
	xproto.ClearArea(s.conn, false, s.root, 0, 0, 0, 0)
}

func TestScreen(t *testing.T) {
	s := display(t)
	at := Point{160, 120}
	t.Run("colours", func(t *testing.T) {
		paint(s, 0x0B3D91)
		if c, err := s.Pixel(at); err != nil || c != 0x0B3D91 {
			t.Errorf("got %06x, %v", c, err)
		}
		p, err := s.Settle(nil, 10*time.Millisecond, 10*time.Second)
		if err != nil || p.At(at) != 0x0B3D91 || s.Width != 320 || s.Height != 240 {
			t.Errorf("a picture of %d×%d: %v", s.Width, s.Height, err)
		}
		if _, err := s.Settle(p, 5*time.Millisecond, 30*time.Millisecond); err == nil {
			t.Error("the same picture is taken for another")
		}
	})
	t.Run("waiting", func(t *testing.T) {
		began := time.Now()
		go func() {
			time.Sleep(20 * time.Millisecond)
			paint(s, 0xFFFFFF)
		}()
		when, err := s.Wait(at, func(c Colour) bool { return c == 0xFFFFFF }, 10*time.Second)
		if err != nil || when.Sub(began) < 20*time.Millisecond {
			t.Errorf("seen after %v, %v", when.Sub(began), err)
		}
		if _, err := s.Wait(at, func(c Colour) bool { return c == 0 }, 5*time.Millisecond); !errors.Is(err, ErrTooLong) {
			t.Errorf("got %v, want ErrTooLong", err)
		}
	})
	t.Run("the finger", func(t *testing.T) {
		if err := s.Move(Point{30, 40}); err != nil {
			t.Fatal(err)
		}
		if err := s.Press(); err != nil {
			t.Fatal(err)
		}
		q, err := xproto.QueryPointer(s.conn, s.root).Reply()
		if err != nil || q.RootX != 30 || q.RootY != 40 || q.Mask&xproto.ButtonMask1 == 0 {
			t.Errorf("the pointer: %+v, %v", q, err)
		}
		if err := s.Release(); err != nil {
			t.Fatal(err)
		}
	})
}
