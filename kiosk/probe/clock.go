package probe

import (
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"guichet/kiosk/health"
)

// Built is a day before this program was: a clock before it is wrong. It is
// raised when a version is prepared.
var Built = time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)

const (
	// slack is how far a clock may be off: receipts show minutes.
	slack = time.Minute
	// lifetime is longer than a version stays in a hall; a clock beyond it jumped.
	lifetime = 20 * 365 * 24 * time.Hour
)

// Times is what the clock is compared with.
type Times struct {
	// Hub is what the hub's clock shows now, false while that is not known: its
	// last answer and the time since, time.Since of a time.Now at that answer, which
	// no jump of the wall clock changes. It may be nil.
	Hub func() (time.Time, bool)
}

// Clock watches the wall clock. It is wrong
//
//   - before the program was built, or 20 years after that;
//   - when the hub's clock is more than a minute away;
//   - when it jumped by more than a minute against the clock that only runs, until
//     the hub agrees with it, or a time server has set it since ([Tree.synced]).
//     With neither, a jump stays until it is taken back or the program starts again:
//     who set the clock by hand starts it again.
//
// The clock that only runs is CLOCK_BOOTTIME, which goes on while the machine
// sleeps.
func Clock(t Times) Probe {
	c := &clock{Times: t, wall: time.Now, running: running, synced: system.synced}
	return Probe{Name: "clock", Look: c.look}
}

type clock struct {
	Times
	wall    func() time.Time
	running func() time.Duration // since some time
	synced  func(from, now time.Time) bool

	began time.Time     // the wall clock where the running one was at 0
	well  time.Duration // the running clock when it was right last
}

func (c *clock) look() []Finding {
	detail := c.fault()
	return []Finding{{health.ClockWrong, detail != "", detail}}
}

// fault says what is wrong, empty for nothing.
func (c *clock) fault() string {
	now, ran := c.wall().Round(0), c.running() // without the running clock that Go keeps in it
	if !plausible(now) {
		return "impossible date"
	}
	hub, known := c.hub()
	if known && hub.Sub(now).Abs() > slack {
		return "not the time of the hub"
	}
	began, well := now.Add(-ran), now.Add(c.well-ran)
	if c.began.IsZero() || known || c.synced(well, now) {
		c.began = began
	}
	if began.Sub(c.began).Abs() > slack {
		return "jumped"
	}
	c.well = ran
	return ""
}

func plausible(now time.Time) bool {
	return !now.Before(Built) && now.Before(Built.Add(lifetime))
}

func (c *clock) hub() (time.Time, bool) {
	if c.Hub == nil {
		return time.Time{}, false
	}
	return c.Hub()
}

func running() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// synced tells whether a time server has set the clock between two times, of
// which the second is now: by the kernel (adjtimex(2): setting the clock raises
// STA_UNSYNC), or by the file that systemd-timesyncd touches each time
// (systemd-timesyncd.service(8)). A service with ProtectClock= may not ask the
// kernel. Who is not asked is not believed.
func (t Tree) synced(from, now time.Time) bool {
	return disciplined() || t.touched(from, now)
}

func disciplined() bool {
	var t unix.Timex // no modes: it only reads
	state, err := unix.Adjtimex(&t)
	return err == nil && state != unix.TIME_ERROR && t.Status&unix.STA_UNSYNC == 0
}

// touched allows for what the times of files are rounded by.
func (t Tree) touched(from, now time.Time) bool {
	info, err := os.Stat(filepath.Join(string(t), "run/systemd/timesync/synchronized"))
	if err != nil {
		return false
	}
	at := info.ModTime()
	return !at.Before(from.Add(-time.Second)) && !at.After(now.Add(time.Second))
}
