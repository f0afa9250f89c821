package desk

import (
	"cmp"
	"context"
	"errors"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
)

// askCall puts a call into the line.
func (d *Desk) askCall(ctx context.Context, k *kioskConn, m wire.Message) {
	shared, err := sharedOf(*m.Wish)
	if err != nil {
		k.stop(endUnread)
		return
	}
	s := d.pick(k.who.Town, *m.Wish, shared)
	if s == nil {
		refuseTo(k.conn, m.Call, wire.WhyNotFound)
		return
	}
	if !d.allows(k) {
		refuseTo(k.conn, m.Call, wire.WhyOverloaded)
		return
	}
	d.endOthers(ctx, k, m.Call)
	c, counts, err := d.newCall(ctx, k, m, s, shared)
	if err == nil {
		c, err = d.Store.AddCall(ctx, c, counts...)
	}
	switch {
	case errors.Is(err, store.ErrTaken):
		d.resumeKiosk(ctx, k, m) // asked twice: the answer was lost
	case err != nil:
		d.failed("ask_failed", err)
		refuseTo(k.conn, m.Call, string(call.Failed))
	default:
		d.Log.Info("call_offered", "call", c.ID, "town", c.Town, "service", c.Service, "state", c.State)
		d.attachKiosk(k, c)
	}
}

// newCall is a call that waits, or that is refused because nobody is there.
func (d *Desk) newCall(ctx context.Context, k *kioskConn, m wire.Message, s *Service, shared call.Shared) (store.Call, []store.CallCount, error) {
	named, err := d.Store.Kiosk(ctx, k.who.ID)
	if err != nil {
		return store.Call{}, nil, err
	}
	v := secret{Wish: *m.Wish, Kiosk: named.Name}
	v.Wish.Service = s.ID
	v.Title = d.titleOf(ctx, k.who.Town, shared.Procedure)
	now := d.Now()
	c := store.Call{
		ID: m.Call, Kiosk: k.who.ID, Town: k.who.Town, Service: s.ID, State: store.CallWaits,
		Asked: now, Since: now, KioskHub: d.hub, Sealed: d.seal.closeCall(m.Call, v),
	}
	open, _ := s.opens(d.local(), calendarOf(c.Town))
	switch {
	case !open:
		c.Outcome = outcomeClosed
		d.refuse(&c, wire.WhyClosed)
	case !d.staffed(group{s.ID, c.Town, ""}):
		d.refuse(&c, wire.WhyClosed)
	}
	return c, d.offered(c), nil
}

// titleOf is what a procedure is called in French, or its id.
func (d *Desk) titleOf(ctx context.Context, town, procedure string) string {
	if procedure == "" {
		return ""
	}
	return cmp.Or(d.Title(ctx, town, procedure), clip(procedure, 60))
}

// endOthers ends what a kiosk asked for before: it makes one call at a time.
func (d *Desk) endOthers(ctx context.Context, k *kioskConn, but string) {
	d.mu.Lock()
	var ids []string
	for id, c := range d.book.calls {
		if c.Kiosk == k.who.ID && id != but {
			ids = append(ids, id)
		}
	}
	k.call = ""
	d.mu.Unlock()
	for _, id := range ids {
		d.hangUp(ctx, id, string(call.RemoteBye), store.OutcomeAbandoned)
	}
}

// attachKiosk makes a connection that of a call, and says where the call is.
func (d *Desk) attachKiosk(k *kioskConn, c store.Call) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.see(c)
	is := d.book.calls[c.ID]
	if is == nil {
		k.push(wire.Message{Type: wire.Bye, Call: c.ID, Why: string(call.Lost)})
		return
	}
	k.call = c.ID
	d.tellKiosk(k, is)
	k.reads()
	d.stir()
}

// resumeKiosk is a kiosk that comes back to its call, perhaps at another hub.
func (d *Desk) resumeKiosk(ctx context.Context, k *kioskConn, m wire.Message) {
	c, err := d.change(ctx, m.Call, func(c *store.Call) ([]store.CallCount, error) {
		if c.Kiosk != k.who.ID || c.State == store.CallEnded {
			return nil, errNot
		}
		c.KioskHub, c.KioskAway = d.hub, time.Time{}
		return nil, nil
	})
	if err != nil {
		d.minor("resume_failed", err)
		k.push(wire.Message{Type: wire.Bye, Call: m.Call, Why: string(call.Lost)})
		return
	}
	d.sums.resumed.Add(1)
	d.attachKiosk(k, c)
}

// byeKiosk is the end that a citizen makes.
func (d *Desk) byeKiosk(ctx context.Context, k *kioskConn, m wire.Message) {
	d.mu.Lock()
	if k.call == m.Call {
		k.call = "" // it knows
	}
	d.mu.Unlock()
	outcome := outcomeOf(m.Why)
	_, err := d.change(ctx, m.Call, func(c *store.Call) ([]store.CallCount, error) {
		switch {
		case c.Kiosk != k.who.ID:
			return nil, errNot
		case c.State == store.CallEnded:
			return d.late(c, outcome)
		case c.State == store.CallTaken && m.Why == string(call.NoAnswer):
			return append(d.unmet(c), d.finish(c, string(call.NoAnswer), outcome)...), nil
		}
		return d.finish(c, string(call.RemoteBye), outcome), nil
	})
	d.minor("bye_failed", err)
}

// longestTold is the longest wait, in seconds, that a kiosk is believed.
const longestTold = 2 * 60 * 60

// noteOutcome counts a call whose end this hub did not see: it went by telephone, or
// was asked for while no hub was there.
func (d *Desk) noteOutcome(ctx context.Context, k *kioskConn, m wire.Message) {
	_, err := d.Store.Call(ctx, m.Call)
	if errors.Is(err, store.ErrNotFound) {
		err = d.addOutcome(ctx, k, m)
	} else if err == nil && m.Why != store.OutcomeCallBack { // of which it was told
		d.byeKiosk(ctx, k, m)
	}
	if !errors.Is(err, store.ErrTaken) { // said twice
		d.minor("outcome_failed", err)
	}
}

// addOutcome writes down a call that is over.
func (d *Desk) addOutcome(ctx context.Context, k *kioskConn, m wire.Message) error {
	s := d.pick(k.who.Town, wire.Wish{Service: m.Wish.Service}, call.Shared{})
	if s == nil {
		s = d.pick(k.who.Town, wire.Wish{}, call.Shared{})
	}
	if s == nil || !d.allows(k) {
		return errNot
	}
	now := d.Now()
	c := store.Call{
		ID: m.Call, Kiosk: k.who.ID, Town: k.who.Town, Service: s.ID, State: store.CallEnded, Why: string(call.RemoteBye),
		Asked: now.Add(-time.Duration(min(max(m.Queue.Wait, 0), longestTold)) * time.Second), Since: now, Ended: now,
	}
	if open, _ := s.opens(c.Asked.In(d.Zone), calendarOf(c.Town)); !open {
		c.Outcome = outcomeClosed
	}
	counts := d.offered(c)
	counts = append(counts, d.outcome(&c, outcomeOf(m.Why))...)
	c, err := d.Store.AddCall(ctx, c, counts...)
	if err == nil {
		d.take(c)
		d.Log.Info("call_counted", "call", c.ID, "town", c.Town, "service", c.Service, "outcome", c.Outcome)
	}
	return err
}

// outcomeOf is how a call ended that its citizen gave up.
func outcomeOf(why string) string {
	switch why {
	case wire.WhyContacts:
		return store.OutcomeContacts
	case wire.WhyAnswered:
		return store.OutcomeAnswered
	case store.OutcomeCallBack:
		return store.OutcomeCallBack
	}
	return store.OutcomeAbandoned
}

// late gives another outcome to a call that was thought to be abandoned.
func (d *Desk) late(c *store.Call, outcome string) ([]store.CallCount, error) {
	if c.Outcome != store.OutcomeAbandoned || c.Outcome == outcome || d.Now().Sub(c.Ended) > refusedFor {
		return nil, errAlready
	}
	return d.outcome(c, outcome), nil
}

// fromKiosk passes on what goes to the desk, and checks who vouches for an offer.
func (d *Desk) fromKiosk(ctx context.Context, k *kioskConn, m wire.Message) {
	d.mu.Lock()
	c := d.book.calls[m.Call]
	mine := c != nil && k.call == m.Call && c.State == store.CallTaken
	d.mu.Unlock()
	if !mine {
		return // the call ended, or its agent left, a moment ago: the kiosk is told
	}
	if m.Type == wire.Offer && !vouched(k, m) {
		d.sums.proofs.Add(1)
		d.Log.Warn("offer_unproven", "kiosk", k.who.ID, "call", m.Call)
		refuseTo(k.conn, m.Call, wire.WhyRejected)
		return
	}
	d.passed(d.pass(ctx, m.Call, store.SideDesk, parts(m)))
}

// vouched tells whether a kiosk's offer is of the certificate that it signed.
func vouched(k *kioskConn, m wire.Message) bool {
	want := custody.Fingerprint{Call: m.Call, Kind: m.SDP.Kind, Round: m.SDP.Round, Hash: custody.Fingerprints(m.SDP.SDP)}
	return m.SDP.Kind == "offer" && custody.CheckFingerprint(m.SDP.Proof, want, k.who.Key) == nil
}

// parts is what of a message goes to the other side, and no more.
func parts(m wire.Message) wire.Message {
	return wire.Message{Type: m.Type, Call: m.Call, SDP: m.SDP, Candidate: m.Candidate, On: m.On}
}

// clip shortens a text, at a letter.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && s[most]&0xC0 == 0x80 {
		most--
	}
	return s[:most]
}
