package storm

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"guichet/kiosk/spool/powercut"
)

// TestEveryIndex lets one change of the disk fail, and the next time the next
// one, until a whole life has gone by without a failure. In one life the kiosk
// opens, somebody hands something in, the hub takes it, the spool erases it; in
// another a revision of a pack comes in. The disk fails with EIO and with ENOSPC,
// once, from then on, and once without a hub, so that the spool alone has it when
// the power goes; or the power goes at that very change.
//
// Whatever fails: who was shown a reference has his submission, once; nobody
// waits for ever; and once the disk is whole the kiosk opens again.
func TestEveryIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := seed(t)
	outcomes, mu := map[string]map[string]int{}, sync.Mutex{}
	t.Run("faults", func(t *testing.T) {
		for _, b := range []diskBlow{
			{full: true}, {full: true, lasts: true}, {full: true, alone: true},
			{}, {lasts: true}, {alone: true}, {dies: true},
		} {
			name := nameOfBlow(b)
			for what, life := range map[string]func(*world, diskBlow, int, string) (string, bool){
				"submission": (*world).lifeWith, "revision": (*world).revisionWith,
			} {
				if what == "revision" && b.alone {
					continue // without a hub none comes
				}
				t.Run(what+" "+name, func(t *testing.T) {
					t.Parallel()
					all := sweep(t, s, b, life)
					mu.Lock()
					outcomes[what+", "+name] = all
					mu.Unlock()
				})
			}
		}
	})
	for _, name := range slices.Sorted(maps.Keys(outcomes)) {
		t.Logf("figure: %s: %s", name, table(outcomes[name]))
	}
}

func nameOfBlow(b diskBlow) string {
	name := map[bool]string{true: "ENOSPC", false: "EIO"}[b.full]
	if b.lasts {
		name += " from then on"
	}
	if b.alone {
		name += " with no hub, then the power cut"
	}
	if b.dies {
		name = "the power cut"
	}
	return name
}

func table(outcomes map[string]int) string {
	var all []string
	total := 0
	for _, o := range slices.Sorted(maps.Keys(outcomes)) {
		all = append(all, fmt.Sprintf("%d %s", outcomes[o], o))
		total += outcomes[o]
	}
	return fmt.Sprintf("%d indices: %s", total, strings.Join(all, ", "))
}

// longestLife is more changes than a life has; a few of them by chance are for a
// test that has little time.
const longestLife, likelyLife = 1000, 60

// sweep plays a life for each index.
func sweep(t *testing.T, seed uint64, b diskBlow, life func(*world, diskBlow, int, string) (string, bool)) map[string]int {
	w := newWorld(t)
	w.setup.Patient = true
	w.mustStart("first")
	w.kiosk.kill()
	outcomes, whole := map[string]int{}, 0
	for n := range longestLife {
		b.at = n + 1
		if *indices > 0 {
			if n == *indices {
				break
			}
			b.at = 1 + chance(seed, n).IntN(likelyLife)
		}
		what := fmt.Sprintf("-seed %d, %s at change %d", seed, nameOfBlow(b), b.at)
		outcome, hit := life(w, b, n+1, what)
		if whole++; hit {
			whole = 0
			outcomes[outcome]++
		}
		if whole == 3 { // what the kernel writes by itself is not always as much
			break
		}
	}
	w.drain()
	return outcomes
}

// lifeWith plays one life with a disk that fails, and tells what came of it and
// whether the disk has failed at all.
func (w *world) lifeWith(b diskBlow, n int, what string) (outcome string, hit bool) {
	w.Helper()
	if b.alone {
		w.line.is("down")
	}
	before := w.heard()
	hits, err := w.startWith(b)
	if err == nil {
		err = w.play(plan{N: n, Script: "acte-naissance"})
	}
	if errors.Is(err, errStuck) {
		w.Fatalf("%s: the kiosk is stuck\n%s\n%s", what, w.kiosk.said(), w.lastLog())
	}
	if !b.alone {
		w.delivered(hits)
	}
	outcome = w.outcome(err, before)
	w.judge(what)
	w.afterwards(b, hits, what)
	return outcome, hits.Load() > 0
}

// revisionWith is the same while a revision of a pack comes in: the kiosk offers
// the one before or the new one, never an older one and never none.
func (w *world) revisionWith(b diskBlow, _ int, what string) (outcome string, hit bool) {
	w.Helper()
	w.supersede()
	was, want := w.custody.offered(), fmt.Sprintf("7.%d.0", w.version)
	hits, err := w.startWith(b)
	if err == nil {
		w.eventually(what+": the revision does not come", func() bool { return hits.Load() > 0 || w.custody.offered() == want })
	}
	w.afterwards(b, hits, what)
	w.neverOlder(what)
	switch is := w.custody.offered(); {
	case is == want:
		outcome = "it is offered afterwards"
	case is == was:
		outcome = "the one before is offered afterwards"
	default:
		w.Errorf("%s: %q was offered, then %q", what, was, is)
	}
	return outcome, hits.Load() > 0
}

// startWith starts a kiosk on a disk that fails; where the power goes, it dies at
// that moment.
func (w *world) startWith(b diskBlow) (hits *atomic.Int64, err error) {
	w.Helper()
	hits = new(atomic.Int64)
	fails, ready, once := failing(b, hits), make(chan *life, 1), sync.Once{}
	w.disk.Strike(func(op powercut.Op) syscall.Errno {
		no := fails(op)
		if no != 0 && b.dies {
			once.Do(func() { go func() { k := <-ready; ready <- k; k.kill() }() })
		}
		return no
	})
	w.begins = func(k *life) { ready <- k }
	defer func() { w.begins = nil }()
	err = w.start()
	return hits, err
}

// afterwards the power may be cut; then the disk is whole, and the kiosk opens
// and has all that it had.
func (w *world) afterwards(b diskBlow, hits *atomic.Int64, what string) {
	w.Helper()
	w.kiosk.kill()
	if b.alone || b.dies && hits.Load() > 0 {
		w.cut(false, 0)
		w.judge(what + ", after the cut")
	}
	w.mend()
	w.line.is("down") // what is there now was there before
	w.mustStart(what + ", afterwards")
	w.judge(what + ", afterwards")
	w.kiosk.kill()
	w.line.is("")
}

// delivered waits until the disk has failed, or there is nothing left to do.
func (w *world) delivered(hits *atomic.Int64) {
	w.Helper()
	w.eventually("something still waits for the hub", func() bool { return hits.Load() > 0 || w.waits() == 0 })
}

// heard is what citizens were told so far.
type heard struct{ shown, unsaved, cannot, broken int }

func (w *world) heard() heard {
	b := &w.custody
	return heard{len(b.references()), b.heard("unsaved"), b.heard("cannot"), b.heard("broken")}
}

// outcome is what the citizen has seen of it.
func (w *world) outcome(err error, was heard) string {
	w.Helper()
	is := w.heard()
	shown, unsaved := is.shown > was.shown, is.unsaved > was.unsaved
	switch {
	case shown && unsaved:
		return "not kept, tried again, kept and shown"
	case shown:
		return "kept and shown"
	case unsaved:
		return "not kept, and the screen says so"
	case is.cannot > was.cannot:
		return "nothing can be kept, the screen says during the visit"
	case is.broken > was.broken:
		return "out of order, and the screen says so"
	case errors.Is(err, errDead) && w.kiosk.killed():
		return "killed before anything was told"
	case err != nil:
		return "ended before the home page: " + w.lastError()
	}
	w.Errorf("a visit went by, and nothing came of it\n%s", w.kiosk.said())
	return "nothing"
}

// lastError is why the kiosk did not open, without what differs each time.
func (w *world) lastError() string {
	w.Helper()
	_, why, ok := cutLast(w.lastLog(), `"msg":"not_opened","error":"`)
	if !ok {
		return "?"
	}
	why, _, _ = strings.Cut(why, ":")
	return why
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
