package fleet

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"guichet/forms/pack/publish"
	"guichet/forms/pack/store"
	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
)

// stamp is the number that the hub tells with each heartbeat.
func (h *townHall) stamp() int64 {
	h.t.Helper()
	all, err := publish.Show(h.files, "")
	need(h.t, err)
	i := slices.IndexFunc(all, func(s publish.Standing) bool { return s.Role == "timestamp" })
	return all[i].Version
}

// beats is an order as it comes with a heartbeat.
func (h *townHall) beats(versions ...string) wire.HeartbeatReply {
	r := wire.HeartbeatReply{Stamp: h.stamp()}
	for _, v := range versions {
		r.Wanted = append(r.Wanted, wire.Wanted{ID: "cantine", Version: v})
	}
	return r
}

// A revision that was refused, and is no longer wanted, is no longer reported:
// the next roll-out of it is tried, not stopped by what was said before.
func TestARefusalIsNotReportedForEver(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	h.publishUntrue("1.1.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.want(t, "1.0.0"))
	a.shown(map[string]string{"cantine": "1.0.0"})
	for round := range 2 {
		if err := a.want(t, "1.1.0"); err == nil || a.steps[len(a.steps)-1] != "1.1.0 refused trial" {
			t.Fatalf("round %d: %v, %v", round, a.steps, err)
		}
		need(t, a.want(t, "1.0.0")) // the roll-out has stopped
		if fmt.Sprint(a.steps) != "[1.0.0 shown]" || refusedOf(a.states()) != nil {
			t.Errorf("round %d: the hub hears %v", round, a.steps)
		}
	}
}

// What the town has withdrawn leaves the menu with the next look at the
// repository, and the hub's number says when to look.
func TestAWithdrawnRevisionLeavesTheMenu(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0", "1.1.0")
	a := newHall(t, h, t.TempDir())
	for _, version := range []string{"1.0.0", "1.1.0"} {
		need(t, a.heed(t.Context(), h.beats(version)))
		a.shown(map[string]string{"cantine": version})
	}
	for _, c := range []struct{ withdrawn, offered, states string }{
		{"1.1.0", "[cantine 1.0.0]", "[{cantine 1.0.0 shown }]"},
		{"1.0.0", "[]", "[]"},
	} {
		fetched := 0
		h.spoil = func(_ string, data []byte) ([]byte, error) { fetched++; return data, nil }
		need(t, a.heed(t.Context(), h.beats()))
		if fetched != 0 {
			t.Errorf("nothing is new, and %d files were fetched", fetched)
		}
		h.change([]string{"c04999"}, func(e *publish.Edit) {
			need(t, e.Withdraw("04999", trust.PackPath("04999", "cantine", c.withdrawn)))
		})
		need(t, a.heed(t.Context(), h.beats()))
		if fmt.Sprint(a.offered) != c.offered {
			t.Errorf("without %s it offers %v", c.withdrawn, a.offered)
		}
		a.shown(versionsOf(a.active())) // the home page has it
		if got := fmt.Sprint(a.states()); got != c.states {
			t.Errorf("without %s the hub hears %s", c.withdrawn, got)
		}
	}
}

// The hub was set back to a backup: the kiosk says so, keeps what it has, and is
// content again when the town has published again.
func TestAHubThatWasSetBack(t *testing.T) {
	h := newTownHall(t)
	h.publish("1.0.0")
	backup := maps.Clone(h.files)
	h.now = today.Add(time.Hour)
	h.publish("1.1.0")
	a := newHall(t, h, t.TempDir())
	need(t, a.heed(t.Context(), h.beats("1.1.0")))
	h.files = backup
	told := 0
	a.told = func() { told++ }
	for range 3 {
		if err := a.heed(t.Context(), h.beats()); !errors.Is(err, trust.ErrRolledBack) || !a.older.Load() || told != 1 {
			t.Fatalf("%v, older %v, told %d times", err, a.older.Load(), told)
		}
	}
	if fmt.Sprint(names(a.active())) != "[cantine 1.1.0]" {
		t.Errorf("it offers %v", names(a.active()))
	}
	h.now = today.Add(2 * time.Hour)
	h.publish("1.1.0", "1.2.0")
	need(t, a.heed(t.Context(), h.beats("1.2.0")))
	if a.older.Load() || fmt.Sprint(names(a.active())) != "[cantine 1.2.0]" {
		t.Errorf("published again: older %v, it offers %v", a.older.Load(), names(a.active()))
	}
}

// Revisions that nothing goes back to any more do not fill the disk.
func TestOldRevisionsAreRemoved(t *testing.T) {
	h := newTownHall(t)
	all := []string{"1.0.0", "1.1.0", "1.2.0", "1.3.0"}
	h.publish(all...)
	a := newHall(t, h, t.TempDir())
	for _, version := range all {
		need(t, a.want(t, version))
	}
	kept, err := a.shelf.Revisions()
	need(t, err)
	if len(kept) != 2 || kept[0].State != store.Before || kept[1].State != store.Counts {
		t.Errorf("kept: %+v", kept)
	}
	need(t, a.want(t, "1.0.0")) // fetched once more
}
