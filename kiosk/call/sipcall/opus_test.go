//go:build cgo

package sipcall

import (
	"math"
	"testing"

	"guichet/drivers/audio"
	"guichet/kiosk/call/sound"
)

// hum is a voice: 140 Hz, with its overtones, that goes up and down.
func hum(from int) []int16 {
	pcm := make([]int16, packet)
	for i := range pcm {
		at := float64(from+i) / audio.Rate
		v := 0.0
		for k := 1.0; k <= 8; k++ {
			v += math.Sin(2*math.Pi*140*k*at) / k
		}
		pcm[i] = int16(6000 * v * (1 + 0.3*math.Sin(2*math.Pi*3*at)))
	}
	return pcm
}

// A lost packet takes its own time and no more: libopus fades the one after it in,
// from a half of what it would have been; were more made up, from a seventh.
func TestALostPacketOfOpusIsOnePacket(t *testing.T) {
	for _, fec := range []bool{true, false} {
		encoder, err := newLibopus()
		must(t, err)
		whole, err := newLibopus()
		must(t, err)
		lossy, err := newLibopus()
		must(t, err)
		var packets [][]byte
		for n := range 60 {
			data, err := encoder.encode(nil, hum(n*packet))
			must(t, err)
			packets = append(packets, data)
		}
		for n, data := range packets[:59] {
			want, err := whole.decode(nil, data)
			must(t, err)
			var got []int16
			if n == 40 {
				var next []byte
				if fec {
					next = packets[n+1]
				}
				got = lossy.conceal(nil, packet, next)
			} else {
				got, err = lossy.decode(nil, data)
				must(t, err)
			}
			if a, b := sound.RMS(got), sound.RMS(want); len(got) != len(want) || a < b/3 || a > 2*b {
				t.Errorf("fec %v, packet %d: %d samples of %.3f, not %d of %.3f", fec, n, len(got), a, len(want), b)
			}
		}
	}
}

func init() {
	remembered[Opus] = func(c codec) map[string]int {
		o := c.(*libopus)
		return map[string]int{"the last packet": left(o.wide), "the encoder": left(sound.CodecMemory(o.out)), "the decoder": left(sound.CodecMemory(o.in))}
	}
}
