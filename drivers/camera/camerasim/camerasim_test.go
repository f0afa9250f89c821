package camerasim

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/drivers/camera"
	"guichet/drivers/camera/cameratest"
)

func clip(t *testing.T) *Clip {
	var b bytes.Buffer
	for range 3 {
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
			t.Fatal(err)
		}
	}
	c, err := ReadClip(&b, 25)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSuite(t *testing.T) {
	for name, o := range map[string]Options{
		"I420": {}, "YUYV": {Format: camera.YUYV}, "MJPEG": {Format: camera.MJPEG},
		"bare MJPEG": {Format: camera.MJPEG, Bare: true}, "recorded": {Clip: clip(t)},
	} {
		o.Modes = []camera.Mode{{Width: 160, Height: 120, Rate: 30}} // small: many are drawn
		for _, c := range cameratest.Cases {
			t.Run(name+"/"+c.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { c.Check(t, New(o)) })
			})
		}
	}
}

func TestTheBarTellsWhenThePictureWasTaken(t *testing.T) {
	for _, f := range []camera.Format{camera.I420, camera.YUYV, camera.MJPEG} {
		synctest.Test(t, func(t *testing.T) {
			s, err := New(Options{Format: f}).Open(t.Context(), camera.Mode{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for range 5 {
				p, err := s.Next(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				got, ok := ReadBar(p.Width, p.Height, luma(t, p))
				if want := uint32(p.At.UnixMilli()) & BarMask; !ok || got != want || p.At.After(time.Now()) {
					t.Errorf("%s: bar %d, %v, not %d", f, got, ok, want)
				}
			}
		})
	}
}

func luma(t *testing.T, p camera.Picture) func(x, y int) byte {
	switch p.Format {
	case camera.YUYV:
		return func(x, y int) byte { return p.Data[y*p.Stride+2*x] }
	case camera.MJPEG:
		m, err := jpeg.Decode(bytes.NewReader(p.Data))
		if err != nil {
			t.Fatal(err)
		}
		c := m.(*image.YCbCr)
		return func(x, y int) byte { return c.Y[c.YOffset(x, y)] }
	}
	return func(x, y int) byte { return p.Data[y*p.Stride+x] }
}

func TestABarThatIsDamagedIsNotRead(t *testing.T) {
	pix := make([]byte, Size(320, 240))
	Draw(pix, 320, 240, 0x123456)
	at := func(x, y int) byte { return pix[y*320+x] }
	if ms, ok := ReadBar(320, 240, at); !ok || ms != 0x123456 {
		t.Fatalf("%x, %v", ms, ok)
	}
	for i := range barFields {
		flipped := func(x, y int) byte {
			if x*barFields/320 == i {
				return 251 - at(x, y)
			}
			return at(x, y)
		}
		if ms, ok := ReadBar(320, 240, flipped); ok {
			t.Errorf("field %d turned over reads %x", i, ms)
		}
	}
	if _, ok := ReadBar(320, 240, func(int, int) byte { return 128 }); ok {
		t.Error("a grey picture has a bar")
	}
}

func TestThePaceIsSteady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Options{}).Open(t.Context(), camera.Mode{Rate: 30})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		start, n := time.Now(), 0
		for time.Since(start) < 10*time.Second {
			if _, err := s.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n < 299 || n > 301 {
			t.Errorf("%d pictures in 10 s", n)
		}
	})
}

func TestUnpluggedAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(Options{})
		s, err := c.Open(t.Context(), camera.Mode{})
		if err != nil || !c.Light() {
			t.Fatal(err, "no light")
		}
		go func() {
			time.Sleep(time.Second)
			c.Unplug()
		}()
		for err == nil {
			_, err = s.Next(t.Context())
		}
		if !errors.Is(err, camera.ErrGone) || !errors.Is(c.Ready(), camera.ErrGone) || c.Light() {
			t.Errorf("%v, %v, light %v", err, c.Ready(), c.Light())
		}
		if _, err := c.Open(t.Context(), camera.Mode{}); !errors.Is(err, camera.ErrGone) {
			t.Errorf("opened: %v", err)
		}
		c.Plug()
		again, err := c.Open(t.Context(), camera.Mode{})
		if err != nil || c.Uses() != 2 {
			t.Fatalf("%v, %d uses", err, c.Uses())
		}
		s.Close() // the old stream does not put the new one's light out
		if !c.Light() {
			t.Error("no light")
		}
		again.Close()
	})
}

func TestARecordingIsShownAndBeginsAgain(t *testing.T) {
	var b strings.Builder
	b.WriteString("YUV4MPEG2 W4 H2 F30000:1001 Ip A1:1 C420jpeg\n")
	for i := range 3 {
		fmt.Fprintf(&b, "FRAME\n%s", strings.Repeat(string(rune('a'+i)), Size(4, 2)))
	}
	c, err := ReadClip(strings.NewReader(b.String()), 0)
	if err != nil || c.mode != (camera.Mode{Width: 4, Height: 2, Rate: 30}) {
		t.Fatalf("%v, %v", c, err)
	}
	synctest.Test(t, func(t *testing.T) {
		s, err := New(Options{Clip: c}).Open(t.Context(), camera.Mode{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var seen string
		for range 6 {
			p, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			seen += string(p.Data[:1])
		}
		if seen != "bcabca" {
			t.Errorf("%s", seen)
		}
	})
}

func TestWhatIsNoRecording(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "noise": "hello", "no size": "YUV4MPEG2 F30:1\nFRAME\n", "no picture": "YUV4MPEG2 W4 H2\n",
		"cut off": "YUV4MPEG2 W4 H2\nFRAME\nabc", "4:4:4": "YUV4MPEG2 W4 H2 C444\nFRAME\n", "10 bits": "YUV4MPEG2 W4 H2 C420p10\nFRAME\n",
		"no rate": "YUV4MPEG2 W4 H2 F1:100\nFRAME\n", "huge": "YUV4MPEG2 W99999 H99999\nFRAME\n",
	} {
		if _, err := ReadClip(strings.NewReader(text), 30); !errors.Is(err, ErrClip) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadClip(f *testing.F) {
	f.Add([]byte("YUV4MPEG2 W4 H2 F30:1\nFRAME\nabcdefghijkl"))
	f.Add([]byte{0xff, 0xd8, 0xff, 0xd9})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadClip(bytes.NewReader(b), 30)
		if err == nil && (len(c.frames) == 0 || c.mode.Rate < 1) {
			t.Errorf("%+v", c)
		}
	})
}
