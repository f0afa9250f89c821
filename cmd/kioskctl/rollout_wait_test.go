package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/hub/tool"
)

// Who watches a roll-out that does not move is told once for whom it waits, and
// again after the next change.
func TestARolloutThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		w := &watcher{p: program{out: &out}, seen: map[string]string{}}
		is := tool.Progress{
			Rollout: tool.Rollout{Pack: "cantine", Version: "2.0.0", Stage: "all", State: "running", Auto: true},
			Kiosks:  []tool.Step{{Kiosk: "1", Name: "Hall", Step: "shown"}, {Kiosk: "2", Name: "Annexe", Step: "silent"}},
		}
		wait := func() string {
			out.Reset()
			for range 60 {
				time.Sleep(time.Second)
				w.sayWait()
			}
			return out.String()
		}
		if got := wait(); got != "" {
			t.Errorf("before the hub said anything: %s", got)
		}
		w.show(is)
		if got := wait(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "waiting for Annexe (silent); a kiosk that is off") {
			t.Errorf("%s", got)
		}
		is.Kiosks[1].Step = "shown"
		w.show(is)
		if got := wait(); !strings.Contains(got, "the hub to begin the next stage") {
			t.Errorf("%s", got)
		}
	})
}
