package audio

import "math"

// Limiter makes sound louder or softer and never clips it: where it would, the
// gain goes down at once and comes back slowly. It belongs to one goroutine.
type Limiter struct {
	volume  float64 // of the last sample, follows what is asked
	reduced float64 // 0 to 1, what the limit takes away
	back    float64 // by which reduced comes back each sample
}

// ceiling leaves 0.5 dB below full scale.
const ceiling = 0.944 * math.MaxInt16

// NewLimiter is for sound of rate samples a second.
func NewLimiter(rate int) *Limiter {
	return &Limiter{volume: 1, reduced: 1, back: 1 - math.Exp(-1/(0.2*float64(rate)))}
}

// Apply sets samples to percent of their volume, 0 to 200. A change is spread
// over some ms: a step clicks.
func (l *Limiter) Apply(samples []int16, percent int) {
	wanted := float64(min(max(percent, 0), 200)) / 100
	for i, s := range samples {
		l.volume += min(max(wanted-l.volume, -0.005), 0.005)
		samples[i] = l.Limit(float64(s) * l.volume)
	}
}

// Limit is one sample of what may be louder than a sample can be.
func (l *Limiter) Limit(v float64) int16 {
	l.reduced += (1 - l.reduced) * l.back
	if loud := math.Abs(v) * l.reduced; loud > ceiling {
		l.reduced *= ceiling / loud
	}
	return int16(math.Round(v * l.reduced))
}
