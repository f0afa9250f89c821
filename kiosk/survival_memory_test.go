package kiosk

import (
	"os"
	"runtime"
	"testing"

	"guichet/kiosk/session"
)

// descriptors are the open files of this process.
func descriptors(t *testing.T) int {
	t.Helper()
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip(err)
	}
	return len(all)
}

// 200 visits leave as many goroutines and open files as the first ones did, and no
// more memory than the lines of a log. kiosk/storm does ten thousand.
func TestTwoHundredVisits(t *testing.T) {
	long(t)
	h := enterWith(t, quiet)
	visits := func(n int) {
		for range n {
			h.visit("acte-naissance")
			h.press("Terminer")
			h.at(session.Attract)
			h.sim.Tear()
		}
	}
	visits(20)
	routines, files, live := runtime.NumGoroutine(), descriptors(t), heap()
	visits(180)
	h.waits("as before", func() bool { return runtime.NumGoroutine() <= routines+2 && descriptors(t) <= files+2 }, "goroutines and files")
	grown := heap() - live
	t.Logf("%d goroutines and %d files, then %d and %d; %d kB more on the heap", routines, files, runtime.NumGoroutine(), descriptors(t), grown>>10)
	if grown > 4<<20 {
		t.Errorf("%d bytes more", grown)
	}
	if n := len(h.kept()); n != 200 {
		t.Errorf("the spool holds %d submissions", n)
	}
}
