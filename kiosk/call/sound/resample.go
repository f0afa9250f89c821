package sound

import (
	"fmt"
	"math"
)

// Resampler changes the rate of a stream by a whole factor, up or down, keeping
// what both rates can carry: it is flat to 0.42 of the lower rate, and what would
// fold back below that is at least 60 dB down.
type Resampler struct {
	up, down int
	taps     []float32
	past     []float32 // newest last, at the rate of the input
	phase    int       // inputs until the next output
	delay    int       // samples at the higher rate
}

// NewResampler goes from one rate to another, of which one is a multiple of the
// other: 48000 and 8000, or 16000, or the same.
func NewResampler(from, to int) (*Resampler, error) {
	switch {
	case from <= 0 || to <= 0 || from%to != 0 && to%from != 0:
		return nil, fmt.Errorf("sound: no way from %d to %d samples a second", from, to)
	case from == to:
		return &Resampler{up: 1, down: 1, taps: []float32{1}, past: make([]float32, 1)}, nil
	}
	high, low := max(from, to), min(from, to)
	r := &Resampler{up: max(to/from, 1), down: max(from/to, 1), taps: lowPass(high / low)}
	for i := range r.taps {
		r.taps[i] *= float32(r.up)
	}
	r.past = make([]float32, (len(r.taps)+r.up-1)/r.up)
	r.delay = len(r.taps) / 2
	return r, nil
}

// Append converts src and appends it to dst: of a whole number of 10 ms it gives
// as many.
func (r *Resampler) Append(dst, src []int16) []int16 {
	for _, s := range src {
		copy(r.past, r.past[1:])
		r.past[len(r.past)-1] = float32(s)
		if r.phase++; r.phase < r.down {
			continue
		}
		r.phase = 0
		for p := range r.up {
			dst = append(dst, r.filter(p))
		}
	}
	return dst
}

// Delay is by how much the sound comes later, in samples of the higher rate.
func (r *Resampler) Delay() int { return r.delay }

// filter is one output: of taps only every up-th meets a sample, the others meet
// the zeros between them.
func (r *Resampler) filter(phase int) int16 {
	sum, n := float32(0), len(r.past)-1
	for i := phase; i < len(r.taps); i += r.up {
		sum += r.taps[i] * r.past[n]
		n--
	}
	return clip(sum)
}

// lowPass is a windowed sinc that cuts at half the lower rate, factor times lower
// than the higher one (Kaiser's window; Oppenheim and Schafer, "Discrete-Time
// Signal Processing", on filter design by Kaiser windows).
func lowPass(factor int) []float32 {
	const attenuation, transition = 65.0, 0.15 // dB; of the lower rate
	width := 2 * math.Pi * transition / float64(factor)
	n := int((attenuation-8)/(2.285*width)) | 1
	beta := 0.1102 * (attenuation - 8.7)
	taps, sum := make([]float64, n), 0.0
	for i := range taps {
		x := float64(i - n/2)
		taps[i] = sinc(x/float64(factor)) * kaiser(x/float64(n/2), beta)
		sum += taps[i]
	}
	out := make([]float32, n)
	for i := range taps {
		out[i] = float32(taps[i] / sum)
	}
	return out
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

func kaiser(x, beta float64) float64 {
	return bessel(beta*math.Sqrt(max(1-x*x, 0))) / bessel(beta)
}

// bessel is I0, by its power series.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > 1e-12*sum; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}

func clip(v float32) int16 {
	return int16(math.Round(float64(min(max(v, math.MinInt16), math.MaxInt16))))
}
