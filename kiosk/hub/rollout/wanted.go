package rollout

import (
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

// Plan is what is wanted in a town. It stays right until a roll-out, or a kiosk
// and its group, changes.
type Plan struct {
	newest  []store.Rollout // one a pack
	members []Members       // of each
}

// NewPlan reads the roll-outs of a town, newest first, and its kiosks.
func NewPlan(rollouts []store.Rollout, kiosks []store.Kiosk) *Plan {
	p := &Plan{newest: Newest(rollouts)}
	for _, r := range p.newest {
		var m Members
		if r.State != store.Done && r.State != store.RolledBack {
			m = MembersOf(r.ID, kiosks)
		}
		p.members = append(p.members, m)
	}
	return p
}

// Newest keeps the newest roll-out of each pack: it alone counts.
func Newest(rollouts []store.Rollout) (newest []store.Rollout) {
	seen := map[string]bool{}
	for _, r := range rollouts {
		if key := r.Town + "/" + r.Pack; !seen[key] {
			seen[key] = true
			newest = append(newest, r)
		}
	}
	return newest
}

// Wanted is what one kiosk shall offer, given how it says it is.
func (p *Plan) Wanted(kiosk string, b wire.Heartbeat) []wire.Wanted {
	wanted := make([]wire.Wanted, 0, len(p.newest))
	for i, r := range p.newest {
		switch version := p.version(i, r, kiosk, b); {
		case version != "":
			wanted = append(wanted, wire.Wanted{ID: r.Pack, Version: version})
		case r.State == store.RolledBack:
			wanted = append(wanted, wire.Wanted{ID: r.Pack})
		}
	}
	return wanted
}

func (p *Plan) version(i int, r store.Rollout, kiosk string, b wire.Heartbeat) string {
	switch {
	case r.State == store.Done:
		return r.Version
	case r.State == store.RolledBack:
		return r.Previous
	case Has(b, r.Pack, r.Version):
		return r.Version
	case r.State == store.Running && p.members[i].reached(kiosk, r.Stage):
		return r.Version
	}
	return r.Previous
}

// Has tells whether a kiosk is past installing a revision.
func Has(b wire.Heartbeat, pack, version string) bool {
	switch step, _ := Step(b, pack, version); step {
	case wire.Installed, wire.Active, wire.Shown:
		return true
	}
	return false
}

// Step is where a revision is on a kiosk, and why where that is a refusal; ""
// where the kiosk says nothing of it.
func Step(b wire.Heartbeat, pack, version string) (step, why string) {
	for _, p := range b.Packs {
		if p.ID == pack && p.Version == version {
			step, why = p.Step, p.Why
		}
	}
	return step, why
}

// Current is the revision that a town has of a pack today, as far as roll-outs
// say: what the next one replaces. "" where there is none.
func Current(rollouts []store.Rollout, pack string) string {
	for _, r := range rollouts {
		if r.Pack == pack {
			if r.State == store.Done {
				return r.Version
			}
			return r.Previous
		}
	}
	return ""
}

// Open tells whether a roll-out is neither done nor rolled back: another of the
// same pack has to wait.
func Open(r store.Rollout) bool { return r.State != store.Done && r.State != store.RolledBack }
