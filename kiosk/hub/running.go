package hub

import (
	"context"
	"errors"
	"sync"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

// running is when to look at roll-outs again: there is nothing to read each
// second while none runs.
type running struct {
	mu    sync.Mutex
	asked bool      // a notice came since the last look
	until time.Time // nothing to do before, unless a notice comes
}

// idleLook is how often the roll-outs are read while none runs: a notice says
// when one begins, but may be lost.
const idleLook = 30 * time.Second

// look makes the next tick read.
func (r *running) look() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = true
}

func (r *running) due(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	due := r.asked || now.After(r.until)
	r.asked = false
	return due
}

// looked plans the next look: soon where something runs, but not sooner than ten
// times what this one took.
func (r *running) looked(now time.Time, took time.Duration, some bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.until = now.Add(idleLook)
	if some {
		r.until = now.Add(10 * took)
	}
}

// advance brings every roll-out that runs to where it shall be. Every hub does
// it; the one whose change comes first wins, and the others find it done.
func (h *Hub) advance(ctx context.Context) error {
	if !h.running.due(h.now()) {
		return nil
	}
	began := time.Now()
	all, err := h.Store.Rollouts(ctx, "")
	if err != nil {
		return err
	}
	some := false
	for _, r := range rollout.Newest(all) {
		if r.State == store.Running {
			some = true
			err = errors.Join(err, h.advanceOne(ctx, r))
		}
	}
	h.running.looked(h.now(), time.Since(began), some)
	return err
}

func (h *Hub) advanceOne(ctx context.Context, was store.Rollout) error {
	kiosks, err := h.Store.Kiosks(ctx, was.Town)
	if err != nil {
		return err
	}
	is := rollout.Advance(h.now(), was, kiosks)
	if is == was {
		return nil
	}
	if err := h.Store.ChangeRollout(ctx, was, is); err != nil {
		if errors.Is(err, store.ErrChanged) {
			return nil
		}
		return err
	}
	what := map[string]string{store.Stopped: "rollout_stopped", store.Done: "rollout_done"}[is.State]
	if what == "" {
		what = "rollout_stage_" + is.Stage
	}
	h.did(ctx, store.Who{Login: "hub"}, is.Town, what, is.ID, is.Pack+" "+is.Version+" "+is.Why)
	h.publish(ctx, is.Town, "", wire.NoticePacks)
	return nil
}
