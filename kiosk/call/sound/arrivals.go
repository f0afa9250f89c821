package sound

import (
	"slices"
	"time"
)

// remembered arrivals decide on the delay: 5 s of 20 ms.
const remembered = 256

// arrivals knows how much later than the fastest one packets come. Times are in
// samples of the RTP clock.
//
// Packets that come together count once, as late as the first of them: what a
// line held back for 8 s and brings at once is one delay, not four hundred.
type arrivals struct {
	clock, step int64
	epoch       time.Time
	bursts      [remembered]burst
	n           int   // packets that were added
	count       int   // bursts
	newest      int64 // when the last packet came
	least, late int64 // fastest, and what 98 of 100 keep
}

// burst is the transit (arrival less timestamp) of the latest and of the fastest
// of packets that came together.
type burst struct{ late, fast int64 }

// samples is at on the clock of this stream.
func (a *arrivals) samples(at time.Time) int64 {
	if a.epoch.IsZero() {
		a.epoch = at
	}
	d := at.Sub(a.epoch)
	whole := int64(d / time.Second)
	return whole*a.clock + int64(d%time.Second)*a.clock/int64(time.Second)
}

func (a *arrivals) add(ts int64, at time.Time) {
	now := a.samples(at)
	t := now - ts
	if a.n == 0 || now-a.newest > a.step/4 {
		a.bursts[a.count%remembered] = burst{t, t}
		a.count++
	} else {
		b := &a.bursts[(a.count-1)%remembered]
		b.late, b.fast = max(b.late, t), min(b.fast, t)
	}
	if a.n == 0 || t < a.least {
		a.least = t
	}
	a.n++
	a.newest = now
	if a.n%10 == 0 || a.n < 10 {
		a.sum()
	}
}

// sum looks at all that is remembered: what is older than that no longer counts,
// so both follow a drifting clock and a line that changed.
func (a *arrivals) sum() {
	known := make([]int64, 0, remembered)
	least := a.bursts[0].fast
	for _, b := range a.bursts[:min(a.count, remembered)] {
		known = append(known, b.late)
		least = min(least, b.fast)
	}
	slices.Sort(known)
	a.least = least
	a.late = known[(len(known)-1)*98/100] - least
}

func (a *arrivals) base() int64 { return a.least }

// target is the delay to play at. One packet more than measured is for Next,
// which comes when the sound card wants it. A stream that just began gets two.
func (a *arrivals) target() int64 {
	t := a.late + a.step
	if a.n < 25 {
		t = max(t, 2*a.step)
	}
	return min(t, a.clock/2)
}
