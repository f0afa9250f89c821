package desk

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"guichet/kiosk/hub/store"
)

// sums are what this process counted, for Prometheus.
type sums struct {
	errors, resumed, proofs atomic.Int64
}

// DayOf is how today went so far for the services that somebody answers for, in
// the towns that he does so, and how long half of those who were answered waited at
// most.
func (d *Desk) DayOf(ctx context.Context, u store.User) (sum Count, median time.Duration, err error) {
	today := d.Today()
	rows, err := d.Store.CallCounts(ctx, d.townOf(u), today, today.AddDate(0, 0, 1))
	sum.ratio()
	for _, row := range rows {
		if s := d.service(row.Service); s != nil && s.staffedBy(u, row.Town) {
			sum.plus(rowOf(row))
		}
	}
	return sum, d.medianWait(u, today), err
}

// townOf is the town whose calls somebody answers; "" where they are of several,
// as for a service that names him.
func (d *Desk) townOf(u store.User) string {
	for _, s := range d.Settings.Services {
		if slices.Contains(s.Agents, u.Login) {
			return ""
		}
	}
	return u.Town
}

// waited is how long a call waited until it was answered.
type waited struct {
	service, town string
	asked         time.Time
	wait          time.Duration
}

func (d *Desk) medianWait(u store.User, from time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []time.Duration
	for _, w := range d.book.waits {
		s := d.service(w.service)
		if s != nil && s.staffedBy(u, w.town) && !w.asked.Before(from) {
			all = append(all, w.wait)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[(len(all)-1)/2]
}

// Figures are what a desk tells its watcher.
type Figures struct {
	Kiosks, Desks int            // connections to this hub
	Waiting       map[string]int // calls, by service; the same on every hub
	UnderWay      int
	Agents        int           // on duty
	CallBacks     int           // that wait
	Oldest        time.Duration // how long who waits longest does
	Errors        int64         // of the store, of this process
	Resumed       int64         // calls whose kiosk came back
	Unproven      int64         // offers whose certificate nobody vouched for
}

// Figures are those of now.
func (d *Desk) Figures() Figures {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := Figures{
		Kiosks: len(d.book.kiosks), Desks: len(d.book.desks), Waiting: map[string]int{},
		Errors: d.sums.errors.Load(), Resumed: d.sums.resumed.Load(), Unproven: d.sums.proofs.Load(),
	}
	for i := range d.Settings.Services {
		f.Waiting[d.Settings.Services[i].ID] = 0
	}
	for _, c := range d.book.calls {
		switch c.State {
		case store.CallWaits:
			f.Waiting[c.Service]++
			f.Oldest = max(f.Oldest, d.Now().Sub(c.Since))
		case store.CallTaken:
			f.UnderWay++
		}
	}
	logins := map[string]bool{}
	for _, a := range d.book.agents {
		if d.onDuty(a) {
			logins[a.Login] = true
		}
	}
	for _, b := range d.book.backs {
		if b.Done == "" {
			f.CallBacks++
		}
	}
	f.Agents = len(logins)
	return f
}
