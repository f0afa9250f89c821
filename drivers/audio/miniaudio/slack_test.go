package miniaudio

import "testing"

func TestWhatAlwaysWaitsIsLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		waiting func(n int) int
		want    int
	}{
		"nothing waits":           {func(int) int { return 0 }, 0},
		"less than a frame":       {func(int) int { return 479 }, 0},
		"two frames and a bit":    {func(int) int { return 1000 }, 960},
		"a frame, but once":       {func(n int) int { return 480 * min(n%90, 1) }, 0},
		"three, and two at least": {func(n int) int { return 960 + 480*(n%2) }, 960},
	} {
		var s slack
		for second := range 3 {
			left := 0
			for n := range 100 {
				left += s.spare(c.waiting(n))
			}
			if left != c.want {
				t.Errorf("%s, second %d: %d samples left out, want %d", name, second, left, c.want)
			}
		}
	}
}

func TestTheRingKeepsOrderAndSaysWhatIsOld(t *testing.T) {
	r, next, want := newRing(), int16(0), int16(0)
	take := func(n int) {
		t.Helper()
		got := make([]int16, n)
		for _, v := range got[:r.read(got)] {
			if v != want {
				t.Fatalf("%d after %d", v, want-1)
			}
			want++
		}
	}
	for n := range 500 { // several times around
		part := make([]int16, 300+n)
		for i := range part {
			part[i] = next + int16(i)
		}
		next += int16(r.write(part))
		take(len(part))
	}
	if r.waiting() != 0 || r.full.Load() {
		t.Fatalf("%d wait", r.waiting())
	}
	if n := r.write(make([]int16, ringSize+10)); n != ringSize || !r.full.Load() {
		t.Errorf("%d fit into %d", n, ringSize)
	}
	if r.catchUp(2880, 480); r.waiting() != 0 {
		t.Errorf("what is old is kept: %d", r.waiting())
	}
	r.write(make([]int16, 4000))
	if r.catchUp(2880, 480); r.waiting() != 480 {
		t.Errorf("%d wait, want the newest 480", r.waiting())
	}
}
