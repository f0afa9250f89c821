package sound_test

import (
	"math"
	"testing"

	"guichet/kiosk/call/sound"
)

// snr is in dB, of back against the original.
func snr(want, got []int16) float64 {
	signal, noise := 0.0, 1e-9
	for i := range want {
		d := float64(want[i]) - float64(got[i])
		signal += float64(want[i]) * float64(want[i])
		noise += d * d
	}
	return 10 * math.Log10(signal/noise)
}

func TestGoertzelFindsTheToneAndNoOther(t *testing.T) {
	s := make([]int16, 4800)
	sound.NewTone(48000, 440, 0.5).Fill(s)
	if a := sound.Goertzel(s, 48000, 440); math.Abs(a-0.5) > 0.001 {
		t.Errorf("440 Hz at 0.5 is found at %.4f", a)
	}
	if a := sound.Goertzel(s, 48000, 880); a > 0.001 {
		t.Errorf("880 Hz, which is not there, is found at %.4f", a)
	}
	if r := sound.RMS(s); math.Abs(r-0.5/math.Sqrt2) > 0.001 {
		t.Errorf("its RMS is %.4f", r)
	}
}

func TestATonePlaysOn(t *testing.T) {
	whole, parts := make([]int16, 960), make([]int16, 960)
	sound.NewTone(48000, 440, 0.5).Fill(whole)
	tone := sound.NewTone(48000, 440, 0.5)
	tone.Fill(parts[:480])
	tone.Fill(parts[480:])
	if db := snr(whole, parts); db < 80 {
		t.Errorf("cut in two it is another tone: %.1f dB", db)
	}
}
