package trust_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/trust"
)

// interrupted is a terminal that has accepted the first state, and whose power
// goes while it takes the next one, with a new root. It returns the disk,
// whether Refresh had returned, and how many operations there were.
func (w *world) interrupted(old, next trust.Memory, cut int, lies bool) (*durabletest.Disk, bool, int) {
	w.t.Helper()
	disk := &durabletest.Disk{Lies: lies}
	k, err := trust.OpenLayer(disk, w.factory(), town, w.clock)
	check(w.t, err)
	_, err = k.Refresh(context.Background(), old)
	check(w.t, err)
	start := disk.Ops()
	if cut > 0 {
		disk.CutAfter = start + cut
	}
	_, err = k.Refresh(context.Background(), next)
	if cut == 0 {
		check(w.t, err)
	}
	return disk, err == nil, disk.Ops() - start
}

// twoStates is a repository before and after a release under a new root.
func twoStates(t testing.TB) (w *world, old, next trust.Memory) {
	w = newWorld(t)
	old = w.copy()
	w.meta["c04999"].Signed.Version++
	w.addPack(town, "cantine", "1.1.0", pack(town, 2))
	w.revoke()
	return w, old, w.files
}

func TestAPowerCutDuringARefresh(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w, old, next := twoStates(t)
	_, _, ops := w.interrupted(old, next, 0, false)
	for cut := 1; cut <= ops; cut++ {
		before, done, _ := w.interrupted(old, next, cut, false)
		for seed := range uint64(4) {
			disk := before.Restart(rand.New(rand.NewPCG(seed, uint64(cut))))
			k, err := trust.OpenLayer(disk, w.factory(), town, w.clock)
			check(t, err)
			got := len(k.Targets())
			if got == 0 || done && got != 2 {
				t.Fatalf("cut after %d (seed %d): %d targets, Refresh had returned: %v\n%s", cut, seed, got, done, disk)
			}
			if _, err := k.Refresh(context.Background(), old); k.RootVersion() == 2 && !errors.Is(err, trust.ErrNotTrusted) {
				t.Fatalf("cut after %d (seed %d): behind the root it has seen: %v", cut, seed, err)
			}
			_, err = k.Refresh(context.Background(), next)
			check(t, err)
		}
	}
}

// The control: where Sync does nothing, the same cuts lose what was accepted.
func TestWithoutSyncARefreshIsLost(t *testing.T) {
	w, old, next := twoStates(t)
	lost := 0
	for cut := 1; cut <= 12; cut++ {
		disk, _, _ := w.interrupted(old, next, cut, true)
		if k, err := trust.OpenLayer(disk.Restart(rand.New(rand.NewPCG(1, uint64(cut)))), w.factory(), town, w.clock); err != nil || len(k.Targets()) == 0 {
			lost++
		}
	}
	if lost == 0 {
		t.Error("nothing was lost: the disk of this test does not forget")
	}
}
