package sound_test

import (
	"math"
	"testing"

	"guichet/kiosk/call/sound"
)

func TestVolume(t *testing.T) {
	for _, c := range []struct {
		percent      int
		in, out, pct float64
	}{
		{100, 0.2, 0.2, 1}, {200, 0.2, 0.4, 1}, {50, 0.2, 0.1, 1}, {0, 0.2, 0, 0},
		{200, 0.9, 0.944, 4}, // limited, not clipped
		{500, 0.2, 0.4, 1},
	} {
		l, s := sound.NewLimiter(48000), make([]int16, 48000)
		sound.NewTone(48000, 440, c.in).Fill(s)
		l.Apply(s, c.percent)
		if a := sound.Goertzel(s[24000:], 48000, 440); math.Abs(a-c.out) > c.pct/100 {
			t.Errorf("%v at %d %%: %.3f, want %.3f", c.in, c.percent, a, c.out)
		}
		if third := sound.Goertzel(s[24000:], 48000, 1320); third > 0.01 {
			t.Errorf("%v at %d %%: a third harmonic of %.3f", c.in, c.percent, third)
		}
	}
}

func TestAChangeOfVolumeDoesNotClick(t *testing.T) {
	l, s := sound.NewLimiter(48000), make([]int16, 960)
	sound.NewTone(48000, 200, 0.5).Fill(s)
	l.Apply(s[:490], 100)
	l.Apply(s[490:], 0)
	for i := 1; i < len(s); i++ {
		if d := abs(int(s[i]) - int(s[i-1])); d > 700 {
			t.Errorf("at %d it jumps by %d", i, d)
		}
	}
}

func TestThreePeopleAreAllHeard(t *testing.T) {
	m := sound.NewMixer(48000)
	a, b, out := make([]int16, 4800), make([]int16, 4800), make([]int16, 4800)
	sound.NewTone(48000, 440, 0.3).Fill(a)
	sound.NewTone(48000, 700, 0.4).Fill(b)
	m.Mix(out, a, b, nil)
	if x, y := sound.Goertzel(out, 48000, 440), sound.Goertzel(out, 48000, 700); math.Abs(x-0.3) > 0.01 || math.Abs(y-0.4) > 0.01 {
		t.Errorf("%.3f and %.3f, want 0.3 and 0.4", x, y)
	}
	sound.NewTone(48000, 440, 0.9).Fill(a)
	sound.NewTone(48000, 700, 0.9).Fill(b)
	m.Mix(out, a, b)
	for _, s := range out {
		if s > 31000 || s < -31000 {
			t.Fatalf("two loud ones clip: %d", s)
		}
	}
}
