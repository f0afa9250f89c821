package vpx

import (
	"testing"
	"time"
)

// FuzzDecode gives a decoder what a hostile peer may send: two frames, cut where
// the first byte says.
func FuzzDecode(f *testing.F) {
	e := encoder(f, Settings{64, 48, 100_000, 30})
	m := picture(f, 64, 48)
	var seed []byte
	for n := range 3 {
		b, _, err := e.Encode(m, time.Duration(n)*33*time.Millisecond, false)
		if err != nil {
			f.Fatal(err)
		}
		seed = append(seed, b...)
		f.Add(append([]byte{byte(len(b))}, seed...))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		d := decoder(t)
		cut := min(int(b[0])*4, len(b)-1)
		for _, frame := range [][]byte{b[1 : 1+cut], b[1+cut:], b[1:]} {
			w, h, err := d.Decode(frame)
			if err != nil || w == 0 {
				continue
			}
			if !fits(w, h) {
				t.Fatalf("%d × %d", w, h)
			}
			if err := d.RGBA(make([]byte, 4*w*h)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// FuzzMJPEG gives the reader of JPEG what a broken camera, or a cable, may.
func FuzzMJPEG(f *testing.F) {
	j, _ := jpegOf(f, 48, 32)
	f.Add(j)
	f.Add(withoutTables(f, j))
	f.Fuzz(func(t *testing.T, b []byte) {
		var m Image
		if err := m.MJPEG(b); err == nil && !m.whole() {
			t.Errorf("%d × %d, %d bytes", m.Width, m.Height, len(m.Pix))
		}
	})
}
