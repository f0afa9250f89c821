package sound

import "math"

// Tone is a sine that goes on from one Fill to the next.
type Tone struct{ phase, step, amplitude float64 }

// NewTone has freq in Hz and amplitude as part of full scale, 0 to 1.
func NewTone(rate int, freq, amplitude float64) *Tone {
	return &Tone{step: 2 * math.Pi * freq / float64(rate), amplitude: amplitude * math.MaxInt16}
}

// Fill writes the tone over samples.
func (t *Tone) Fill(samples []int16) {
	for i := range samples {
		samples[i] = int16(math.Round(t.amplitude * math.Sin(t.phase)))
		t.phase = math.Mod(t.phase+t.step, 2*math.Pi)
	}
}

// Goertzel is the amplitude of the sine of freq Hz in samples, as part of full
// scale. It tells apart two that are rate/len(samples) Hz from each other.
func Goertzel(samples []int16, rate int, freq float64) float64 {
	if len(samples) == 0 {
		return 0
	}
	w := 2 * math.Pi * freq / float64(rate)
	k, s1, s2 := 2*math.Cos(w), 0.0, 0.0
	for _, x := range samples {
		s1, s2 = float64(x)+k*s1-s2, s1
	}
	power := s1*s1 + s2*s2 - k*s1*s2
	return 2 * math.Sqrt(max(power, 0)) / float64(len(samples)) / math.MaxInt16
}

// RMS is the level of samples, as part of full scale: a full sine has 0.707.
func RMS(samples []int16) float64 {
	if len(samples) == 0 {
		return 0
	}
	sum := 0.0
	for _, x := range samples {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum/float64(len(samples))) / math.MaxInt16
}
