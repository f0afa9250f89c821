package fleet

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"guichet/forms/pack/durable"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
)

// alerts are what the hub hears of the board: each condition once, from its
// beginning to its end. They are kept on disk, so that a condition that outlives
// a restart of the kiosk is the same alert, with the same beginning.
type alerts struct {
	board *health.Board
	disk  *durable.Disk

	mu   sync.Mutex
	told map[health.Name]*told
	met  time.Time // when the hub was first heard of; zero: not since the start
	held bool      // something waits for the hub's clock
}

// told is one alert as the hub knows it.
type told struct {
	since time.Time // by the hub's clock
	raise time.Time // by ours; zero: before this start
}

const (
	alertsFile = "alerts.json"
	maxAlerts  = 16 << 10 // bytes
)

// settling is how long an alert of before the start is kept up, once the hub is
// there, until somebody has looked: the longest pause of a rule, and a look.
const settling = 2 * time.Minute

func openAlerts(board *health.Board, disk *durable.Disk) *alerts {
	a := &alerts{board: board, disk: disk, told: map[health.Name]*told{}}
	data, err := disk.Read(alertsFile, maxAlerts)
	kept := map[health.Name]time.Time{}
	if err != nil || json.Unmarshal(data, &kept) != nil {
		return a
	}
	for n, since := range kept {
		if _, ok := health.RuleOf(n); ok {
			a.told[n] = &told{since: since}
		}
	}
	return a
}

// now are the alerts of a heartbeat; hub is the hub's time, and heard tells
// whether that was ever heard since the start. What begins waits for it: by a
// clock that may be years off, a beginning would stop roll-outs.
func (a *alerts) now(hub time.Time, heard bool) []wire.Alert {
	a.mu.Lock()
	defer a.mu.Unlock()
	if heard && a.met.IsZero() {
		a.met = time.Now()
	}
	raised := a.board.All()
	was := a.kept()
	a.forget(raised)
	var all []wire.Alert
	a.held = false
	for _, c := range raised {
		if !worthTelling(c.Name) {
			continue
		}
		if t := a.tell(c, hub); t != nil {
			all = append(all, wire.Alert{Name: string(c.Name), Since: t.since, Who: string(c.Who)})
		} else {
			a.held = true
		}
	}
	a.keep(was)
	return append(all, a.before(raised)...)
}

// waits tells whether there is more to tell than the last heartbeat had.
func (a *alerts) waits() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.held
}

// before are the alerts of before the start that nobody has looked at since.
func (a *alerts) before(raised []health.Condition) (all []wire.Alert) {
	for _, n := range slices.Sorted(maps.Keys(a.told)) {
		if t := a.told[n]; t.raise.IsZero() && !has(raised, n) {
			rule, _ := health.RuleOf(n)
			all = append(all, wire.Alert{Name: string(n), Since: t.since, Who: string(rule.Who)})
		}
	}
	return all
}

// worthTelling leaves out that the hub is not reached: who hears it knows that
// it is over. Told after each restart of a hub, by every kiosk at once, it would
// stop every roll-out.
func worthTelling(n health.Name) bool { return n != health.NoNetwork }

// tell is what the hub hears of a condition; nil: nothing yet. Its beginning is by
// the hub's clock. Ours may be put right while it holds; the time that has passed
// since is known all the same.
func (a *alerts) tell(c health.Condition, hub time.Time) *told {
	t := a.told[c.Name]
	if again := t != nil && !t.raise.IsZero() && !t.raise.Equal(c.Since); t == nil || again { // cleared between two heartbeats
		if a.met.IsZero() {
			return t
		}
		t = &told{since: hub.Add(-time.Since(c.Since)).UTC().Truncate(time.Second)}
		a.told[c.Name] = t
	}
	t.raise = c.Since
	return t
}

// forget drops what is over: what is raised no more, and what was told before
// the start where somebody has looked since, or nobody will. Before the hub is
// there nobody has heard of an end.
func (a *alerts) forget(raised []health.Condition) {
	late := time.Since(a.met) > settling
	maps.DeleteFunc(a.told, func(n health.Name, t *told) bool {
		holds, looked := a.board.Last(n)
		waits := t.raise.IsZero() && (a.met.IsZero() || !late && (holds || !looked))
		return !has(raised, n) && !waits
	})
}

func has(all []health.Condition, n health.Name) bool {
	for _, c := range all {
		if c.Name == n {
			return true
		}
	}
	return false
}

func (a *alerts) kept() map[health.Name]time.Time {
	all := map[health.Name]time.Time{}
	for n, t := range a.told {
		all[n] = t.since
	}
	return all
}

// keep writes down what has changed. A disk that does not take it costs an alert
// its beginning after the next restart, no more, and is a condition of its own.
func (a *alerts) keep(was map[health.Name]time.Time) {
	is := a.kept()
	if maps.EqualFunc(was, is, time.Time.Equal) {
		return
	}
	if data, err := json.Marshal(is); err == nil {
		_ = durable.Replace(a.disk, alertsFile, data)
	}
}
