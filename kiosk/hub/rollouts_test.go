package hub_test

import (
	"errors"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

// says is a heartbeat with the steps of the cantine.
func says(steps ...string) wire.Heartbeat {
	var b wire.Heartbeat
	for i := 0; i < len(steps); i += 2 {
		b.Packs = append(b.Packs, wire.PackState{ID: hubtest.PackID, Version: steps[i], Step: steps[i+1], Why: map[bool]string{true: "tests"}[steps[i+1] == wire.Refused]})
	}
	return b
}

func wants(t testing.TB, k *hubtest.Kiosk, b wire.Heartbeat) string {
	t.Helper()
	status, r := k.Beat(t, b)
	if status != 200 || len(r.Wanted) > 1 {
		t.Fatalf("%d %+v", status, r)
	}
	if len(r.Wanted) == 0 {
		return "-"
	}
	return r.Wanted[0].Version
}

func eventuallyWants(t testing.TB, k *hubtest.Kiosk, b wire.Heartbeat, version string) {
	t.Helper()
	eventually(t, func() bool { return wants(t, k, b) == version }, "it wants "+version)
}

func state(t testing.TB, h *hubtest.Hub, id string) string {
	t.Helper()
	r, err := h.Store.Rollout(t.Context(), id)
	check(t, err)
	return r.Stage + " " + r.State
}

// From the test group to all, by itself; each kiosk is told, does it, and says
// so.
func TestRollout(t *testing.T) {
	h := hubtest.New(t)
	test, other := h.Enrol(t, "Essai", "test"), h.Enrol(t, "Hall", "")
	h.Publish(t, "1.1.0")
	if w := wants(t, test, wire.Heartbeat{}); w != "-" {
		t.Errorf("published, not rolled out: wants %s", w)
	}
	s := test.Listen(t, "")
	r, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true)
	check(t, err)
	if n := s.Next(t); n.Kind != wire.NoticePacks {
		t.Errorf("heard %+v", n)
	}
	eventuallyWants(t, test, wire.Heartbeat{}, "1.1.0")
	eventuallyWants(t, other, wire.Heartbeat{}, "-")
	test.Beat(t, says("1.1.0", wire.Shown))
	eventuallyWants(t, other, wire.Heartbeat{}, "1.1.0")
	other.Beat(t, says("1.1.0", wire.Shown))
	eventually(t, func() bool { return state(t, h, r.ID) == "all done" }, "it ends")
	p, err := h.Progress(t.Context(), h.Admin, r.ID)
	if err != nil || len(p.Kiosks) != 2 || p.Kiosks[0].Step != wire.Shown {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true); !errors.Is(err, hub.ErrSame) {
		t.Errorf("the same again: %v", err)
	}
	for _, what := range []string{"published", "rollout_started", "rollout_stage_ten", "rollout_done"} {
		eventually(t, func() bool { return noted(t, h, what) == 1 }, what+" is noted once")
	}
}

// noted is how often the history says something.
func noted(t testing.TB, h *hubtest.Hub, what string) (times int) {
	t.Helper()
	acts, err := h.Acts(t.Context(), h.Admin, hubtest.Town, 100)
	check(t, err)
	for _, a := range acts {
		if a.What == what {
			times++
		}
	}
	return times
}

// A kiosk that refuses stops it; rolled back, the revision before is wanted
// everywhere at once.
func TestRolloutStopsAndGoesBack(t *testing.T) {
	h := hubtest.New(t)
	a, b := h.Enrol(t, "Essai", "test"), h.Enrol(t, "Hall", "")
	first := begin(t, h, "1.1.0")
	_, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", true)
	if !errors.Is(err, hub.ErrRolloutOpen) {
		t.Errorf("a second while one runs: %v", err)
	}
	a.Beat(t, says("1.1.0", wire.Shown))
	b.Beat(t, says("1.1.0", wire.Shown))
	eventually(t, func() bool { return state(t, h, first) == "all done" }, "the first ends")
	second := begin(t, h, "1.2.0")
	eventuallyWants(t, a, says("1.1.0", wire.Shown), "1.2.0")
	a.Beat(t, says("1.1.0", wire.Shown, "1.2.0", wire.Refused))
	eventually(t, func() bool { return state(t, h, second) == "test stopped" }, "the second stops")
	if r, _ := h.Store.Rollout(t.Context(), second); r.Why != a.ID+": tests" {
		t.Errorf("why: %q", r.Why)
	}
	eventuallyWants(t, b, says("1.1.0", wire.Shown), "1.1.0")
	_, err = h.RollBack(t.Context(), h.Admin, second)
	check(t, err)
	eventuallyWants(t, a, says("1.1.0", wire.Shown, "1.2.0", wire.Refused), "1.1.0")
	if _, err := h.RollBack(t.Context(), h.Admin, second); !errors.Is(err, hub.ErrState) {
		t.Errorf("rolled back twice: %v", err)
	}
	if _, err := h.RollBack(t.Context(), h.Admin, first); !errors.Is(err, hub.ErrState) {
		t.Errorf("an older one rolled back: %v", err)
	}
}

func begin(t testing.TB, h *hubtest.Hub, version string) string {
	t.Helper()
	h.Publish(t, version)
	r, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, version, true)
	check(t, err)
	return r.ID
}

// By hand: paused, resumed, and each stage called for.
func TestRolloutByHand(t *testing.T) {
	h := hubtest.New(t)
	a, b := h.Enrol(t, "Essai", "test"), h.Enrol(t, "Hall", "")
	h.Publish(t, "1.1.0")
	if _, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "9.9.9", false); !errors.Is(err, hub.ErrNotPublished) {
		t.Errorf("not published: %v", err)
	}
	r, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", false)
	check(t, err)
	_, err = h.PauseRollout(t.Context(), h.Admin, r.ID)
	check(t, err)
	eventuallyWants(t, a, wire.Heartbeat{}, "-")
	_, err = h.ResumeRollout(t.Context(), h.Admin, r.ID)
	check(t, err)
	eventuallyWants(t, a, wire.Heartbeat{}, "1.1.0")
	a.Beat(t, says("1.1.0", wire.Shown))
	eventually(t, func() bool {
		p, err := h.Progress(t.Context(), h.Admin, r.ID)
		check(t, err)
		return p.Ready
	}, "the stage is ready")
	if s := state(t, h, r.ID); s != "test running" {
		t.Errorf("it went on by itself: %s", s)
	}
	for range 2 {
		_, err = h.NextStage(t.Context(), h.Admin, r.ID)
		check(t, err)
	}
	eventuallyWants(t, b, wire.Heartbeat{}, "1.1.0")
}

// Two hubs that decide at once decide once.
func TestRolloutOnTwoHubs(t *testing.T) {
	h := hubtest.New(t)
	beside := h.Beside(t, h.Store)
	a := h.Enrol(t, "Essai", "test")
	there := *a
	there.Hub = beside
	id := begin(t, h, "1.1.0")
	eventuallyWants(t, &there, wire.Heartbeat{}, "1.1.0")
	there.Beat(t, says("1.1.0", wire.Shown))
	eventually(t, func() bool { return state(t, h, id) == "all done" }, "it ends")
	eventually(t, func() bool { return noted(t, h, "rollout_done") > 0 }, "the end is noted")
	h.Stop() // whatever the other one does is done
	beside.Stop()
	if n := noted(t, h, "rollout_done"); n != 1 {
		t.Errorf("%d times done", n)
	}
}

// A hub whose clock was a day ahead when one roll-out began: those of the days
// after count all the same.
func TestARolloutAfterAClockThatWasWrong(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	k := h.Enrol(t, "Hall", "")
	k.Now = clock.Now
	h.Publish(t, "1.1.0")
	h.Publish(t, "1.2.0")
	clock.Add(24 * time.Hour)
	first, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.1.0", false)
	check(t, err)
	for range 3 {
		_, err := h.NextStage(t.Context(), h.Admin, first.ID)
		check(t, err)
	}
	clock.Add(-24 * time.Hour)
	second, err := h.StartRollout(t.Context(), h.Admin, hubtest.Town, hubtest.PackID, "1.2.0", false)
	check(t, err)
	for range 3 {
		if _, err := h.NextStage(t.Context(), h.Admin, second.ID); err != nil {
			t.Fatalf("the newer one is not the one that counts: %v", err)
		}
	}
	eventuallyWants(t, k, wire.Heartbeat{}, "1.2.0")
}
