package sound_test

import (
	"math"
	"testing"

	"guichet/kiosk/call/sound"
)

// vowel is 125 Hz with its overtones, as a voice has.
func vowel(rate, n int) []int16 {
	out, part := make([]int16, n), make([]int16, n)
	for k, a := range []float64{0.2, 0.15, 0.1, 0.08, 0.05} {
		sound.NewTone(rate, 125*float64(k+1), a).Fill(part)
		for i := range out {
			out[i] += part[i]
		}
	}
	return out
}

func TestALostPacketOfAVowelIsNotHeard(t *testing.T) {
	for _, rate := range []int{8000, 48000} {
		c, packet := sound.NewConcealer(rate), rate/50
		want := vowel(rate, 10*packet)
		got := append([]int16(nil), want...)
		for n := range 10 {
			part := got[n*packet : (n+1)*packet]
			if n == 6 {
				c.Conceal(part)
			} else {
				c.Good(part)
			}
		}
		lost := snr(want[6*packet:7*packet], got[6*packet:7*packet])
		after := snr(want[7*packet:8*packet], got[7*packet:8*packet])
		t.Logf("%d: %.1f dB in the lost packet, %.1f dB after", rate, lost, after)
		if lost < 15 || after < 18 {
			t.Errorf("%d: %.1f dB in the lost packet, %.1f dB after", rate, lost, after)
		}
	}
}

func TestALongLossFadesToSilence(t *testing.T) {
	c := sound.NewConcealer(8000)
	c.Good(vowel(8000, 800))
	frame, level := make([]int16, 64), 1.0 // a period of the voice
	for n := range 10 {
		c.Conceal(frame)
		now := sound.RMS(frame)
		if now > level+0.001 {
			t.Errorf("after %d ms it grows", n*8)
		}
		level = now
	}
	if level > 0.001 {
		t.Errorf("after 80 ms it is still there: %v", level)
	}
}

// glide is a voice whose pitch rises and whose level falls, so that no period is
// like the one before.
func glide(n int) []int16 {
	out, phase := make([]int16, n), 0.0
	for i := range out {
		phase += 2 * math.Pi * (110 + 40*float64(i)/float64(n)) / 8000
		level := 9000 * math.Exp(-float64(i)/4000)
		out[i] = int16(level * (math.Sin(phase) + 0.6*math.Sin(2*phase) + 0.3*math.Sin(3*phase)))
	}
	return out
}

// TestThereIsNoClick cuts 20 ms out at many places: no bend is much sharper than
// the voice's own, neither where the loss begins, nor inside, nor where it ends.
func TestThereIsNoClick(t *testing.T) {
	voice := glide(1600)
	sharpest := kink(voice[400:])
	for cut := 800; cut < 900; cut += 3 {
		c, heard := sound.NewConcealer(8000), append([]int16(nil), voice...)
		c.Good(heard[:cut])
		c.Conceal(heard[cut : cut+160])
		c.Good(heard[cut+160 : cut+320])
		for what, part := range map[string][]int16{
			"begins": heard[cut-2 : cut+2], "goes on": heard[cut : cut+160], "ends": heard[cut+158 : cut+162],
		} {
			if d := kink(part); d > sharpest*3/2 {
				t.Errorf("cut at %d: where it %s it bends by %d, the voice by %d at most", cut, what, d, sharpest)
			}
		}
	}
}

// kink is the sharpest bend: the greatest second difference.
func kink(s []int16) (most int) {
	for i := 2; i < len(s); i++ {
		most = max(most, abs(int(s[i])-2*int(s[i-1])+int(s[i-2])))
	}
	return most
}

func TestConcealingBeforeAnythingIsSilence(t *testing.T) {
	frame := []int16{1, 2, 3}
	sound.NewConcealer(8000).Conceal(frame)
	if sound.RMS(frame) != 0 {
		t.Errorf("%v", frame)
	}
}

func abs(i int) int { return max(i, -i) }

func BenchmarkConceal(b *testing.B) {
	c, frame := sound.NewConcealer(8000), make([]int16, 160)
	c.Good(vowel(8000, 800))
	for b.Loop() {
		c.Conceal(frame)
		c.Good(frame)
	}
}
