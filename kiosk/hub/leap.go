package hub

import (
	"context"
	"fmt"
	"time"

	"guichet/forms/pack/trust"
)

// A clock that says 2038 for an hour, because a battery is dead and the network
// not there yet, must not delete what citizens sent, nor sign with a date that no
// later signature may be before. The hub knows a time that has passed: it signs
// the repository each day. Where its clock stands far beyond the last signature,
// it is either that, or the hub was off for long: then waiting does no harm.
const (
	leap     = 45 * 24 * time.Hour // since the last signature
	leapWait = 24 * time.Hour      // for somebody to set the clock, or to publish
)

// byTheClock is a chore that does nothing while the clock may be wrong.
func (h *Hub) byTheClock(do func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := h.leapt(ctx); err != nil {
			return err
		}
		return do(ctx)
	}
}

// leapt says how far the clock stands beyond the last signature, in the first day
// of a hub's life. Afterwards it is believed.
func (h *Hub) leapt(ctx context.Context) error {
	s, err := h.stamp(ctx)
	if err != nil || h.Repository == nil || time.Since(h.began) > leapWait {
		return nil // it does not sign, or has asked long enough
	}
	signed := s.Expires.Add(-trust.TimestampLife)
	if ahead := h.now().Sub(signed); ahead > leap {
		return fmt.Errorf("hub: the clock stands %d days after the last signature: set it, or publish; until tomorrow nothing is deleted", ahead/(24*time.Hour))
	}
	return nil
}
