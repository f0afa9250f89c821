package sound_test

import (
	"math/rand/v2"
	"testing"

	"guichet/kiosk/call/sound"
)

// noise has an even spread of the given RMS.
func noise(n int, rms float64) []int16 {
	rnd, out := rand.New(rand.NewPCG(3, 4)), make([]int16, n)
	for i := range out {
		out[i] = int16((rnd.Float64()*2 - 1) * rms * 1.732 * 32767)
	}
	return out
}

// speaking counts the 10 ms out of a second in which somebody speaks.
func speaking(l *sound.Level, second []int16) (n int) {
	for i := 0; i+480 <= len(second); i += 480 {
		if l.Add(second[i : i+480]) {
			n++
		}
	}
	return n
}

func TestAVoiceIsToldFromTheNoiseOfTheHall(t *testing.T) {
	l := sound.NewLevel(48000)
	hall, voice := noise(48000, 0.01), vowel(48000, 48000)
	for range 15 { // it learns what the place sounds like
		speaking(l, hall)
	}
	if n := speaking(l, hall); n > 0 {
		t.Errorf("noise alone speaks for %d0 ms", n)
	}
	if n := speaking(l, voice); n < 95 {
		t.Errorf("a voice speaks for %d0 ms of 1 s", n)
	}
	if n := speaking(l, hall); n < 30 || n > 50 {
		t.Errorf("the voice is over, and speaks for %d0 ms more; want about 400", n)
	}
	if l.Speaks() {
		t.Error("it still speaks")
	}
}

func TestSilenceDoesNotSpeak(t *testing.T) {
	l := sound.NewLevel(48000)
	if n := speaking(l, make([]int16, 48000)) + speaking(l, noise(48000, 0.001)); n > 0 {
		t.Errorf("nothing speaks for %d0 ms", n)
	}
}
