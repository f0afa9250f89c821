package rollout

import (
	"strings"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// Words of a kiosk's progress beside the steps of package wire.
const (
	Later  = "later"  // its stage has not come, or the roll-out stands still
	Asked  = "asked"  // its turn, nothing heard yet
	Mute   = "silent" // its turn, but it says nothing: it gets the revision when it is back
	Behind = "back"   // rolled back: shows the revision before
)

// Progress is how far one kiosk is.
type Progress struct {
	Kiosk string    `json:"kiosk"`
	Name  string    `json:"name"`
	Stage string    `json:"stage"` // in which it comes in
	Step  string    `json:"step"`  // a step of package wire, or later, asked, silent, back
	Why   string    `json:"why,omitempty"`
	Seen  time.Time `json:"seen,omitzero"` // its last heartbeat
}

// ProgressOf is a roll-out kiosk by kiosk, in the order of kiosks.
func ProgressOf(now time.Time, r store.Rollout, kiosks []store.Kiosk) []Progress {
	m := MembersOf(r.ID, kiosks)
	all := make([]Progress, 0, len(m))
	for _, k := range kiosks {
		if stage, mine := m[k.ID]; mine {
			p := Progress{Kiosk: k.ID, Name: k.Name, Stage: stage, Seen: k.BeatAt}
			p.Step, p.Why = step(now, r, m, k)
			all = append(all, p)
		}
	}
	return all
}

func step(now time.Time, r store.Rollout, m Members, k store.Kiosk) (string, string) {
	said, why := Step(k.Beat, r.Pack, r.Version)
	switch {
	case r.State == store.RolledBack && !Has(k.Beat, r.Pack, r.Version) && Live(now, k):
		return Behind, ""
	case said != "" && (Live(now, k) || said == wire.Shown):
		return said, why
	case r.State == store.Stopped && strings.HasPrefix(r.Why, k.ID+": "):
		return wire.Refused, strings.TrimPrefix(r.Why, k.ID+": ") // it has gone back to the one before since
	case r.State == store.Stopped || r.State == store.Paused:
		return Later, "" // it is not asked for meanwhile
	case r.State != store.Done && !m.reached(k.ID, r.Stage):
		return Later, ""
	case !Live(now, k):
		return Mute, ""
	}
	return Asked, ""
}
