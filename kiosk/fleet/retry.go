package fleet

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Waits between two tries. A kiosk that cannot reach its hub tries for ever,
// but at most each five minutes; one that lost its stream comes back within a
// minute, at a moment that chance picks, so that a hub that restarts is not run
// over by ten thousand at once.
const (
	firstWait    = time.Second
	longestWait  = 5 * time.Minute
	comeBack     = 2 * time.Second
	comeBackOver = 58 * time.Second
)

// retry counts failures in a row.
type retry struct{ failures int }

// wait is how long to wait after an error: doubled each time, and anywhere
// between half of that and all of it.
func (r *retry) wait(err error) time.Duration {
	d := min(firstWait<<min(r.failures, 16), longestWait)
	r.failures++
	d = d/2 + rand.N(d/2)
	var no *Refusal
	if errors.As(err, &no) {
		return max(d, no.After+rand.N(1+no.After/2))
	}
	return d
}

func (r *retry) reset() { r.failures = 0 }

// pause waits; it is cut short by a poke, or false at the end of ctx.
func pause(ctx context.Context, d time.Duration, poke <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
	case <-poke:
	}
	return true
}

// poke wakes who pauses; once is enough, however often it is called.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
