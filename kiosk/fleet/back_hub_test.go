package fleet_test

import (
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// beatOf is what the hub last heard of a kiosk.
func beatOf(t *testing.T, h *hubtest.Hub, k *kiosk) wire.Heartbeat {
	t.Helper()
	row, err := h.Store.Kiosk(t.Context(), k.Identity().Kiosk)
	need(t, err)
	return row.Beat
}

func (k *kiosk) restart(t *testing.T, h *hubtest.Hub) {
	t.Helper()
	k.stop()
	k.board = &health.Board{}
	k.start(t, h)
}

// rolls brings a revision to every kiosk of the town.
func rolls(t *testing.T, h *hubtest.Hub, version string) {
	t.Helper()
	_, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, version, true)
	need(t, err)
}

// The front desk goes back while a real hub goes on wanting the newer one: it is
// told so, nothing is undone, not by a restart of either side, and the next
// revision comes in.
func TestTheFrontDeskGoesBackBeforeAHub(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := hubtest.New(t)
	k := enrolled(t, h, store.StageTest)
	for _, version := range []string{"1.1.0", "1.2.0"} {
		h.Publish(t, version)
		rolls(t, h, version)
		eventually(t, version+" is done", func() bool {
			all, err := h.Rollouts(t.Context(), h.Admin, hubtest.Town)
			need(t, err)
			return all[0].Version == version && all[0].State == store.Done
		})
	}
	need(t, k.Back(hubtest.PackID))
	refused := wire.PackState{ID: hubtest.PackID, Version: "1.2.0", Step: wire.Refused, Why: "sent_back"}
	says := func() bool {
		k.Changed()
		b := beatOf(t, h, k)
		return len(b.Packs) == 1 && b.Packs[0] == refused && len(b.Alerts) == 0
	}
	eventually(t, "the hub hears of it", says)
	h.Restart(t)
	k.restart(t, h)
	eventually(t, "the hub hears of it after a restart", says)
	if packs := k.Packs(); len(packs) != 1 || packs[0].String() != "cantine 1.1.0" {
		t.Errorf("it offers %v", packs)
	}
	h.Publish(t, "1.3.0")
	rolls(t, h, "1.3.0")
	eventually(t, "the next one is offered", func() bool { return k.menu() == "cantine 1.3.0" })
}

// An alert is one alert, with one beginning, also after the hub and the kiosk
// have both been started again.
func TestAnAlertBeforeAHub(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := hubtest.New(t)
	k := enrolled(t, h, store.StageTest)
	var since time.Time
	holds := func() bool {
		k.board.Report(health.SpoolBroken, true)
		b := beatOf(t, h, k)
		if len(b.Alerts) != 1 || b.Alerts[0].Name != "spool_broken" || b.Alerts[0].Who != "technician" {
			return false
		}
		if since.IsZero() {
			since = b.Alerts[0].Since
		}
		if !b.Alerts[0].Since.Equal(since) {
			t.Fatalf("it began at %v, and now at %v", since, b.Alerts[0].Since)
		}
		return true
	}
	eventually(t, "the hub hears of it", holds)
	h.Restart(t)
	k.restart(t, h)
	started := time.Now()
	eventually(t, "it is still the same", func() bool { k.Changed(); return holds() && beatOf(t, h, k).At.After(started) })
	k.board.Report(health.SpoolBroken, false)
	eventually(t, "it is over", func() bool { return len(beatOf(t, h, k).Alerts) == 0 })
}

// Deliver returns once the hub has it all, and says where no hub answers.
func TestDeliverBeforeAHub(t *testing.T) {
	h := hubtest.New(t)
	k := enrolled(t, h, "")
	h.Stop()
	for n := range 3 {
		need(t, k.spool.Put(t.Context(), submission(n)))
	}
	if err := k.Deliver(t.Context()); err == nil || !strings.Contains(err.Error(), "the hub does not answer") || k.waiting(t) != 3 {
		t.Errorf("without a hub: %v, %d wait", err, k.waiting(t))
	}
	h.Restart(t)
	if err := k.Deliver(t.Context()); err != nil || k.waiting(t) != 0 || len(arrived(t, h)) != 3 {
		t.Errorf("%v, %d wait, %d arrived", err, k.waiting(t), len(arrived(t, h)))
	}
}
