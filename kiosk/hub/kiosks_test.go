package hub_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// asked counts how often single kiosks are read.
type asked struct {
	store.Store
	lists, ones atomic.Int64
}

func (a *asked) Kiosk(ctx context.Context, id string) (store.Kiosk, error) {
	a.ones.Add(1)
	return a.Store.Kiosk(ctx, id)
}

func (a *asked) Keys(ctx context.Context) ([]store.Kiosk, error) {
	defer a.lists.Add(1)
	return a.Store.Keys(ctx)
}

// TestRevokedWithoutANotice: what a hub did not hear of, it sees when it looks
// again, and in its first minute it looks each minute.
func TestRevokedWithoutANotice(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	early, late := h.Enrol(t, "Hall", ""), h.Enrol(t, "Étage", "")
	early.Now, late.Now = clock.Now, clock.Now
	for i, one := range []*hubtest.Kiosk{early, late} {
		after := []time.Duration{61 * time.Second, 601 * time.Second}[i]
		one.Beat(t, wire.Heartbeat{})
		check(t, h.Store.RevokeKiosk(t.Context(), one.ID, clock.Now()))
		if status, _ := one.Beat(t, wire.Heartbeat{}); status != http.StatusOK {
			t.Errorf("who was told, if nobody told? %d", status)
		}
		clock.Add(after)
		if status, _ := one.Beat(t, wire.Heartbeat{}); status != http.StatusForbidden {
			t.Errorf("after %v: %d", after, status)
		}
	}
}

// TestAHubThatBeginsKnowsItsKiosks: when all of them come back at once, none is
// looked up; and one that is revoked is refused at once all the same.
func TestAHubThatBeginsKnowsItsKiosks(t *testing.T) {
	h := hubtest.New(t)
	stays, goes := h.Enrol(t, "Hall", ""), h.Enrol(t, "Étage", "")
	a := &asked{Store: h.Store}
	again := h.Beside(t, a)
	eventually(t, func() bool { return a.lists.Load() > 0 }, "the list of kiosks is read")
	a.ones.Store(0)
	k, gone := *stays, *goes
	k.Hub, gone.Hub = again, again
	eventually(t, func() bool { // the list is read, and taken a moment later
		before := a.ones.Load()
		status, _ := k.Beat(t, wire.Heartbeat{})
		return status == http.StatusOK && a.ones.Load() == before
	}, "a kiosk of the list is known")
	check(t, again.RevokeKiosk(t.Context(), h.Admin, gone.ID))
	eventually(t, func() bool {
		status, _ := gone.Beat(t, wire.Heartbeat{})
		return status == http.StatusForbidden
	}, "revoked")
}
