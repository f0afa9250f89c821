package users

import (
	"context"
	"runtime"
	"sync/atomic"

	"guichet/kiosk/secret"
)

// hasher makes hashes, only so many at once: each takes 19 MiB, and a crowd at
// the door must not take the memory of the house.
type hasher struct {
	cost    secret.Cost
	slots   chan struct{}
	waiting atomic.Int64
	decoy   phc          // stands in for who does not exist
	made    atomic.Int64 // hashes so far, for tests
}

// queue is how many may wait for a slot.
const queue = 32

func newHasher(c secret.Cost) *hasher {
	return &hasher{cost: c, slots: make(chan struct{}, max(2, runtime.NumCPU())), decoy: secret.New("", c)}
}

// check tells whether a password is the one that was hashed. With the zero
// phc it does the same work, in vain.
func (h *hasher) check(ctx context.Context, p phc, password string) (bool, error) {
	known := !p.IsZero()
	if !known {
		p = h.decoy
	}
	var right bool
	err := h.work(ctx, func() { right = p.Is(password) })
	return right && known, err
}

func (h *hasher) hash(ctx context.Context, password string) (p phc, err error) {
	err = h.work(ctx, func() { p = secret.New(password, h.cost) })
	return p, err
}

func (h *hasher) work(ctx context.Context, f func()) error {
	if h.waiting.Add(1) > queue {
		h.waiting.Add(-1)
		return ErrBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-h.slots }()
	h.made.Add(1)
	f()
	return nil
}
