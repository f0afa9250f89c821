package hub

import (
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// A kiosk whose clock is ahead says that something began tomorrow: it has lasted
// for no time, and not for less than none.
func TestWhatBeganTomorrow(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	alert := func(since time.Time) wire.Heartbeat {
		return wire.Heartbeat{Alerts: []wire.Alert{{Name: "camera_gone", Who: "staff", Since: since}}}
	}
	var m metrics
	newFleetSums(now, []store.Kiosk{
		{ID: "a", Town: "04999", BeatAt: now, Beat: alert(now.Add(24 * time.Hour))},
		{ID: "b", Town: "04999", BeatAt: now, Beat: alert(now.Add(-time.Minute))},
	}).write(&m)
	for _, line := range []string{
		`guichet_kiosk_sick_seconds{kiosk="a",town="04999",why="camera_gone"} 0`,
		`guichet_kiosk_sick_seconds{kiosk="b",town="04999",why="camera_gone"} 60`,
	} {
		if !strings.Contains(m.String(), line+"\n") {
			t.Errorf("no %s in\n%s", line, m.String())
		}
	}
}
