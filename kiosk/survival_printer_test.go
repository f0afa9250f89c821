package kiosk

import (
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// processor is what this process has used of it.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// A printer that sends garbage without end. The visit ends with its proof on the
// screen or on paper, memory is what it was, and when the printer is sane again it
// prints.
func TestAPrinterThatBabblesForEver(t *testing.T) {
	long(t)
	h := enterWith(t, withNumber)
	first := h.visit("acte-naissance")
	h.sheets(first, 1)
	h.press("Terminer")
	h.at(session.Attract)

	stop, said := h.babble()
	c := h.visitor("acte-naissance")
	c.begin()
	c.fill()
	base, used, began := heap(), processor(t), time.Now()
	ref := c.send() // proof on the screen, whatever the printer says
	h.waits("ten seconds", func() bool { return time.Since(began) > 10*time.Second }, "babble")
	wall := time.Since(began)
	share := float64(processor(t)-used) / float64(wall)
	t.Logf("%d kB of garbage in all, %.0f %% of a processor with the simulator's share; the visit ended at %q", said()>>10, 100*share, texts(h.now())[:2])
	if grown := heap() - base; grown > 4<<20 {
		t.Errorf("%d bytes more", grown)
	}
	if n := len(h.kept()); n != 2 {
		t.Errorf("the spool holds %d submissions, want two", n)
	}
	stop()
	h.looks()
	h.cleared(health.PrinterSilent, health.PrinterGone, health.PrinterBroken, health.PaperOut, health.CoverOpen, health.PaperJam)
	h.until("a page of the end", func(v session.View) bool { return v.State == session.Done })
	h.press("Terminer")
	h.at(session.Attract)
	h.until("a kiosk that can print", func(v session.View) bool { return v.Notice.Empty() })
	h.nextVisitor(ref)
}

// babble lets the printer say garbage, 20 kB a second as a serial line at 200
// kbit/s would carry, until stop.
func (h *hall) babble() (stop func(), said func() int) {
	var mu sync.Mutex
	var total int
	quit := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
				h.sim.Babble(1000)
				mu.Lock()
				total += 1000
				mu.Unlock()
			}
		}
	})
	stop = sync.OnceFunc(func() { close(quit); all.Wait() })
	h.Cleanup(stop)
	return stop, func() int { mu.Lock(); defer mu.Unlock(); return total }
}

// Noise on the line to the printer: the receipt comes out once, spoilt or not, and
// its letters cannot be relied on; so the reference stands on the screen and the
// submission is safe. With a quiet line the next one gets a whole receipt.
func TestNoiseOnTheLine(t *testing.T) {
	h := enterWith(t, nil)
	h.sim.Noise(50)
	ref := h.visit("acte-naissance")
	h.one(ref)
	if n := strings.Count(h.log.String(), `"msg":"receipt_printed"`); n != 1 {
		t.Errorf("%d receipts were printed, want one attempt", n)
	}
	h.sim.Noise(0)
	h.looks()
	h.press("Terminer")
	h.at(session.Attract)
	h.sim.Tear()
	h.until("a kiosk that can print", func(v session.View) bool { return v.Notice.Empty() })
	second := h.visit("acte-naissance")
	h.says(takeIt)
	h.sheets(second, 1)
}
