package page

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"guichet/forms/cog"
	"guichet/kiosk/hub/store"
)

// States of a kiosk as the page names them, worst first.
const (
	stateOut      = "out"     // it says that it is out of order
	stateSilent   = "silent"  // it has said nothing for a while
	stateWatch    = "watch"   // it works, somebody should mend something
	stateNever    = "never"   // enrolled, not heard of yet
	stateBusy     = "busy"    // somebody uses it
	stateReady    = "ready"   // it waits for the next person
	stateTakenOut = "revoked" // taken out of the fleet
	hushed        = 5 * time.Minute
)

// states is their order in lists.
var states = []string{stateOut, stateSilent, stateWatch, stateNever, stateBusy, stateReady, stateTakenOut}

// stateOf is how a kiosk is.
func stateOf(k store.Kiosk, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return stateTakenOut
	case k.BeatAt.IsZero():
		return stateNever
	case now.Sub(k.BeatAt) > hushed:
		return stateSilent
	case k.Beat.State == "out_of_order":
		return stateOut
	case len(k.Beat.Alerts) > 0 || k.Beat.Spool.Damaged > 0:
		return stateWatch
	case k.Beat.State == "visit":
		return stateBusy
	}
	return stateReady
}

// row is a kiosk as lists use it.
type row struct {
	store.Kiosk
	State    string
	TownName string
	folded   string // name, town and group as they are searched
}

// fleet is a town's kiosks, or all, at one moment.
type fleet struct {
	rows    []*row
	towns   []string       // codes, by name
	groups  []string       // without the empty one
	byState map[string]int // how many
}

// Kiosks are the kiosks of one town of it.
func (f *fleet) Kiosks(town string) []store.Kiosk {
	var all []store.Kiosk
	for _, r := range f.rows {
		if r.Town == town {
			all = append(all, r.Kiosk)
		}
	}
	return all
}

func newFleet(kiosks []store.Kiosk, now time.Time) *fleet {
	f := &fleet{rows: make([]*row, len(kiosks)), byState: map[string]int{}}
	towns, groups := map[string]string{}, map[string]bool{}
	for i, k := range kiosks {
		name, ok := towns[k.Town]
		if !ok {
			name = townName(k.Town)
			towns[k.Town] = name
		}
		groups[k.Group] = true
		f.rows[i] = &row{k, stateOf(k, now), name, cog.Fold(k.Name + " " + name + " " + k.Group + " " + k.ID)}
		f.byState[f.rows[i].State]++
	}
	slices.SortStableFunc(f.rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.TownName, b.TownName), cmp.Compare(a.folded, b.folded))
	})
	delete(groups, "")
	f.groups = sortedKeys(groups)
	f.towns = sortedKeys(towns)
	slices.SortFunc(f.towns, func(a, b string) int { return cmp.Compare(cog.Fold(towns[a]), cog.Fold(towns[b])) })
	return f
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fleetBook remembers fleets for a moment: 34,900 kiosks are not read again for
// each of those who look at them.
type fleetBook struct {
	store store.Kiosks
	now   func() time.Time

	mu    sync.Mutex
	known map[string]*shelf // by town, "" for all
}

// shelf is a fleet that is remembered, or being read.
type shelf struct {
	mu    sync.Mutex // held while the first who asks reads it
	fleet *fleet
	took  time.Duration // reading it
	until time.Time
	again bool // it is read anew, beside
}

// Limits of remembering.
const (
	mostFleets = 500
	slow       = 200 * time.Millisecond // nobody waits so long for news
	stale      = time.Minute            // but nobody sees what is so old
)

func newFleetBook(s store.Kiosks, now func() time.Time) *fleetBook {
	return &fleetBook{store: s, now: now, known: map[string]*shelf{}}
}

// of gives the fleet of a town, or all. It may be a moment old: five times as
// long as reading it took, between 300 ms and 10 s. Where reading is slow, who
// asks gets what is there while it is read anew.
func (b *fleetBook) of(ctx context.Context, town string) (*fleet, error) {
	p := b.entry(town)
	p.mu.Lock()
	defer p.mu.Unlock()
	now := b.now()
	if p.fleet != nil && now.Before(p.until) {
		return p.fleet, nil
	}
	if p.fleet != nil && p.took > slow && now.Before(p.until.Add(stale)) {
		if !p.again {
			p.again = true
			go b.readBeside(context.WithoutCancel(ctx), p, town)
		}
		return p.fleet, nil
	}
	f, took, err := b.read(ctx, town)
	if err != nil {
		return nil, err
	}
	p.put(f, took, b.now())
	return f, nil
}

func (b *fleetBook) read(ctx context.Context, town string) (*fleet, time.Duration, error) {
	began := time.Now()
	kiosks, err := b.store.Kiosks(ctx, town)
	if err != nil {
		return nil, 0, err
	}
	return newFleet(kiosks, b.now()), time.Since(began), nil
}

// readBeside reads while others use what is there. Where it cannot, the next who
// finds it too old reads himself, and hears why.
func (b *fleetBook) readBeside(ctx context.Context, p *shelf, town string) {
	ctx, cancel := context.WithTimeout(ctx, stale)
	defer cancel()
	f, took, err := b.read(ctx, town)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.again = false
	if err == nil {
		p.put(f, took, b.now())
	}
}

func (p *shelf) put(f *fleet, took time.Duration, now time.Time) {
	p.fleet, p.took = f, took
	p.until = now.Add(min(max(5*took, 300*time.Millisecond), 10*time.Second))
}

func (b *fleetBook) entry(town string) *shelf {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.known) >= mostFleets {
		clear(b.known)
	}
	if b.known[town] == nil {
		b.known[town] = &shelf{}
	}
	return b.known[town]
}

// forget is called after a change, so that who made it sees it.
func (b *fleetBook) forget(town string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, town)
	delete(b.known, "")
}
