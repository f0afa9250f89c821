package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

// Ends of a call back.
const (
	backReached   = "reached"
	backUnreached = "unreached" // a try that failed: it stays
	backGivenUp   = "given_up"
	backCalling   = "calling" // no end: somebody dials
	backExpired   = "expired"
)

// callingFor is how long somebody who dials is taken to be at it: his page may be
// gone.
const callingFor = 10 * time.Minute

// seeBack takes a call back as it is now.
func (d *Desk) seeBack(b store.CallBack) {
	if d.book.backs[b.ID].Rev >= b.Rev {
		return
	}
	d.book.backs[b.ID] = b
	for _, a := range d.book.desks {
		if a.asks && d.service(b.Service) != nil && d.service(b.Service).staffedBy(a.user, b.Town) {
			a.push(d.backsFor(a))
		}
	}
	d.stir()
}

// pool are the agents who call back: those of a town, or those who are named and
// answer for all towns of a service (town is "" then).
type pool struct{ service, town string }

func (s *Service) pool(town string) pool {
	if len(s.Agents) > 0 {
		town = ""
	}
	return pool{s.ID, town}
}

// bookings are how many call backs wait in each window, by its beginning.
type bookings map[pool]map[int64]int

// in counts those in a window.
func (b bookings) in(p pool) func(from time.Time) int {
	return func(from time.Time) int { return b[p][from.Unix()] }
}

// booked is all of them, with the lock held.
func (d *Desk) booked() bookings {
	all := bookings{}
	for _, b := range d.book.backs {
		s := d.service(b.Service)
		if s == nil || b.Done != "" {
			continue
		}
		p := s.pool(b.Town)
		if all[p] == nil {
			all[p] = map[int64]int{}
		}
		all[p][b.From.Unix()]++
	}
	return all
}

// keepBack writes down that somebody wants to be called back.
func (d *Desk) keepBack(ctx context.Context, k *kioskConn, m wire.Message) {
	b, s := *m.Back, d.service(m.Back.Service)
	if why := d.noBack(k, b, s); why != "" {
		refuseTo(k.conn, m.Call, why)
		return
	}
	if !d.offers(s, k.who.Town, b) {
		d.noWindow(k, m.Call, s)
		return
	}
	b.Title = d.titleOf(ctx, k.who.Town, b.Procedure)
	row, err := d.addBack(ctx, k, m.Call, b, s)
	switch {
	case errors.Is(err, store.ErrChanged):
		d.noWindow(k, m.Call, s)
		return
	case err != nil:
		d.failed("call_back_failed", err)
		refuseTo(k.conn, m.Call, string(call.Failed))
		return
	}
	d.backKept(ctx, k, m.Call, row)
	b.Phone = ""
	k.push(wire.Message{Type: wire.Kept, Call: m.Call, Back: &b})
}

// addBack writes a call back down. Where its call has one already it was said
// twice, and is kept; or it is another, perhaps of the next citizen, and gets an id
// of its own.
func (d *Desk) addBack(ctx context.Context, k *kioskConn, id string, b wire.Back, s *Service) (store.CallBack, error) {
	each, town := d.Settings.CallBack.Each, s.pool(k.who.Town).town
	row, err := d.Store.AddCallBack(ctx, d.newBack(k, id, b), town, each)
	if !errors.Is(err, store.ErrTaken) {
		return row, err
	}
	if d.sameBack(row, k, b) {
		return row, nil
	}
	return d.Store.AddCallBack(ctx, d.newBack(k, "", b), town, each)
}

// sameBack tells whether a row is what a kiosk asks for.
func (d *Desk) sameBack(row store.CallBack, k *kioskConn, b wire.Back) bool {
	was, err := d.openBack(row)
	return err == nil && row.Kiosk == k.who.ID && was.Phone == b.Phone && row.Service == b.Service &&
		row.From.Equal(b.From) && row.To.Equal(b.To)
}

// noBack is why a call back cannot be; "" where it can.
func (d *Desk) noBack(k *kioskConn, b wire.Back, s *Service) string {
	switch {
	case !e164.MatchString(b.Phone) || len(b.Reference) > 40 || len(b.Procedure) > 60 || !langOf.MatchString(b.Lang):
		return wire.WhyRejected
	case !d.allows(k):
		return wire.WhyOverloaded
	case s == nil || !s.serves(k.who.Town):
		return wire.WhyNotFound
	}
	return ""
}

// backKept ends the call that was given up for it.
func (d *Desk) backKept(ctx context.Context, k *kioskConn, id string, row store.CallBack) {
	d.mu.Lock()
	d.seeBack(row)
	if k.call == id {
		k.call = ""
	}
	d.mu.Unlock()
	if id == "" {
		return
	}
	_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		switch {
		case c.Kiosk != k.who.ID:
			return nil, errNot
		case c.State == store.CallEnded:
			return d.late(c, store.OutcomeCallBack)
		}
		return d.finish(c, string(call.Overflow), store.OutcomeCallBack), nil
	})
	d.minor("call_back_failed", err)
}

func (d *Desk) newBack(k *kioskConn, id string, b wire.Back) store.CallBack {
	if id == "" {
		id = newID(16)
	}
	b.Call, b.Town, b.Asked = id, k.who.Town, d.Now().UTC()
	b.By, b.At = "", time.Time{}
	return store.CallBack{
		ID: id, Kiosk: k.who.ID, Town: k.who.Town, Service: b.Service, From: b.From, To: b.To, Asked: b.Asked,
		Sealed: d.sealBack(b, id),
	}
}

func (d *Desk) sealBack(b wire.Back, id string) []byte {
	clear, err := json.Marshal(b)
	if err != nil {
		panic(err) // strings, and times that were read
	}
	return d.seal.close(clear, sealedBack, id)
}

// offers tells whether a window is one of those that are offered.
func (d *Desk) offers(s *Service, town string, b wire.Back) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := s.windows(d.local(), calendarOf(town), d.Settings.CallBack, d.booked().in(s.pool(town)))
	return slices.ContainsFunc(all, func(w wire.Window) bool { return w.From.Equal(b.From) && w.To.Equal(b.To) })
}

// noWindow says which windows there are instead.
func (d *Desk) noWindow(k *kioskConn, id string, s *Service) {
	d.mu.Lock()
	defer d.mu.Unlock()
	k.push(wire.Message{
		Type: wire.Refuse, Call: id, Why: wire.WhyClosed, Now: d.Now().UTC(),
		Services: []wire.Service{d.told(s, k.who.Town, d.lineOf())},
	})
}

// tellBacks answers with the call backs of an agent, from now on at each change.
func (d *Desk) tellBacks(a *deskConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a.asks = true
	a.push(d.backsFor(a))
}

// backsFor are those that an agent can call, by their window, as many as a
// message holds.
func (d *Desk) backsFor(a *deskConn) wire.Message {
	m := wire.Message{Type: wire.Backs, Backs: []wire.Back{}, Now: d.Now().UTC()}
	for _, row := range d.book.backs {
		if s := d.service(row.Service); row.Done == "" && s != nil && s.staffedBy(a.user, row.Town) {
			if b, err := d.openBack(row); err == nil {
				m.Backs = append(m.Backs, b)
			}
		}
	}
	slices.SortFunc(m.Backs, func(x, y wire.Back) int {
		if c := x.From.Compare(y.From); c != 0 {
			return c
		}
		return x.Asked.Compare(y.Asked)
	})
	m.Backs = m.Backs[:min(len(m.Backs), mostShown)]
	for len(m.Write()) > wire.MaxMessage {
		m.Backs = m.Backs[:len(m.Backs)/2]
	}
	return m
}

func (d *Desk) openBack(row store.CallBack) (b wire.Back, err error) {
	clear, err := d.seal.open(row.Sealed, sealedBack, row.ID)
	if err != nil {
		return b, err
	}
	if json.Unmarshal(clear, &b) != nil {
		return b, errSealed
	}
	b.Tries, b.TownName = row.Tries, townName(row.Town)
	if d.Now().Sub(b.At) > callingFor {
		b.By, b.At = "", time.Time{}
	}
	return b, nil
}

// backDone notes what became of a call back, or that somebody dials. One that is over
// is erased.
func (d *Desk) backDone(ctx context.Context, a *deskConn, m wire.Message) {
	err := errAlready
	for try := 0; try < 3 && errors.Is(err, errAlready); try++ {
		if try > 0 {
			d.failed("calls_read_failed", d.seeAgain(ctx, m.Call)) // another wrote meanwhile
		}
		err = d.noteBack(ctx, a, m)
	}
	switch {
	case errors.Is(err, errNot):
		refuseTo(a.conn, m.Call, wire.WhyNotFound)
	case err != nil:
		d.minor("call_back_failed", err)
		refuseTo(a.conn, m.Call, wire.WhyTaken)
	case m.Why != backCalling:
		d.Log.Info("call_back_"+m.Why, "call", m.Call, "who", a.user.Login)
	}
}

// seeAgain reads what was written of a call back since it was seen.
func (d *Desk) seeAgain(ctx context.Context, id string) error {
	d.mu.Lock()
	rev := d.book.backs[id].Rev
	d.mu.Unlock()
	rows, err := d.Store.CallBacksSince(ctx, rev)
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, row := range rows {
		if row.ID == id {
			d.seeBack(row)
		}
	}
	return err
}

// noteBack is errNot where it is over, or not this agent's to say.
func (d *Desk) noteBack(ctx context.Context, a *deskConn, m wire.Message) error {
	d.mu.Lock()
	row, known := d.book.backs[m.Call]
	d.mu.Unlock()
	s := d.service(row.Service)
	if !known || row.Done != "" || s == nil || !s.staffedBy(a.user, row.Town) {
		return errNot
	}
	switch m.Why {
	case backReached, backGivenUp:
		d.erase(&row, m.Why)
		return d.changeBack(ctx, row)
	case backUnreached:
		row.Tries++
	case backCalling:
	default:
		return errNot
	}
	changed, err := d.dials(a, &row, m.Why == backCalling && m.On)
	if err != nil || !changed && m.Why == backCalling {
		return err
	}
	return d.changeBack(ctx, row)
}

// dials notes for the others who dials, or that he does no more: a citizen is not
// called by two at once.
func (d *Desk) dials(a *deskConn, row *store.CallBack, on bool) (changed bool, err error) {
	b, err := d.openBack(*row)
	if err != nil || on && b.By != "" || !on && b.By != a.user.Name {
		return false, err
	}
	b.By, b.At = "", time.Time{}
	if on {
		b.By, b.At = a.user.Name, d.Now().UTC()
	}
	row.Sealed = d.sealBack(b, row.ID)
	return true, nil
}

func (d *Desk) erase(row *store.CallBack, done string) {
	row.Done, row.DoneAt, row.Sealed = done, d.Now(), nil
}

func (d *Desk) changeBack(ctx context.Context, row store.CallBack) error {
	n := store.CallCount{Town: row.Town, Service: row.Service, Hour: row.Asked}
	switch row.Done {
	case backReached:
		n.Reached = 1
	case backGivenUp:
		n.GivenUp = 1
	case backExpired:
		n.Expired = 1
	}
	row, err := d.Store.ChangeCallBack(ctx, row, n)
	if err == nil {
		d.mu.Lock()
		d.seeBack(row)
		d.mu.Unlock()
	}
	if errors.Is(err, store.ErrChanged) {
		return errAlready
	}
	return err
}

// expireBacks erases the numbers of those whom nobody called in time. That is
// counted and logged: a promise was not kept.
func (d *Desk) expireBacks(ctx context.Context) {
	for _, row := range d.overdue() {
		d.erase(&row, backExpired)
		if err := d.changeBack(ctx, row); err != nil {
			d.minor("call_back_failed", err)
			continue
		}
		d.Log.Warn("call_back_expired", "call", row.ID, "town", row.Town, "service", row.Service, "tries", row.Tries)
	}
}

// overdue are the call backs whose time is over; of those that were over long
// ago nothing is kept.
func (d *Desk) overdue() (rows []store.CallBack) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Now()
	for id, b := range d.book.backs {
		switch {
		case b.Done == "" && now.Sub(b.To) > d.Settings.CallBack.Keep:
			rows = append(rows, b)
		case b.Done != "" && now.Sub(b.DoneAt) > overKept:
			delete(d.book.backs, id)
		}
	}
	return rows
}
