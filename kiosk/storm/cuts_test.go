package storm

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestPowerCuts cuts the power during visits: what was not synced is gone, or
// half of it, in the whole data folder. What a citizen was told is there, and the
// kiosk opens all of it again: spool, identity, trust and packs.
func TestPowerCuts(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := seed(t)
	w := newWorld(t)
	w.publish()
	w.mustStart("first")
	for n := 0; w.count.cuts < *cuts; n++ {
		r := chance(s, n)
		p, b := planOf(r, n+1), cutOf(r)
		p.Clock = 0
		what := fmt.Sprintf("-seed %d, cut %d (%+v, %+v)", s, n, p, b)
		b.publish = n%10 == 5
		w.blow(p, b, what)
		w.judge(what)
		w.neverOlder(what)
		if n%50 == 49 {
			t.Log(w.told())
		}
	}
	w.drain()
	t.Logf("figure: -seed %d: %v; offered in the end: %s", s, w.told(), w.custody.offered())
}

// cutOf is a cut at any moment of a visit; the wire may be down, so that what
// was shown is only here.
func cutOf(r *rand.Rand) blow {
	b := blow{death: deathOf(r)}
	b.death.cut = true
	if oneIn(r, 2) {
		b.death.page, b.death.state = 0, pick(r, "printing", "done")
	}
	if b.death.page > 0 { // at any moment from the start on, also while packs come in
		b.death.delay = time.Duration(r.IntN(400)) * time.Millisecond
	}
	if oneIn(r, 2) {
		b.wire = "down"
	}
	return b
}

// neverOlder wants that the home page never goes back to an older revision of
// the pack: what was offered once has come through every cut.
func (w *world) neverOlder(what string) {
	w.Helper()
	if back := w.custody.setback(); back != "" {
		w.Fatalf("%s: the home page went back: %s", what, back)
	}
}

// TestPowerCutsSeeALoss is the control: the same with commits that are not synced
// (journal_mode WAL, synchronous NORMAL) loses what citizens were told.
func TestPowerCutsSeeALoss(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	s := seed(t)
	w := newWorld(t)
	w.setup.Careless = true
	w.mustStart("first")
	lost := 0
	for n := range 4 * max(*cuts, 5) {
		w.line.is("down")
		b := blow{wire: "down", death: deathBlow{hits: true, state: "done", delay: 5 * time.Millisecond, cut: true}}
		w.blow(plan{N: n + 1, Script: "acte-naissance"}, b, "control")
		left := w.left()
		missing := w.custody.missing(w, left, "control")
		w.forget(left)
		lost += len(missing)
		w.custody.drop(missing)
		if lost > 0 && n >= *cuts {
			break
		}
	}
	t.Logf("figure: -seed %d: without syncing, of %d references shown over %d cuts %d are lost", s, lost+len(w.custody.references()), w.count.cuts, lost)
	if lost == 0 {
		t.Error("nothing is lost without syncing: the test sees nothing")
	}
}

// home notes what a home page offers: "home [{cantine 7.1.0} …]".
func (b *custodyBook) home(rest string) {
	_, version, ok := strings.Cut(rest, "{cantine ")
	if !ok {
		return
	}
	version, _, _ = strings.Cut(version, "}")
	was := b.newest
	if older(version, was) {
		b.back = was + ", then " + version
	}
	b.newest = version
}

// older compares versions of three numbers.
func older(a, b string) bool {
	var x, y [3]int
	fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2])
	fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2])
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func (b *custodyBook) setback() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.back
}

func (b *custodyBook) offered() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.newest
}
