package video

import "time"

// detour tells a way that became longer, by another route or a busy radio, from a
// queue that we fill ourselves. Both look alike at first: each packet takes more
// time than before. But a queue of ours empties when less is sent, and a detour
// stays what it is: less and less would be sent for nothing.
type detour struct {
	steps     int
	queued    time.Duration // at the first step
	delivered float64       // bits a second, at the last
}

// detourSteps down, each with less that came and the same queue, are a detour.
const detourSteps = 3

// is takes what was seen before each step down. One whose effect has not come
// back yet, on a long way, counts for nothing.
func (d *detour) is(queued time.Duration, delivered float64) bool {
	same := queued > d.queued*3/4 && queued < d.queued*5/4
	switch {
	case !same || delivered > 1.1*d.delivered:
		*d = detour{steps: 1, queued: queued, delivered: delivered}
		return false
	case delivered > 0.9*d.delivered:
		return false
	}
	d.steps, d.delivered = d.steps+1, delivered
	if d.steps < detourSteps {
		return false
	}
	*d = detour{}
	return true
}
