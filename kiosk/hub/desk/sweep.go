package desk

import (
	"context"
	"maps"
	"time"

	"golang.org/x/time/rate"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

// Times of what a hub does by itself.
const (
	sweepEvery = time.Second
	beatEvery  = 5 * time.Second
	hubDead    = 3 * beatEvery // a hub that says nothing for so long
	refusedFor = 5 * time.Minute
	// answerTime is how long the desk of an agent who took a call may take to answer
	// its kiosk, before the next agent gets it. The kiosk waits for wire.Ring.
	answerTime = wire.Ring - 5*time.Second
	callsKept  = 24 * time.Hour       // rows of calls that are over, without anything personal
	countsKept = 396 * 24 * time.Hour // 13 months
	overKept   = 10 * time.Minute
)

// sweep does what time brings. Every hub does it; the one whose change comes
// first wins, and the others find it done.
func (d *Desk) sweep(ctx context.Context) {
	for _, c := range d.due() {
		_, err := d.change(ctx, c, d.age)
		d.minor("sweep_failed", err)
	}
	d.expireBacks(ctx)
}

// due are the calls that time changes now.
func (d *Desk) due() (ids []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lineOf()
	now := d.Now()
	for id, c := range d.book.calls {
		d.noteAlone(l, c, now)
		probe := c.Call
		if _, err := d.ageOf(&probe, d.asides(c.Call), now); err == nil {
			ids = append(ids, id)
		}
	}
	d.book.prune(now)
	return ids
}

// prune forgets what is over long ago.
func (b *book) prune(now time.Time) {
	maps.DeleteFunc(b.over, func(_ string, e ended) bool { return now.Sub(e.at) > overKept })
	maps.DeleteFunc(b.agents, func(_ string, a store.CallAgent) bool { return !a.Lost.IsZero() && now.Sub(a.Lost) > overKept })
	maps.DeleteFunc(b.waits, func(_ string, w waited) bool { return now.Sub(w.asked) > callsKept })
	maps.DeleteFunc(b.asked, func(_ string, l *rate.Limiter) bool { return l.TokensAt(now) >= callsAMinute })
}

// noteAlone notes since when nobody is on duty for a call that waits.
func (d *Desk) noteAlone(l *line, c *live, now time.Time) {
	if c.State != store.CallWaits || len(d.staff(l, c.group())) > 0 {
		delete(d.book.alone, c.ID)
	} else if d.book.alone[c.ID].IsZero() {
		d.book.alone[c.ID] = now
	}
}

func (d *Desk) age(c *store.Call) ([]store.CallCount, error) {
	d.mu.Lock()
	beside := d.asides(*c)
	d.mu.Unlock()
	return d.ageOf(c, beside, d.Now())
}

// aside is what is not in the row of a call.
type aside struct {
	alone   time.Time     // since when nobody is on duty for it
	himself time.Duration // how long it waits for one agent alone
}

// asides are those of a call, with the lock held. Who is free and does not answer
// is not waited for as long as who still speaks to somebody.
func (d *Desk) asides(c store.Call) aside {
	is := aside{d.book.alone[c.ID], wire.Ring}
	if c.For != "" && d.speaks(c.For) {
		is.himself = wire.Away
	}
	return is
}

// speaks tells whether an agent has a call, with the lock held.
func (d *Desk) speaks(login string) bool {
	for _, c := range d.book.calls {
		if c.State == store.CallTaken && c.Agent == login {
			return true
		}
	}
	return false
}

// ageOf is what time does to a call: errAlready where nothing.
func (d *Desk) ageOf(c *store.Call, beside aside, now time.Time) ([]store.CallCount, error) {
	gone := func(t time.Time, most time.Duration) bool { return !t.IsZero() && now.Sub(t) > most }
	switch {
	case c.State == store.CallEnded:
		return nil, errAlready
	case c.State == store.CallRefused && gone(c.Since, refusedFor), gone(c.KioskAway, wire.Away):
		return d.finish(c, string(call.Lost), store.OutcomeAbandoned), nil
	case c.State == store.CallTaken && (gone(c.AgentAway, wire.Away) || c.Answered.IsZero() && gone(c.Since, answerTime)):
		d.requeue(c)
	case c.State == store.CallWaits && c.For != "" && (gone(c.Since, beside.himself) || gone(beside.alone, 0)):
		c.For = ""
	case c.State == store.CallWaits && gone(beside.alone, wire.Away):
		d.refuse(c, wire.WhyClosed)
	case c.State == store.CallWaits && gone(c.Since, d.longest(c.Service)):
		d.refuse(c, wire.WhyOverloaded)
	default:
		return nil, errAlready
	}
	return nil, nil
}

func (d *Desk) longest(service string) time.Duration {
	if s := d.service(service); s != nil {
		return s.LongestWait
	}
	return d.Settings.LongestWait
}

// beat says that this process lives, and notes who hangs on one that does not.
func (d *Desk) beat(ctx context.Context) {
	now := d.Now()
	if err := d.Store.BeatCallHub(ctx, d.hub, now); err != nil {
		d.failed("desk_beat_failed", err)
		return
	}
	hubs, err := d.Store.CallHubs(ctx)
	if err != nil {
		d.failed("desk_beat_failed", err)
		return
	}
	dead := func(hub string) bool { return now.Sub(hubs[hub]) > hubDead }
	for _, id := range d.orphans(dead) {
		_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) { return nil, d.orphan(c, dead, now) })
		d.minor("orphan_failed", err)
	}
	d.retire(ctx, dead, now)
}

// orphans are the calls with a side that hangs on a dead hub, or that is here and
// was taken for away.
func (d *Desk) orphans(dead func(string) bool) (ids []string) {
	d.mu.Lock()
	all := make([]store.Call, 0, len(d.book.calls))
	for _, c := range d.book.calls {
		all = append(all, c.Call)
	}
	d.mu.Unlock()
	for _, c := range all {
		if d.orphan(&c, dead, d.Now()) == nil {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func (d *Desk) orphan(c *store.Call, dead func(string) bool, now time.Time) error {
	changed := false
	side := func(hub string, away *time.Time, here bool) {
		switch {
		case hub == "":
		case away.IsZero() && (dead(hub) || hub == d.hub && !here):
			*away, changed = now, true
		case !away.IsZero() && hub == d.hub && here:
			*away, changed = time.Time{}, true
		}
	}
	side(c.KioskHub, &c.KioskAway, d.callHasKiosk(c.ID, c.Kiosk))
	if c.State == store.CallTaken {
		side(c.AgentHub, &c.AgentAway, d.hasWindow(c.ID))
	}
	if !changed || c.State == store.CallEnded {
		return errAlready
	}
	return nil
}

// retire takes agents off duty whose hub died, and puts those back who are here:
// another hub may have thought that this one had.
func (d *Desk) retire(ctx context.Context, dead func(string) bool, now time.Time) {
	d.mu.Lock()
	var changed []store.CallAgent
	for id, a := range d.book.agents {
		here := d.book.desks[id]
		switch {
		case a.On && a.Lost.IsZero() && dead(a.Hub):
			a.Lost = now
		case a.On && !a.Lost.IsZero() && here != nil && here.on:
			a.Lost = time.Time{}
		default:
			continue
		}
		changed = append(changed, a)
	}
	d.mu.Unlock()
	for _, a := range changed {
		if row, err := d.Store.PutCallAgent(ctx, a); err == nil {
			d.mu.Lock()
			d.seeAgent(row)
			d.mu.Unlock()
		}
	}
}
