package sipcall

import (
	"math"
	"math/rand/v2"

	"guichet/drivers/audio"
)

// noise is what is played where the other side stopped sending because nobody
// speaks (comfort noise, RFC 3389): people take silence for the end.
type noise struct {
	amplitude int
}

// hear takes a level: the first byte is dB below full scale. The spectrum that
// may follow is passed over.
func (n *noise) hear(payload []byte) {
	if len(payload) == 0 {
		return
	}
	down := max(float64(payload[0]&0x7f), 40) // louder than -40 dB is no comfort
	n.amplitude = int(math.MaxInt16 * math.Pow(10, -down/20) * math.Sqrt(3))
}

func (n *noise) stop() { n.amplitude = 0 }

// append appends 10 ms.
func (n *noise) append(dst []int16) []int16 {
	for range audio.Length {
		v := 0
		if n.amplitude > 0 {
			v = rand.IntN(2*n.amplitude+1) - n.amplitude
		}
		dst = append(dst, int16(v))
	}
	return dst
}
