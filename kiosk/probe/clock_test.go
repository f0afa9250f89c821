package probe

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// stage is a machine with a wall clock and one that only runs.
type stage struct {
	clock
	wallNow, hubNow time.Time
	ran             time.Duration
	hubKnown        bool
	timeServer      bool
}

func newStage() *stage {
	s := &stage{wallNow: Built.AddDate(1, 0, 0)}
	s.wall = func() time.Time { return s.wallNow }
	s.running = func() time.Duration { return s.ran }
	s.synced = func(time.Time, time.Time) bool { return s.timeServer }
	s.Hub = func() (time.Time, bool) { return s.hubNow, s.hubKnown }
	return s
}

// pass lets both clocks run.
func (s *stage) pass(d time.Duration) {
	s.wallNow, s.hubNow, s.ran = s.wallNow.Add(d), s.hubNow.Add(d), s.ran+d
}

func (s *stage) want(t *testing.T, what, fault string) {
	t.Helper()
	if got := s.fault(); got != fault {
		t.Errorf("%s: %q, want %q", what, got, fault)
	}
}

func TestAClockThatRuns(t *testing.T) {
	s := newStage()
	for range 1000 {
		s.want(t, "it runs", "")
		s.pass(time.Hour)
	}
	s.wallNow = s.wallNow.Add(-time.Second)
	s.want(t, "a leap second", "")
}

// A dead battery: the machine begins in 1970 and a time server mends it.
func TestAClockThatBeginsInThePast(t *testing.T) {
	s := newStage()
	right := s.wallNow
	s.wallNow = time.Unix(0, 0)
	s.want(t, "1970", "impossible date")
	s.pass(time.Minute)
	s.wallNow = right.Add(time.Minute)
	s.want(t, "mended", "")
	s.pass(time.Hour)
	s.want(t, "it runs", "")
	s.wallNow = right.AddDate(40, 0, 0)
	s.want(t, "in 40 years", "impossible date")
}

func TestAJump(t *testing.T) {
	for _, jump := range []time.Duration{2 * time.Minute, -2 * time.Minute, 3 * 365 * 24 * time.Hour} {
		s := newStage()
		s.want(t, "before", "")
		s.wallNow = s.wallNow.Add(jump)
		s.want(t, "after", "jumped")
		s.pass(24 * time.Hour)
		s.want(t, "a day later", "jumped")
		s.wallNow = s.wallNow.Add(-jump)
		s.want(t, "taken back", "")
	}
	s := newStage()
	s.want(t, "before", "")
	s.wallNow = s.wallNow.Add(59 * time.Second)
	s.want(t, "less than a minute", "")
}

// Who says that the clock is right after a jump: a time server, or the hub.
func TestAJumpThatWasACorrection(t *testing.T) {
	s := newStage()
	s.want(t, "before", "")
	s.wallNow = s.wallNow.Add(time.Hour)
	s.want(t, "after", "jumped")
	s.timeServer = true
	s.want(t, "a time server agrees", "")
	s.timeServer = false
	s.want(t, "and is gone", "")

	s.wallNow = s.wallNow.Add(time.Hour)
	s.want(t, "again", "jumped")
	s.hubNow, s.hubKnown = s.wallNow.Add(-30*time.Second), true
	s.want(t, "the hub agrees", "")
}

// A service may not ask the kernel (ProtectClock=): there the file of
// systemd-timesyncd says that the clock was set after it jumped, and only then.
func TestAJumpThatTimesyncdMade(t *testing.T) {
	const jump = time.Hour
	for _, c := range []struct {
		what    string
		jump    time.Duration
		touched time.Duration // after the last look before the jump, on the clock as it was
		fault   string
	}{
		{"set forward by it", jump, jump + 5*second, ""},
		{"set back by it", -jump, -jump + 5*second, ""},
		{"set forward by hand, after it", jump, -5 * second, "jumped"},
		{"set back by hand, after it", -jump, -5 * second, "jumped"},
		{"set forward by hand, right after it", jump, 5 * second, "jumped"},
		{"set back by hand, right after it", -jump, 5 * second, "jumped"},
	} {
		tr, s := newTree(t), newStage()
		s.synced = tr.touched
		s.want(t, c.what+": before", "")
		s.pass(time.Hour)
		s.want(t, c.what+": it runs", "")
		looked := s.wallNow
		s.pass(15 * second)
		s.wallNow = s.wallNow.Add(c.jump)
		tr.touch(looked.Add(c.touched))
		s.want(t, c.what, c.fault)
		s.pass(15 * second)
		s.want(t, c.what+": the next look", c.fault)
		tr.touch(s.wallNow)
		s.want(t, c.what+": it was set since", "")
	}
}

func (t tree) touch(at time.Time) {
	t.Helper()
	t.put("run/systemd/timesync/synchronized", "")
	if err := os.Chtimes(filepath.Join(string(t.Tree), "run/systemd/timesync/synchronized"), at, at); err != nil {
		t.Fatal(err)
	}
}

// The hub knows better, before and after a jump.
func TestTheHubsTime(t *testing.T) {
	s := newStage()
	s.hubNow, s.hubKnown = s.wallNow, true
	s.want(t, "the same", "")
	s.wallNow = s.wallNow.Add(time.Hour)
	s.want(t, "jumped", "not the time of the hub")
	s.timeServer = true
	s.want(t, "the time server of somebody else", "not the time of the hub")
	s.wallNow = s.wallNow.Add(-time.Hour)
	s.want(t, "back", "")
}

// The real clocks of this machine: nothing but that they are read.
func TestTheRealClocks(t *testing.T) {
	before := running()
	time.Sleep(time.Millisecond)
	if after := running(); before <= 0 || after <= before {
		t.Errorf("the running clock shows %v, then %v", before, after)
	}
	if f := Clock(Times{}).Look(); len(f) != 1 || f[0].Detail == "jumped" {
		t.Errorf("%+v", f)
	}
}
