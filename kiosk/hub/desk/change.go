package desk

import (
	"context"
	"errors"
	"time"

	"guichet/forms/cog"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

var (
	// errNot: the call is not in a state for that, or not his.
	errNot = errors.New("desk: not so")
	// errAlready: it is so already.
	errAlready = errors.New("desk: nothing to change")
)

// change does something to a call that f writes into it, unless f refuses. Where
// somebody else changed it meanwhile, f is asked again. f gives what is counted.
func (d *Desk) change(ctx context.Context, id string, f func(c *store.Call) ([]store.CallCount, error)) (store.Call, error) {
	c, known := d.known(id)
	for range 20 {
		var err error
		if !known {
			if c, err = d.Store.Call(ctx, id); err != nil {
				return c, err
			}
		}
		is := c
		counts, err := f(&is)
		if err != nil && known {
			known = false // perhaps this hub's copy was old
			continue
		}
		if err != nil {
			return c, err
		}
		is, err = d.Store.ChangeCall(ctx, is, counts...)
		if !errors.Is(err, store.ErrChanged) {
			if err == nil {
				d.take(is)
			}
			return is, err
		}
		known = false
	}
	return c, store.ErrChanged
}

// known is a call as this hub knows it.
func (d *Desk) known(id string) (store.Call, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.book.calls[id]; c != nil {
		return c.Call, true
	}
	return store.Call{}, false
}

func (d *Desk) take(c store.Call) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.see(c)
}

// to puts a call into a state.
func (d *Desk) to(c *store.Call, state string) {
	c.State, c.Since = state, d.Now()
}

// finish ends a call. An outcome is only given to one that has none.
func (d *Desk) finish(c *store.Call, why, outcome string) []store.CallCount {
	d.to(c, store.CallEnded)
	c.Ended, c.Why, c.Sealed, c.For = c.Since, why, nil, ""
	if c.Outcome != "" {
		return nil
	}
	return d.outcome(c, outcome)
}

// refuse takes a call out of the line; what its citizen does instead is awaited.
func (d *Desk) refuse(c *store.Call, why string) {
	d.to(c, store.CallRefused)
	c.Why = why
}

// requeue puts a call that lost its agent before all others.
func (d *Desk) requeue(c *store.Call) {
	d.to(c, store.CallWaits)
	c.Back, c.Agent, c.AgentHub, c.AgentAway, c.For = true, "", "", time.Time{}, ""
}

// pass gives something to the other side of a call: through memory, or the
// store's mail where that side is elsewhere or away.
func (d *Desk) pass(ctx context.Context, id, side string, m wire.Message) error {
	m.Call = id
	if d.deliver(id, side, m) {
		return nil
	}
	defer d.posted(id, side)
	mail := store.CallMail{Call: id, Side: side, Data: d.seal.close(m.Write(), sealedMail, id+side)}
	return d.Store.PostCallMail(ctx, mail, d.Now())
}

// posted ends what deliver began, and makes who came meanwhile look.
func (d *Desk) posted(id, side string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.book.posting[id+side]--; d.book.posting[id+side] == 0 {
		delete(d.book.posting, id+side)
	}
	if c := d.sideOf(id, side); c != nil {
		c.look()
	}
}

// passed logs what could not be passed on. That too much waits for somebody who is
// away is no fault: he begins from nothing when he comes back.
func (d *Desk) passed(err error) {
	if !errors.Is(err, store.ErrFull) {
		d.minor("pass_failed", err)
	}
}

// deliver gives it to who is here; false: it is posted. Who has just come reads
// first what waited for him, so that nothing overtakes it.
func (d *Desk) deliver(id, side string, m wire.Message) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.sideOf(id, side)
	switch {
	case c == nil:
		d.book.posting[id+side]++
		return false
	case !c.behind:
		c.push(m)
	case len(c.held) < unread:
		c.held = append(c.held, m.Write())
	default:
		c.stop(endSlow)
	}
	return true
}

// letters are what waits for one side of a call, and then what came since he did:
// once all that was to be posted is there.
func (d *Desk) letters(c *conn, id, side string) [][]byte {
	d.mu.Lock()
	whole := d.book.posting[id+side] == 0
	d.mu.Unlock()
	all := d.mail(id, side)
	d.mu.Lock()
	defer d.mu.Unlock()
	if whole {
		all = append(all, c.held...)
		c.behind, c.held = false, nil
	}
	return all
}

// sideOf is the connection of one side of a call, where it is here.
func (d *Desk) sideOf(id, side string) *conn {
	if side == store.SideDesk {
		if a := d.book.at[id]; a != nil {
			return a.conn
		}
		return nil
	}
	if c := d.book.calls[id]; c != nil {
		if k := d.kioskOf(c.Call); k != nil {
			return k.conn
		}
	}
	return nil
}

// mail is what waits for one side of a call.
func (d *Desk) mail(id, side string) (all [][]byte) {
	if id == "" {
		return nil
	}
	ctx, cancel := d.patience()
	defer cancel()
	sealed, err := d.Store.TakeCallMail(ctx, id, side)
	d.failed("call_mail_failed", err)
	for _, one := range sealed {
		if clear, err := d.seal.open(one, sealedMail, id+side); err == nil {
			all = append(all, clear)
		}
	}
	return all
}

// pick is the service that a wish is for: the one that it names, or the one that
// fits best, with somebody there rather than without.
func (d *Desk) pick(town string, w wire.Wish, shared call.Shared) *Service {
	if w.Service != "" {
		if s := d.service(w.Service); s != nil && s.serves(town) {
			return s
		}
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lineOf()
	var best *Service
	most := -1
	for i := range d.Settings.Services {
		s := &d.Settings.Services[i]
		score := s.fits(shared)
		if !s.serves(town) || score < 0 {
			continue
		}
		if len(d.staff(l, group{s.ID, town, ""})) > 0 {
			score += 32
		}
		if s.hours.Open(d.local(), calendarOf(town)) {
			score += 64
		}
		if score > most {
			best, most = s, score
		}
	}
	return best
}

// staffed tells whether somebody is on duty for a call.
func (d *Desk) staffed(g group) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.staff(d.lineOf(), g)) > 0
}

// townName is the name of a commune, or its code.
func townName(code string) string {
	if c, ok := cog.Find(code); ok {
		return c.Name
	}
	return code
}
