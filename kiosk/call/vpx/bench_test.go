package vpx

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

var sizes = []Settings{{640, 480, 800_000, 30}, {1280, 720, 1_500_000, 30}}

// pictures are drawn before the clock runs: drawing costs more than encoding.
func pictures(b *testing.B, s Settings) []*Image {
	noise := rand.New(rand.NewPCG(3, 4))
	all := make([]*Image, 30)
	for n := range all {
		all[n] = new(Image)
		if err := all[n].Reset(s.Width, s.Height); err != nil {
			b.Fatal(err)
		}
		moving(all[n], n, noise)
	}
	return all
}

func BenchmarkEncode(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("%dx%d", s.Width, s.Height), func(b *testing.B) {
			all, e, n, bits := pictures(b, s), encoder(b, s), 0, 0
			b.ReportAllocs()
			for b.Loop() {
				f, _, err := e.Encode(all[n%len(all)], time.Duration(n)*time.Second/30, false)
				if err != nil {
					b.Fatal(err)
				}
				n, bits = n+1, bits+8*len(f)
			}
			b.ReportMetric(float64(bits)/float64(n)*30/1000, "kbit/s")
		})
	}
}

func BenchmarkDecodeToScreen(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("%dx%d", s.Width, s.Height), func(b *testing.B) {
			all, e := pictures(b, s), encoder(b, s)
			var frames [][]byte
			for n, m := range all {
				f, _, err := e.Encode(m, time.Duration(n)*time.Second/30, false)
				if err != nil {
					b.Fatal(err)
				}
				if len(f) > 0 {
					frames = append(frames, append([]byte(nil), f...))
				}
			}
			d, dst, n := decoder(b), make([]byte, 4*s.Width*s.Height), 0
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := d.Decode(frames[n%len(frames)]); err != nil {
					b.Fatal(err)
				}
				if err := d.RGBA(dst); err != nil {
					b.Fatal(err)
				}
				n++
			}
		})
	}
}

func BenchmarkMJPEG(b *testing.B) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("%dx%d", s.Width, s.Height), func(b *testing.B) {
			j, _ := jpegOf(b, s.Width, s.Height)
			var m Image
			b.ReportAllocs()
			for b.Loop() {
				if err := m.MJPEG(j); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
