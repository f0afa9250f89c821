package vpx

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// moving draws a picture that moves and has the noise of a camera.
func moving(m *Image, n int, noise *rand.Rand) {
	for i, y := 0, m.Y(); i < len(y); i++ {
		x, row := i%m.Width, i/m.Width
		wave := 40 * math.Sin(float64(x+3*n)/37) * math.Cos(float64(row-2*n)/29)
		y[i] = byte(120 + wave + float64(noise.IntN(9)))
	}
	for i := range m.U() {
		m.U()[i], m.V()[i] = byte(110+(i+n)%30), byte(150-(i+n)%20)
	}
}

func picture(t testing.TB, w, h int) *Image {
	m := new(Image)
	if err := m.Reset(w, h); err != nil {
		t.Fatal(err)
	}
	moving(m, 0, rand.New(rand.NewPCG(1, 2)))
	return m
}

// psnr of two planes, in dB; 99 where they are the same.
func psnr(a, b []byte) float64 {
	var sum float64
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	if sum == 0 {
		return 99
	}
	return 10 * math.Log10(255*255*float64(len(a))/sum)
}

func encoder(t testing.TB, s Settings) *Encoder {
	e, err := NewEncoder(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func decoder(t testing.TB) *Decoder {
	d, err := NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestWhatIsEncodedIsSeenAgainAtTheRateAsked(t *testing.T) {
	for _, s := range []Settings{
		{640, 480, 800_000, 30}, {320, 240, 150_000, 15}, {641, 359, 500_000, 30},
	} {
		e, d := encoder(t, s), decoder(t)
		m, got, noise := picture(t, s.Width, s.Height), new(Image), rand.New(rand.NewPCG(3, 4))
		var bits, shown, worst = 0, 0, 99.0
		const seconds = 5
		for n := range seconds * s.Rate {
			moving(m, n, noise)
			f, key, err := e.Encode(m, time.Duration(n)*time.Second/time.Duration(s.Rate), false)
			if err != nil || key != (n == 0) {
				t.Fatalf("%v: picture %d: key %v, %v", s, n, key, err)
			}
			if len(f) == 0 {
				continue
			}
			bits += 8 * len(f)
			if w, h, err := d.Decode(f); err != nil || w != s.Width || h != s.Height {
				t.Fatalf("%v: picture %d: %d × %d, %v", s, n, w, h, err)
			}
			if err := d.Image(got); err != nil {
				t.Fatal(err)
			}
			shown++
			worst = min(worst, psnr(m.Y(), got.Y()))
		}
		t.Logf("%v: %d bit/s, %d of %d pictures, worst %.1f dB", s, bits/seconds, shown, seconds*s.Rate, worst)
		if bits/seconds > s.Bitrate*115/100 || shown < seconds*s.Rate*8/10 || worst < 26 {
			t.Errorf("%v: %d bit/s, %d pictures, %.1f dB", s, bits/seconds, shown, worst)
		}
	}
}

func TestAKeyFrameComesWhenAsked(t *testing.T) {
	e := encoder(t, Settings{320, 240, 300_000, 30})
	m := picture(t, 320, 240)
	for n := range 20 {
		_, key, err := e.Encode(m, time.Duration(n)*33*time.Millisecond, n == 7)
		if err != nil || key != (n == 0 || n == 7) {
			t.Errorf("picture %d: key %v, %v", n, key, err)
		}
	}
}

func TestRateAndSizeChangeLive(t *testing.T) {
	e, d := encoder(t, Settings{640, 480, 800_000, 30}), decoder(t)
	noise := rand.New(rand.NewPCG(3, 4))
	at := time.Duration(0)
	second := func(s Settings) (bits int) {
		if err := e.Set(s); err != nil {
			t.Fatal(err)
		}
		m := picture(t, s.Width, s.Height)
		for n := range 2 * s.Rate {
			moving(m, n, noise)
			at += time.Second / time.Duration(s.Rate)
			f, _, err := e.Encode(m, at, false)
			if err != nil {
				t.Fatal(err)
			}
			if len(f) == 0 {
				continue
			}
			if w, _, err := d.Decode(f); err != nil || w != s.Width {
				t.Fatalf("%v: %d, %v", s, w, err)
			}
			if n >= s.Rate {
				bits += 8 * len(f)
			}
		}
		return bits
	}
	for _, s := range []Settings{{640, 480, 800_000, 30}, {640, 480, 400_000, 30}, {320, 240, 120_000, 15}, {640, 480, 900_000, 30}} {
		if bits := second(s); bits > s.Bitrate*5/4 || bits < s.Bitrate/2 {
			t.Errorf("%v: %d bit/s", s, bits)
		}
	}
}

func TestADamagedFrameIsToldAndAKeyFrameMendsIt(t *testing.T) {
	e, d := encoder(t, Settings{320, 240, 300_000, 30}), decoder(t)
	m := picture(t, 320, 240)
	f, _, _ := e.Encode(m, 0, false)
	if _, _, err := d.Decode(f[:len(f)/3]); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a third of a key frame: %v", err)
	}
	f, _, _ = e.Encode(m, 40*time.Millisecond, true)
	if w, _, err := d.Decode(f); err != nil || w != 320 {
		t.Errorf("after it: %d, %v", w, err)
	}
}

func TestColoursOfTheScreen(t *testing.T) {
	for _, c := range []struct {
		y, u, v byte
		want    color.RGBA
	}{
		{16, 128, 128, color.RGBA{0, 0, 0, 255}},
		{235, 128, 128, color.RGBA{255, 255, 255, 255}},
		{81, 90, 240, color.RGBA{255, 0, 0, 255}}, // BT.601's red
		{41, 240, 110, color.RGBA{0, 0, 255, 255}},
	} {
		m := new(Image)
		if err := m.Reset(18, 9); err != nil {
			t.Fatal(err)
		}
		m.Fill(c.y, c.u, c.v)
		dst := make([]byte, 4*18*9)
		if err := m.RGBA(dst); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(dst); i += 4 {
			got := color.RGBA{dst[i], dst[i+1], dst[i+2], dst[i+3]}
			if !near(got, c.want, 3) {
				t.Fatalf("%v: %v at %d, not %v", c, got, i, c.want)
			}
		}
	}
}

func near(a, b color.RGBA, by int) bool {
	far := func(x, y byte) bool { return int(x)-int(y) > by || int(y)-int(x) > by }
	return !far(a.R, b.R) && !far(a.G, b.G) && !far(a.B, b.B) && a.A == b.A
}

// jpegOf draws four fields of known colour.
func jpegOf(t testing.TB, w, h int) ([]byte, []color.RGBA) {
	fields := []color.RGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {200, 40, 40, 255}, {30, 90, 220, 255}}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, fields[2*(2*y/h)+2*x/w])
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), fields
}

// withoutTables leaves out the segments DHT (ITU-T T.81, annex B.2.4.2), as
// cameras do.
func withoutTables(t testing.TB, j []byte) []byte {
	out, i, found := append([]byte(nil), j[:2]...), 2, false
	for j[i+1] != 0xda {
		n := 2 + int(j[i+2])<<8 + int(j[i+3])
		if j[i+1] == 0xc4 {
			found = true
		} else {
			out = append(out, j[i:i+n]...)
		}
		i += n
	}
	if !found {
		t.Fatal("no tables to leave out")
	}
	return append(out, j[i:]...)
}

func TestJPEGWithAndWithoutTables(t *testing.T) {
	whole, fields := jpegOf(t, 322, 242)
	for name, j := range map[string][]byte{"whole": whole, "without tables": withoutTables(t, whole)} {
		var m Image
		if err := m.MJPEG(j); err != nil || m.Width != 322 || m.Height != 242 {
			t.Fatalf("%s: %d × %d, %v", name, m.Width, m.Height, err)
		}
		rgba := make([]byte, 4*m.Width*m.Height)
		if err := m.RGBA(rgba); err != nil {
			t.Fatal(err)
		}
		for f, want := range fields {
			i := 4 * ((m.Height/4+f/2*m.Height/2)*m.Width + m.Width/4 + f%2*m.Width/2)
			if got := (color.RGBA{rgba[i], rgba[i+1], rgba[i+2], rgba[i+3]}); !near(got, want, 6) {
				t.Errorf("%s: field %d is %v, not %v", name, f, got, want)
			}
		}
	}
}

func TestYUYV(t *testing.T) {
	const w, h, stride = 6, 2, 16
	data := make([]byte, stride*h)
	for y := range h {
		for x := 0; x < w; x += 2 {
			copy(data[y*stride+2*x:], []byte{byte(10*y + x), 100, byte(10*y + x + 1), 200})
		}
	}
	var m Image
	if err := m.YUYV(data, w, h, stride); err != nil {
		t.Fatal(err)
	}
	want := []byte{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 100, 100, 100, 200, 200, 200}
	if !bytes.Equal(m.Pix, want) {
		t.Errorf("%v, not %v", m.Pix, want)
	}
}

func TestPlanesWithAStride(t *testing.T) {
	data := []byte{1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 20, 21, 22, 23, 30, 31, 32, 33}
	var m Image
	if err := m.I420(data, 3, 3, 4); err != nil {
		t.Fatal(err)
	}
	if want := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 23, 30, 31, 32, 33}; !bytes.Equal(m.Pix, want) {
		t.Errorf("%v, not %v", m.Pix, want)
	}
}

func TestScaledAndMirrored(t *testing.T) {
	m, small, back := picture(t, 640, 480), new(Image), new(Image)
	if small.Reset(320, 240) != nil || back.Reset(640, 480) != nil {
		t.Fatal("no room")
	}
	if err := errors.Join(small.Scale(m), back.Scale(small)); err != nil {
		t.Fatal(err)
	}
	if db := psnr(m.Y(), back.Y()); db < 30 {
		t.Errorf("%.1f dB", db)
	}
	if err := small.Mirror(m); err != nil {
		t.Fatal(err)
	}
	for x := range m.Width {
		if m.Y()[x] != small.Y()[m.Width-1-x] {
			t.Fatalf("column %d is not mirrored", x)
		}
	}
}

func TestWhatIsNotAPictureIsRefused(t *testing.T) {
	j, _ := jpegOf(t, 64, 48)
	for name, data := range map[string][]byte{
		"nothing": nil, "cut": j[:len(j)/2], "noise": bytes.Repeat([]byte{0xff, 0xd8}, 500), "start alone": j[:2],
	} {
		if err := new(Image).MJPEG(data); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	var m Image
	for name, err := range map[string]error{
		"YUYV too short":   m.YUYV(make([]byte, 100), 64, 48, 128),
		"YUYV stride":      m.YUYV(make([]byte, 64*48*2), 64, 48, 64),
		"I420 too short":   m.I420(make([]byte, 64*48), 64, 48, 64),
		"too large":        m.Reset(4096, 4096),
		"negative":         m.Reset(-1, 4),
		"no target":        m.Scale(picture(t, 4, 4)),
		"no picture":       m.RGBA(make([]byte, 100)),
		"target too small": picture(t, 4, 4).RGBA(make([]byte, 10)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHeadersThatNoDecoderIsGiven(t *testing.T) {
	e := encoder(t, Settings{320, 240, 300_000, 30})
	f, _, _ := e.Encode(picture(t, 320, 240), 0, true)
	if h, err := ParseHeader(f); err != nil || h != (Header{true, true, 320, 240}) {
		t.Errorf("a true one: %+v, %v", h, err)
	}
	large := append([]byte(nil), f...)
	copy(large[6:], []byte{0xff, 0x3f, 0xff, 0x3f})
	if _, err := ParseHeader(large); !errors.Is(err, ErrSize) {
		t.Errorf("16383 × 16383: %v", err)
	}
	for name, b := range map[string][]byte{
		"none": nil, "two bytes": f[:2], "no start code": append(append([]byte(nil), f[:3]...), 0, 0, 0, 0, 0, 0, 0),
		"key frame of 9 bytes": f[:9], "version 7": {0x0f, 0, 0},
	} {
		if _, err := ParseHeader(b); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestClosedTwiceAndUsedAfter(t *testing.T) {
	e, d := encoder(t, Settings{64, 64, 100_000, 10}), decoder(t)
	for range 2 {
		if e.Close() != nil || d.Close() != nil {
			t.Error("close")
		}
	}
	if _, _, err := e.Encode(picture(t, 64, 64), 0, false); !errors.Is(err, ErrClosed) {
		t.Errorf("encode: %v", err)
	}
	if _, _, err := d.Decode(nil); !errors.Is(err, ErrClosed) {
		t.Errorf("decode: %v", err)
	}
	if err := d.RGBA(make([]byte, 100)); err == nil {
		t.Error("a picture after the end")
	}
}

func TestNothingIsAllocatedForAPicture(t *testing.T) {
	e, d := encoder(t, Settings{640, 480, 800_000, 30}), decoder(t)
	j, _ := jpegOf(t, 640, 480)
	yuyv, rgba := make([]byte, 640*480*2), make([]byte, 640*480*4)
	var m, small Image
	var at time.Duration
	small.Reset(320, 240)
	once := func() {
		at += 33 * time.Millisecond
		if errors.Join(m.YUYV(yuyv, 640, 480, 1280), m.MJPEG(j), small.Scale(&m)) != nil {
			t.Fatal("no picture")
		}
		f, _, err := e.Encode(&m, at, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(f) > 0 {
			d.Decode(f)
			d.RGBA(rgba)
		}
	}
	if n := testing.AllocsPerRun(20, once); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
