package store_test

import (
	"math/rand/v2"
	"testing"

	"guichet/forms/pack/durable/durabletest"
	"guichet/forms/pack/store"
)

// day is a terminal's day: each step says what counts when it has returned
// without an error, "" for what counted before.
var day = []struct {
	do   func(s *store.Store, l list, t testing.TB) error
	then string
}{
	{func(s *store.Store, l list, t testing.TB) error {
		target, data := l.publish(t, "cantine", "1.1.0")
		return s.Install(ctx, target, data)
	}, ""},
	{func(s *store.Store, _ list, _ testing.TB) error { return s.Activate("cantine", "1.1.0") }, "cantine 1.1.0"},
	{func(s *store.Store, l list, t testing.TB) error {
		target, data := l.publish(t, "cantine", "1.2.0")
		return s.Install(ctx, target, data)
	}, ""},
	{func(s *store.Store, _ list, _ testing.TB) error { return s.Activate("cantine", "1.2.0") }, "cantine 1.2.0"},
	{func(s *store.Store, _ list, _ testing.TB) error { return s.Clean() }, ""},
	{func(s *store.Store, _ list, _ testing.TB) error { return s.Rollback("cantine") }, "cantine 1.1.0"},
}

// live runs the day on a disk that is cut after some operations, and returns
// the disk and what may count on it after the restart: what was promised, and
// what was being done.
func live(t testing.TB, l list, cut int, lies bool) (disk *durabletest.Disk, promised, begun string, ops int) {
	t.Helper()
	disk = &durabletest.Disk{Lies: lies}
	s := open(t, disk, l)
	install(t, s, l, "cantine", "1.0.0")
	start := disk.Ops()
	if cut > 0 {
		disk.CutAfter = start + cut
	}
	promised = "cantine 1.0.0"
	for _, step := range day {
		begun = promised
		if step.then != "" {
			begun = step.then
		}
		if step.do(s, l, t) != nil {
			break
		}
		promised = begun
	}
	return disk, promised, begun, disk.Ops() - start
}

func TestAPowerCutLeavesTheOldOrTheNew(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	l := list{}
	_, _, _, ops := live(t, l, 0, false)
	if ops < 20 {
		t.Fatalf("the day has %d operations only", ops)
	}
	for cut := 1; cut <= ops; cut++ {
		disk, promised, begun, _ := live(t, l, cut, false)
		for seed := range uint64(3) {
			after := disk.Restart(rand.New(rand.NewPCG(seed, uint64(cut))))
			if got := counting(open(t, after, l)); got != promised && got != begun {
				t.Fatalf("cut after %d (seed %d): %q counts, not %q or %q\n%s", cut, seed, got, promised, begun, after)
			}
		}
	}
}

// The control: on a disk that does not sync, the same test must find losses.
func TestWithoutSyncThePowerCutLoses(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	l, lost := list{}, 0
	for cut := 1; cut <= 20; cut += 3 {
		disk, promised, begun, _ := live(t, l, cut, true)
		after := disk.Restart(rand.New(rand.NewPCG(1, uint64(cut))))
		if got := counting(open(t, after, l)); got != promised && got != begun {
			lost++
		}
	}
	if lost == 0 {
		t.Error("nothing was lost: the disk of this test does not forget")
	}
}
