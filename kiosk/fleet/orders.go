package fleet

import (
	"maps"

	"guichet/kiosk/fleet/wire"
)

// What of an order is read. A hub that lies can want what it likes, and what a
// kiosk remembers of it goes back in each heartbeat, which an honest hub must be
// able to read.
const (
	maxOrders = 100 // packs
	maxName   = 64  // bytes of an id or a version
)

// possible leaves out what cannot be, and keeps the last order of each pack.
func possible(wanted []wire.Wanted) []wire.Wanted {
	at := map[string]int{}
	var all []wire.Wanted
	for _, w := range wanted {
		if w.ID == "" || len(w.ID) > maxName || len(w.Version) > maxName {
			continue
		}
		if i, again := at[w.ID]; again {
			all[i] = w
		} else if len(all) < maxOrders {
			at[w.ID] = len(all)
			all = append(all, w)
		}
	}
	return all
}

// prune forgets what came of orders that are no longer given, but for the packs
// that serve.
func (p *porter) prune(wanted []wire.Wanted) {
	given := map[string]bool{}
	for _, w := range wanted {
		given[w.ID] = true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.steps, func(id string, s wire.PackState) bool {
		return !given[id] && (s.Step == wire.Refused || s.Step == wire.Fetching)
	})
}
