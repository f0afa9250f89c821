package rollout_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

// town is a fleet that does as it is told, but for one kiosk that may refuse and
// some that sleep.
type town struct {
	r       store.Rollout
	kiosks  []store.Kiosk
	refuser int // -1: none
	asleep  map[int]bool
	now     time.Time
}

func drawTown(t *rapid.T) *town {
	w := &town{r: running(), asleep: map[int]bool{}, now: noon, refuser: -1}
	for i := range rapid.IntRange(1, 40).Draw(t, "kiosks") {
		group := rapid.SampledFrom([]string{"", "", "", "test", "étage"}).Draw(t, "group")
		w.kiosks = append(w.kiosks, kiosk(fmt.Sprint("k", i), group, at(old, wire.Shown)))
		w.asleep[i] = rapid.IntRange(0, 4).Draw(t, "asleep") == 0
	}
	if rapid.Bool().Draw(t, "faulty") {
		w.refuser = rapid.IntRange(0, len(w.kiosks)-1).Draw(t, "refuser")
	}
	return w
}

// minute lets each kiosk that is awake take a step and speak, then decides.
func (w *town) minute(t *rapid.T) {
	w.now = w.now.Add(time.Minute)
	plan := rollout.NewPlan([]store.Rollout{w.r}, w.kiosks)
	for i := range w.kiosks {
		if k := &w.kiosks[i]; !w.asleep[i] {
			wanted := plan.Wanted(k.ID, k.Beat)
			if len(wanted) != 1 {
				t.Fatalf("%d revisions are wanted", len(wanted))
			}
			k.Beat.Packs = w.follow(i, wanted[0].Version, k.Beat.Packs)
			k.BeatAt = w.now
		}
	}
	is := rollout.Advance(w.now, w.r, w.kiosks)
	if position(is.Stage) < position(w.r.Stage) {
		t.Fatalf("it went back from %s to %s", w.r.Stage, is.Stage)
	}
	w.r = is
}

// follow is a kiosk that goes a step a minute.
func (w *town) follow(i int, version string, packs []wire.PackState) []wire.PackState {
	if version == old {
		return []wire.PackState{at(old, wire.Shown)}
	}
	if i == w.refuser {
		return []wire.PackState{at(old, wire.Shown), {ID: pack, Version: fresh, Step: wire.Refused, Why: "tests"}}
	}
	next := map[string]string{"": wire.Fetching, wire.Fetching: wire.Installed, wire.Installed: wire.Active, wire.Active: wire.Shown, wire.Shown: wire.Shown}
	step, _ := rollout.Step(wire.Heartbeat{Packs: packs}, pack, fresh)
	return []wire.PackState{at(fresh, next[step])}
}

func position(stage string) int {
	return map[string]int{store.StageTest: 0, store.StageTen: 1, store.StageAll: 2}[stage]
}

// Whatever the fleet: it ends, no kiosk gets the revision before its stage, and
// a kiosk that refuses stops it before a later stage begins.
func TestRolloutEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawTown(t)
		for range 60 {
			w.minute(t)
			w.checkStages(t)
		}
		w.checkEnd(t)
	})
}

func (w *town) checkStages(t *rapid.T) {
	m := rollout.MembersOf(w.r.ID, w.kiosks)
	for _, k := range w.kiosks {
		if rollout.Has(k.Beat, pack, fresh) && position(m[k.ID]) > position(w.r.Stage) {
			t.Fatalf("%s has it in stage %s, but comes in with %s", k.ID, w.r.Stage, m[k.ID])
		}
	}
}

func (w *town) checkEnd(t *rapid.T) {
	m := rollout.MembersOf(w.r.ID, w.kiosks)
	refuses := w.refuser >= 0 && !w.asleep[w.refuser]
	awake := map[string]int{}
	for i, k := range w.kiosks {
		if !w.asleep[i] {
			awake[m[k.ID]]++
		}
	}
	switch w.r.State {
	case store.Done:
		if refuses || awake[store.StageTest]+awake[store.StageTen]+awake[store.StageAll] == 0 {
			t.Fatalf("done, refuser %d, awake %v", w.refuser, awake)
		}
	case store.Stopped:
		if !refuses || m[w.kiosks[w.refuser].ID] != w.r.Stage {
			t.Fatalf("stopped in %s by %d", w.r.Stage, w.refuser)
		}
	default:
		if !stuck(m, awake, w.r.Stage) {
			t.Fatalf("still %s in %s, awake %v", w.r.State, w.r.Stage, awake)
		}
	}
}

// stuck: nobody of the stages so far is awake to prove anything.
func stuck(m rollout.Members, awake map[string]int, stage string) bool {
	for s, n := range awake {
		if position(s) <= position(stage) && n > 0 {
			return false
		}
	}
	return true
}
