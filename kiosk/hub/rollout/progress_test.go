package rollout_test

import (
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/rollout"
	"guichet/kiosk/hub/store"
)

// Who stopped a roll-out is shown as such, also when the kiosk has gone back to
// the revision before and no longer speaks of the other.
func TestWhoStoppedIt(t *testing.T) {
	r := running(state(store.Stopped), func(r *store.Rollout) { r.Why = "a: trial" })
	kiosks := []store.Kiosk{kiosk("a", rollout.TestGroup, at(old, wire.Shown)), kiosk("b", rollout.TestGroup, at(old, wire.Shown))}
	p := rollout.ProgressOf(noon.Add(2*time.Minute), r, kiosks)
	// The other has refused it too, and has gone back as well: it is not asked now.
	if len(p) != 2 || p[0].Step != wire.Refused || p[0].Why != "trial" || p[1].Step != rollout.Later {
		t.Errorf("%+v", p)
	}
	r.State, r.Why = store.Running, ""
	if p := rollout.ProgressOf(noon.Add(2*time.Minute), r, kiosks); p[0].Step != rollout.Asked {
		t.Errorf("resumed: %+v", p)
	}
}
