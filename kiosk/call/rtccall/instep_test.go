package rtccall

import (
	"testing"
	"time"
)

func TestHowLongTheSoundWaits(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct{ picture, fastest, want time.Duration }{
		{0, 20 * ms, 0},               // no picture, or its clock is not known
		{60 * ms, 20 * ms, 0},         // as early as the sound
		{100 * ms, 20 * ms, 0},        // within what nobody notices
		{200 * ms, 20 * ms, 100 * ms}, // 20 + 100 + 40 of the device: 40 before the picture
		{900 * ms, 20 * ms, patient},
		{-5 * time.Hour, -5*time.Hour - 160*ms, 80 * ms}, // clocks that differ
	} {
		if got := waits(c.picture, c.fastest); got != c.want {
			t.Errorf("picture %v, sound %v: %v, not %v", c.picture, c.fastest, got, c.want)
		}
	}
}

func TestTheFastestOfLate(t *testing.T) {
	var l lateness
	if l.known() {
		t.Error("it knows before it heard")
	}
	begun := time.Now()
	for n := range 500 { // 10 s; the way becomes longer after 4
		behind := 30 * time.Millisecond
		if n > 200 {
			behind = 90 * time.Millisecond
		}
		if n%3 > 0 {
			behind += 25 * time.Millisecond
		}
		l.add(behind, begun.Add(time.Duration(n)*packetT))
		if n == 199 && l.least() != 30*time.Millisecond {
			t.Errorf("%v", l.least())
		}
	}
	if l.least() != 90*time.Millisecond {
		t.Errorf("of late %v", l.least())
	}
}
