package fleet

import (
	"maps"
	"slices"
	"strings"

	"guichet/forms/pack"
	"guichet/kiosk/fleet/wire"
)

// begin says that a revision is on its way, unless the hub knows that it was
// refused: it may be again, and the two would follow each other with every
// heartbeat, each a reason for the next.
func (p *porter) begin(w wire.Wanted) {
	p.mu.Lock()
	s := p.steps[w.ID]
	p.mu.Unlock()
	if s.Version != w.Version || s.Step != wire.Refused {
		p.step(w, wire.Fetching, "")
	}
}

// step tells whether it is news.
func (p *porter) step(w wire.Wanted, step, why string) (news bool) {
	p.mu.Lock()
	was := p.steps[w.ID]
	is := wire.PackState{ID: w.ID, Version: w.Version, Step: step, Why: why}
	p.steps[w.ID] = is
	p.mu.Unlock()
	if was != is {
		p.told()
	}
	return was != is
}

func (p *porter) forget(id string) {
	p.mu.Lock()
	delete(p.steps, id)
	p.mu.Unlock()
	p.told()
}

// settle forgets what was refused, or was on its way, where the hub wants again
// what serves: it has heard, and a report that stayed would stop the next
// roll-out of the same revision before it was tried.
func (p *porter) settle(wanted []wire.Wanted, serves map[string]string) {
	for _, w := range wanted {
		p.mu.Lock()
		s, known := p.steps[w.ID]
		step := wire.Active
		if p.page[w.ID] == w.Version {
			step = wire.Shown
		}
		p.mu.Unlock()
		if known && s.Version != w.Version && serves[w.ID] == w.Version && w.Version != "" {
			p.step(w, step, "")
		}
	}
}

// shown notes what the home page offers, and what it no longer does.
func (p *porter) shown(versions map[string]string) {
	p.mu.Lock()
	p.page = maps.Clone(versions)
	gone := len(p.steps)
	maps.DeleteFunc(p.steps, func(id string, s wire.PackState) bool { return s.Step == wire.Shown && versions[id] == "" })
	gone -= len(p.steps)
	p.mu.Unlock()
	if gone > 0 {
		p.told()
	}
	for id, version := range versions {
		p.mu.Lock()
		s, known := p.steps[id]
		p.mu.Unlock()
		if !known || s.Version == version || s.Step == wire.Shown {
			p.step(wire.Wanted{ID: id, Version: version}, wire.Shown, "")
		}
	}
}

func (p *porter) states() []wire.PackState {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []wire.PackState
	for _, s := range p.steps {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b wire.PackState) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// versionsOf is the revisions of packs by their ids.
func versionsOf(packs []*pack.Pack) map[string]string {
	versions := map[string]string{}
	for _, one := range packs {
		versions[one.ID] = one.Version
	}
	return versions
}
