package sound

import "guichet/drivers/audio"

// Limiter makes sound louder or softer and never clips it.
type Limiter = audio.Limiter

// NewLimiter is for sound of rate samples a second.
func NewLimiter(rate int) *Limiter { return audio.NewLimiter(rate) }

// Mixer adds voices, limited where they would clip together.
type Mixer struct {
	limit *Limiter
}

// NewMixer is for sound of rate samples a second.
func NewMixer(rate int) *Mixer { return &Mixer{limit: NewLimiter(rate)} }

// Mix writes the sum of voices over dst. A voice that is shorter, or nil, is
// silent from there on.
func (m *Mixer) Mix(dst []int16, voices ...[]int16) {
	for i := range dst {
		sum := 0.0
		for _, v := range voices {
			if i < len(v) {
				sum += float64(v[i])
			}
		}
		dst[i] = m.limit.Limit(sum)
	}
}
