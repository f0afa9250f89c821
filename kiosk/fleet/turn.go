package fleet

import (
	"context"
	"sync"
)

// turn is who may bring in packs now: the hub's order, or a stick. A stick goes
// first, for somebody stands beside it; an order that it cuts off is given again
// with the next heartbeat.
type turn struct {
	token chan struct{}

	mu     sync.Mutex
	sticks int                // that wait, or have their turn
	cut    context.CancelFunc // of the order that is followed; nil: none is
}

func newTurn() *turn { return &turn{token: make(chan struct{}, 1)} }

// order waits for the hub's turn. The context that it gives ends early where a
// stick comes.
func (t *turn) order(ctx context.Context) (context.Context, func(), error) {
	select {
	case t.token <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	ctx, cancel := context.WithCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cut = cancel
	if t.sticks > 0 {
		cancel()
	}
	return ctx, func() {
		t.mu.Lock()
		t.cut = nil
		t.mu.Unlock()
		cancel()
		<-t.token
	}, nil
}

// stick waits for the turn of a stick.
func (t *turn) stick(ctx context.Context) (func(), error) {
	t.add(1)
	select {
	case t.token <- struct{}{}:
		return func() { t.add(-1); <-t.token }, nil
	case <-ctx.Done():
		t.add(-1)
		return nil, ctx.Err()
	}
}

func (t *turn) add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sticks += n
	if n > 0 && t.cut != nil {
		t.cut()
	}
}
