package sound_test

import (
	"math"
	"testing"

	"guichet/kiosk/call/sound"
)

// through converts a tone of 0.5 s and gives the amplitude found at freq.
func through(t *testing.T, from, to int, tone, freq float64) float64 {
	t.Helper()
	r, err := sound.NewResampler(from, to)
	if err != nil {
		t.Fatal(err)
	}
	in := make([]int16, from/2)
	sound.NewTone(from, tone, 0.5).Fill(in)
	var out []int16
	for i := 0; i < len(in); i += from / 100 {
		out = r.Append(out, in[i:i+from/100])
		if want := (i/(from/100) + 1) * to / 100; len(out) != want {
			t.Fatalf("%d to %d: %d samples for %d", from, to, len(out), want)
		}
	}
	return sound.Goertzel(out[to/10:], to, freq)
}

func db(a, b float64) float64 { return 20 * math.Log10(max(a, 1e-9)/b) }

func TestAVoicePassesUnchanged(t *testing.T) {
	for _, c := range []struct {
		from, to int
		highest  float64
	}{{48000, 8000, 3400}, {8000, 48000, 3400}, {48000, 16000, 6800}, {16000, 48000, 6800}, {48000, 48000, 20000}} {
		for _, freq := range []float64{100, 440, 1000, c.highest} {
			if d := db(through(t, c.from, c.to, freq, freq), 0.5); math.Abs(d) > 0.2 {
				t.Errorf("%d to %d: %v Hz comes %.2f dB changed", c.from, c.to, freq, d)
			}
		}
	}
}

func TestNothingFoldsIntoTheVoice(t *testing.T) {
	for _, c := range []struct {
		from, to    int
		tone, alias float64
	}{
		{48000, 8000, 4700, 3300}, {48000, 8000, 6000, 2000}, {48000, 8000, 15400, 600},
		{48000, 16000, 9400, 6600}, {48000, 16000, 15000, 1000},
		{8000, 48000, 3300, 4700}, {8000, 48000, 1000, 7000}, {16000, 48000, 6600, 9400},
	} {
		if d := db(through(t, c.from, c.to, c.tone, c.alias), 0.5); d > -60 {
			t.Errorf("%d to %d: %v Hz is heard at %v Hz, %.1f dB", c.from, c.to, c.tone, c.alias, d)
		}
	}
}

func TestConversionDelaysByLessThan4ms(t *testing.T) {
	down, _ := sound.NewResampler(48000, 8000)
	up, _ := sound.NewResampler(8000, 48000)
	in := make([]int16, 4800)
	in[0] = 20000
	out := up.Append(nil, down.Append(nil, in))
	peak := 0
	for i, s := range out {
		if s > out[peak] {
			peak = i
		}
	}
	if want := down.Delay() + up.Delay(); peak > 192 || peak < want-6 || peak > want+6 {
		t.Errorf("a click comes %d samples later, said to be %d", peak, want)
	}
}

func TestOddRatesAreRefused(t *testing.T) {
	for _, c := range [][2]int{{44100, 48000}, {0, 8000}, {8000, 0}, {-1, -1}} {
		if _, err := sound.NewResampler(c[0], c[1]); err == nil {
			t.Errorf("%d to %d was taken", c[0], c[1])
		}
	}
}

func BenchmarkResample48to8(b *testing.B) {
	r, _ := sound.NewResampler(48000, 8000)
	in, out := make([]int16, 480), make([]int16, 0, 80)
	for b.Loop() {
		r.Append(out, in)
	}
}

func BenchmarkResample8to48(b *testing.B) {
	r, _ := sound.NewResampler(8000, 48000)
	in, out := make([]int16, 80), make([]int16, 0, 480)
	for b.Loop() {
		r.Append(out, in)
	}
}
