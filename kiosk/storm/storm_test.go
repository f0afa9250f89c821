package storm

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"guichet/kiosk/spool/powercut"
)

// TestStorm plays visits with faults of everything, and looks after each for
// what must not be.
func TestStorm(t *testing.T) {
	s := seed(t)
	var all counts
	var mu sync.Mutex
	t.Run("worlds", func(t *testing.T) {
		for i := range *worlds {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				c := storm(t, s, i)
				mu.Lock()
				all.add(c)
				mu.Unlock()
			})
		}
	})
	t.Logf("figure: -seed %d: %v", s, all)
	if !t.Failed() && *visits >= 100 && (all.shown < *visits/3 || all.kills < *visits/10 || all.cuts < *visits/40 || all.printed < *visits/5 || all.copies < *visits/250) {
		t.Error("the storm does not blow everywhere")
	}
}

// storm is one kiosk's share: visits i, i+worlds, i+2·worlds…
func storm(t *testing.T, seed uint64, i int) counts {
	w := newWorld(t)
	w.publish()
	w.mustStart("first")
	for n := i; n < *visits; n += *worlds {
		r := chance(seed, n)
		p, b := planOf(r, n+1), blowOf(r)
		what := fmt.Sprintf("-seed %d, visit %d (%+v, %+v)", seed, n, p, b)
		w.blow(p, b, what)
		w.judge(what)
		if w.count.visits%100 == 0 {
			t.Log(w.told())
		}
	}
	w.calm()
	w.drain()
	return w.told()
}

// calm is after the storm: somebody hands something in, as if nothing had been.
func (w *world) calm() {
	w.Helper()
	before := len(w.custody.references())
	for n := range 3 { // a machine under load may take him for somebody who went away
		need(w, w.play(plan{N: *visits + n + 1, Script: "acte-naissance"}))
		if w.judge("after the storm"); len(w.custody.references()) > before {
			return
		}
	}
	w.Errorf("nothing can be handed in after the storm\n%s", w.lastLog())
}

// told is what was counted, with what was heard.
func (w *world) told() counts {
	c := w.count
	c.shown, c.unsaved, c.broken = len(w.custody.references()), w.custody.heard("unsaved"), w.custody.heard("broken")
	c.refused = w.custody.heard("refused")
	c.printed, c.copies = w.paper.totals()
	return c
}

// blow plays a visit in the storm, and brings the home page back.
func (w *world) blow(p plan, b blow, what string) {
	w.Helper()
	stop := w.strike(b)
	if b.publish {
		w.publish()
	}
	dead := w.die(b.death)
	err := w.play(p)
	dead()
	stop()
	w.mend()
	switch {
	case errors.Is(err, errStuck):
		w.Fatalf("%s: the home page is not back\n%s\n%s", what, w.kiosk.said(), w.lastLog())
	case err != nil && !w.kiosk.killed():
		w.Fatalf("%s: the kiosk died by itself: %v\n%s", what, w.kiosk.exit, w.lastLog())
	}
	if w.kiosk.alive() && w.custody.outOfOrder() {
		w.recovers(what)
	}
	if !w.kiosk.alive() {
		if b.death.cut {
			w.cut(b.death.torn, uint64(p.N))
		}
		w.mustStart(what)
	}
}

// recovers waits for a kiosk that is out of order though all is whole again: it
// looks at its disk now and then. One that does not know that is started anew, as
// the front desk would do.
func (w *world) recovers(what string) {
	w.Helper()
	for end := time.Now().Add(45 * time.Second); w.custody.outOfOrder(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			w.count.restarts++
			w.Logf("%s: it stays out of order until it is started anew", what)
			need(w, w.kiosk.stop())
			return
		}
	}
}

// strike breaks printer, wire and disk, and gives what ends the breaking.
func (w *world) strike(b blow) (stop func()) {
	w.Helper()
	w.paper.noisy = b.printer.hits && b.printer.fault.String() == "noisy"
	var mended *time.Timer
	if b.printer.hits {
		w.count.faults++
		switch p := b.printer; {
		case p.bytes > 0:
			w.sim.CauseAtByte(p.fault, p.bytes)
		case p.mm > 0:
			w.sim.CauseAtMM(p.fault, p.mm)
		default:
			w.sim.Cause(p.fault)
		}
		mended = time.AfterFunc(b.printer.mend, func() { w.sim.Mend(b.printer.fault) })
	}
	if b.wire != "" {
		w.count.faults++
		w.line.is(b.wire)
	}
	if b.clock != 0 {
		w.count.faults++
		w.clock.Add(b.clock)
	}
	if b.disk.hits {
		w.count.faults++
		w.disk.Strike(failing(b.disk, new(atomic.Int64)))
	}
	return func() {
		if mended != nil {
			mended.Stop()
		}
		w.clock.Add(-b.clock)
	}
}

// failing is a disk that fails at one change, or from it on. hit counts how
// often it did.
func failing(b diskBlow, hit *atomic.Int64) func(powercut.Op) syscall.Errno {
	n := 0
	return func(powercut.Op) syscall.Errno {
		if n++; n == b.at || n > b.at && (b.lasts || b.dies) {
			hit.Add(1)
			return errnoOf(b.full)
		}
		return 0
	}
}

// die kills the kiosk when it is its time, beside the visit.
func (w *world) die(d deathBlow) (wait func()) {
	if !d.hits {
		return func() {}
	}
	k, over := w.kiosk, make(chan struct{})
	k.forgetPages()
	var all sync.WaitGroup
	all.Go(func() {
		if k.comesTo(d, over) { // then it happens, be the visit over meanwhile
			time.Sleep(d.delay)
			w.count.kills++
			k.kill()
		}
	})
	return func() { close(over); all.Wait() }
}
