package desk

import (
	"context"
	"errors"
	"net/http"

	"golang.org/x/time/rate"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

// kioskConn is the connection of a kiosk; it has one at a time. What is below
// conn is read and written with the desk's lock held.
type kioskConn struct {
	*conn
	who Kiosk

	call  string     // the call that it is in
	queue wire.Queue // as it was told
	asks  bool       // what services there are
	told  []bool     // of them, see stateFor
}

// callsAMinute bounds what one kiosk makes the hub write down.
const callsAMinute = 12

// allows counts a call, or a call back, that a kiosk asks for, on whichever
// connection.
func (d *Desk) allows(k *kioskConn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.book.asked[k.who.ID]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(callsAMinute)/60, callsAMinute)
		d.book.asked[k.who.ID] = l
	}
	return l.AllowN(d.Now(), 1)
}

// ServeKiosk answers [wire.PathKiosk].
func (d *Desk) ServeKiosk(w http.ResponseWriter, r *http.Request) {
	who, ok := d.Signed(w, r)
	if !ok {
		return
	}
	if !d.enter() {
		http.Error(w, "the hub stops", http.StatusServiceUnavailable)
		return
	}
	defer d.conns.Done()
	c, err := d.accept(w, r)
	if err != nil {
		return
	}
	k := &kioskConn{conn: c, who: who}
	d.comeKiosk(k)
	defer d.goKiosk(k)
	c.serve(
		func(m wire.Message) { d.hearKiosk(k, m) },
		func() [][]byte { return d.letters(k.conn, d.callOfKiosk(k), store.SideKiosk) },
		func() error { return d.stillKiosk(k) },
	)
}

func (d *Desk) comeKiosk(k *kioskConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if old := d.book.kiosks[k.who.ID]; old != nil {
		old.call = ""
		old.stop(endReplaced)
	}
	d.book.kiosks[k.who.ID] = k
}

// goKiosk notes that a kiosk is away; its call goes on for wire.Away.
func (d *Desk) goKiosk(k *kioskConn) {
	d.mu.Lock()
	id := k.call
	k.call = ""
	if d.book.kiosks[k.who.ID] == k {
		delete(d.book.kiosks, k.who.ID)
	}
	d.mu.Unlock()
	if id == "" {
		return
	}
	ctx, cancel := d.patience()
	defer cancel()
	_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		if c.State == store.CallEnded || c.KioskHub != d.hub || d.callHasKiosk(c.ID, c.Kiosk) {
			return nil, errNot
		}
		c.KioskAway = d.Now()
		return nil, nil
	})
	d.minor("kiosk_away_failed", err)
}

// callHasKiosk tells whether the kiosk of a call is back already.
func (d *Desk) callHasKiosk(id, kiosk string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := d.book.kiosks[kiosk]
	return k != nil && k.call == id
}

// minor logs what is not one of the answers that are expected.
func (d *Desk) minor(what string, err error) {
	if !errors.Is(err, errNot) && !errors.Is(err, errAlready) && !errors.Is(err, store.ErrNotFound) {
		d.failed(what, err)
	}
}

func (d *Desk) callOfKiosk(k *kioskConn) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return k.call
}

func (d *Desk) stillKiosk(k *kioskConn) error {
	if d.Known(k.ctx, k.who.ID) != nil {
		return endRevoked
	}
	return nil
}

// Cut ends the connection of a kiosk that was taken out of the fleet, and its
// call.
func (d *Desk) Cut(kiosk string) {
	d.mu.Lock()
	k := d.book.kiosks[kiosk]
	d.mu.Unlock()
	if k == nil {
		return
	}
	ctx, cancel := d.patience()
	defer cancel()
	d.hangUp(ctx, d.callOfKiosk(k), string(call.Lost), store.OutcomeAbandoned)
	k.stop(endRevoked)
}

// hangUp ends a call.
func (d *Desk) hangUp(ctx context.Context, id, why, outcome string) {
	if id == "" {
		return
	}
	_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		if c.State == store.CallEnded {
			return nil, errAlready
		}
		return d.finish(c, why, outcome), nil
	})
	d.minor("hang_up_failed", err)
}

// hearKiosk does what a kiosk says.
func (d *Desk) hearKiosk(k *kioskConn, m wire.Message) {
	ctx, cancel := d.patience()
	defer cancel()
	switch m.Type {
	case wire.Ask:
		d.askCall(ctx, k, m)
	case wire.CallBack:
		d.keepBack(ctx, k, m)
	case wire.Offices:
		d.tellServices(k)
	case wire.Outcome:
		d.noteOutcome(ctx, k, m)
	case wire.Resume:
		d.resumeKiosk(ctx, k, m)
	case wire.Bye:
		d.byeKiosk(ctx, k, m)
	case wire.Offer, wire.Trickle, wire.Hold:
		d.fromKiosk(ctx, k, m)
	default:
		k.stop(endUnread) // it is not a kiosk's to say
	}
}

func (d *Desk) tellServices(k *kioskConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lineOf()
	k.asks, k.told = true, d.stateFor(k.who.Town, l, d.there())
	k.push(d.services(k.who.Town, l))
}

func refuseTo(c *conn, id, why string) {
	c.push(wire.Message{Type: wire.Refuse, Call: id, Why: why})
}
