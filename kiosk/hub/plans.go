package hub

import (
	"context"
	"sync"
	"time"

	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

// planned is how long a plan is believed where no notice says that it changed.
const planned = 30 * time.Second

// planBook remembers what is wanted in each town.
type planBook struct {
	store store.Store
	now   func() time.Time

	mu    sync.Mutex
	towns map[string]*townPlan
}

// townPlan is made by one request while the others of its town wait for it.
type townPlan struct {
	mu   sync.Mutex
	plan *rollout.Plan
	made time.Time
}

func newPlanBook(s store.Store, now func() time.Time) *planBook {
	return &planBook{store: s, now: now, towns: map[string]*townPlan{}}
}

func (b *planBook) town(town string) *townPlan {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.towns[town] == nil {
		b.towns[town] = &townPlan{}
	}
	return b.towns[town]
}

// get gives the plan of a town. What was forgotten while it was being made is
// forgotten: its maker alone uses it.
func (b *planBook) get(ctx context.Context, town string) (*rollout.Plan, error) {
	t := b.town(town)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.plan != nil && b.now().Sub(t.made).Abs() < planned {
		return t.plan, nil
	}
	made := b.now()
	rollouts, err := b.store.Rollouts(ctx, town)
	if err != nil {
		return nil, err
	}
	kiosks, err := b.kiosksOf(ctx, town, rollouts)
	if err != nil {
		return nil, err
	}
	t.plan, t.made = rollout.NewPlan(rollouts, kiosks), made
	return t.plan, nil
}

// kiosksOf reads the fleet only where a roll-out divides it.
func (b *planBook) kiosksOf(ctx context.Context, town string, rollouts []store.Rollout) ([]store.Kiosk, error) {
	for _, r := range rollout.Newest(rollouts) {
		if rollout.Open(r) {
			return b.store.Kiosks(ctx, town)
		}
	}
	return nil, nil
}

// forget drops the plan of a town, or of all where it is empty. Who has the old
// one in hand keeps it for this one answer.
func (b *planBook) forget(town string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if town == "" {
		clear(b.towns)
		return
	}
	delete(b.towns, town)
}
