package hub

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"time"

	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// StartRollout begins to bring a published revision to the kiosks of a town, at
// the test group. auto: it goes on by itself.
func (h *Hub) StartRollout(ctx context.Context, who store.Who, town, pack, version string, auto bool) (store.Rollout, error) {
	if err := firstOf(may(who, users.RollOut, town), checkTown(town)); err != nil {
		return store.Rollout{}, err
	}
	if err := h.isPublished(ctx, town, pack, version); err != nil {
		return store.Rollout{}, err
	}
	before, last, err := h.before(ctx, town, pack)
	if err == nil && before == version {
		err = ErrSame
	}
	if err != nil {
		return store.Rollout{}, err
	}
	r := newRollout(h.now())
	if !r.At.After(last) { // a clock that was wrong then, or another hub's
		r.At = last.Add(time.Microsecond)
	}
	r.Town, r.Pack, r.Version, r.Previous, r.Auto, r.By = town, pack, version, before, auto, who.Login
	if err := h.Store.AddRollout(ctx, r); err != nil {
		if errors.Is(err, store.ErrChanged) {
			err = ErrRolloutOpen
		}
		return store.Rollout{}, err
	}
	h.did(ctx, who, town, "rollout_started", r.ID, pack+" "+version)
	h.publish(ctx, town, "", wire.NoticePacks)
	return r, nil
}

func newRollout(now time.Time) store.Rollout {
	id := make([]byte, 16)
	rand.Read(id)
	return store.Rollout{ID: hex.EncodeToString(id), Stage: store.StageTest, State: store.Running, At: now, StageAt: now}
}

func (h *Hub) isPublished(ctx context.Context, town, pack, version string) error {
	targets, err := h.published(ctx, town)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if t.Kind == trust.KindPack && t.ID == pack && t.Version == version {
			return nil
		}
	}
	return ErrNotPublished
}

// before is the revision that a new roll-out replaces, and when the last one
// began, after which the new one must: the newest counts. ErrRolloutOpen where the
// one before is not over.
func (h *Hub) before(ctx context.Context, town, pack string) (version string, last time.Time, err error) {
	all, err := h.Store.Rollouts(ctx, town)
	if err != nil {
		return "", last, err
	}
	for _, r := range rollout.Newest(all) {
		switch {
		case r.Pack != pack:
		case rollout.Open(r):
			return "", last, ErrRolloutOpen
		default:
			last = r.At
		}
	}
	return rollout.Current(all, pack), last, nil
}

// PauseRollout keeps a roll-out from reaching more kiosks.
func (h *Hub) PauseRollout(ctx context.Context, who store.Who, id string) (store.Rollout, error) {
	return h.turn(ctx, who, id, "rollout_paused", func(r *store.Rollout) bool {
		ok := r.State == store.Running
		r.State = store.Paused
		return ok
	})
}

// ResumeRollout goes on with one that a person paused or that stopped by itself.
// What kiosks said before does not stop it again.
func (h *Hub) ResumeRollout(ctx context.Context, who store.Who, id string) (store.Rollout, error) {
	return h.turn(ctx, who, id, "rollout_resumed", func(r *store.Rollout) bool {
		ok := r.State == store.Paused || r.State == store.Stopped
		r.State, r.Why, r.StageAt = store.Running, "", h.now()
		return ok
	})
}

// NextStage goes to the next stage now, whatever the kiosks of this one say;
// after the last the roll-out is done.
func (h *Hub) NextStage(ctx context.Context, who store.Who, id string) (store.Rollout, error) {
	return h.turn(ctx, who, id, "rollout_next", func(r *store.Rollout) bool {
		ok := r.State == store.Running
		*r = rollout.Next(h.now(), *r)
		return ok
	})
}

// RollBack makes the revision before wanted everywhere, at once. Only the newest
// roll-out of a pack can be rolled back.
func (h *Hub) RollBack(ctx context.Context, who store.Who, id string) (store.Rollout, error) {
	return h.turn(ctx, who, id, "rollout_rolled_back", func(r *store.Rollout) bool {
		ok := r.State != store.RolledBack
		r.State, r.StageAt = store.RolledBack, h.now()
		return ok
	})
}

// turn changes the newest roll-out of a pack. What it did is in the history, and
// the kiosks are told.
func (h *Hub) turn(ctx context.Context, who store.Who, id, what string, change func(*store.Rollout) bool) (store.Rollout, error) {
	was, err := h.rolloutFor(ctx, who, id, users.RollOut)
	if err != nil {
		return store.Rollout{}, err
	}
	if err := h.isNewest(ctx, was); err != nil {
		return store.Rollout{}, err
	}
	is := was
	if !change(&is) {
		return store.Rollout{}, ErrState
	}
	if err := h.Store.ChangeRollout(ctx, was, is); err != nil {
		return store.Rollout{}, err
	}
	h.did(ctx, who, is.Town, what, id, is.Pack+" "+is.Version)
	h.publish(ctx, is.Town, "", wire.NoticePacks)
	return is, nil
}

func (h *Hub) rolloutFor(ctx context.Context, who store.Who, id string, a users.Action) (store.Rollout, error) {
	r, err := h.Store.Rollout(ctx, id)
	if err != nil {
		return store.Rollout{}, err
	}
	return r, may(who, a, r.Town)
}

// isNewest refuses a roll-out that another of its pack came after.
func (h *Hub) isNewest(ctx context.Context, r store.Rollout) error {
	all, err := h.Store.Rollouts(ctx, r.Town)
	if err != nil {
		return err
	}
	for _, n := range rollout.Newest(all) {
		if n.Pack == r.Pack && n.ID != r.ID {
			return ErrState
		}
	}
	return nil
}

// Rollouts are those of a town, or all where it is empty, newest first.
func (h *Hub) Rollouts(ctx context.Context, who store.Who, town string) ([]store.Rollout, error) {
	if err := may(who, users.SeeFleet, town); err != nil {
		return nil, err
	}
	return h.Store.Rollouts(ctx, town)
}

// Progress is a roll-out kiosk by kiosk.
type Progress struct {
	Rollout store.Rollout
	Ready   bool // its stage has done what it is for
	Kiosks  []rollout.Progress
}

// Progress says how far a roll-out is.
func (h *Hub) Progress(ctx context.Context, who store.Who, id string) (Progress, error) {
	r, err := h.rolloutFor(ctx, who, id, users.SeeFleet)
	if err != nil {
		return Progress{}, err
	}
	kiosks, err := h.Store.Kiosks(ctx, r.Town)
	if err != nil {
		return Progress{}, err
	}
	now := h.now()
	return Progress{r, rollout.Over(now, r, kiosks), rollout.ProgressOf(now, r, kiosks)}, nil
}
