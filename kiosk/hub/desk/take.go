package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
)

// takeCall gives a call to the agent who clicked first; his own, which another
// window or connection had, he takes again.
func (d *Desk) takeCall(ctx context.Context, a *deskConn, id string) {
	var own bool
	c, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		own = c.State == store.CallTaken && c.Agent == a.user.Login
		if !own && (c.State != store.CallWaits || !d.mayTake(a.user, *c)) {
			return nil, errNot
		}
		c.AgentHub, c.AgentAway = d.hub, time.Time{}
		if own {
			return nil, nil
		}
		return nil, d.taken(c, a.user)
	})
	if err != nil {
		d.notTaken(a, c, id, err)
		return
	}
	d.attachDesk(a, c)
	d.Log.Info("call_taken", "call", c.ID, "who", a.user.Login, "again", own)
}

// resumeDesk is an agent who comes back to his call; of one that he has no more he
// is told the end.
func (d *Desk) resumeDesk(ctx context.Context, a *deskConn, id string) {
	c, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		c.AgentHub, c.AgentAway = d.hub, time.Time{}
		return nil, a.mine(c)
	})
	if err == nil {
		d.attachDesk(a, c)
		return
	}
	d.minor("resume_failed", err)
	bye := wire.Message{Type: wire.Bye, Call: id, Why: string(call.Lost)}
	if c.State == store.CallEnded && c.Agent == a.user.Login {
		bye.Why = c.Why
	}
	a.push(bye)
}

// taken makes a call an agent's. It counts as answered once his desk has done so,
// see [Desk.answered].
func (d *Desk) taken(c *store.Call, u store.User) error {
	v, err := d.seal.openCall(c.ID, c.Sealed)
	if err != nil {
		return err
	}
	v.Agent = d.presents(u, c.Service, string(v.read.Lang))
	c.Sealed = d.seal.closeCall(c.ID, v)
	d.to(c, store.CallTaken)
	c.Agent, c.For, c.Back, c.Answered = u.Login, "", false, time.Time{}
	return nil
}

// answered notes that the desk of a call's agent answered its kiosk. Before that
// somebody only clicked: a page that hangs does no more.
func (d *Desk) answered(ctx context.Context, a *deskConn, id string) {
	_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		if err := a.mine(c); err != nil {
			return nil, err
		}
		if !c.Answered.IsZero() {
			return nil, errAlready
		}
		c.Answered = d.Now()
		return d.outcome(c, store.OutcomeAnswered), nil
	})
	d.minor("answer_failed", err)
}

func (d *Desk) notTaken(a *deskConn, c store.Call, id string, err error) {
	why := wire.WhyTaken
	switch {
	case errors.Is(err, store.ErrTaken):
		why = wire.WhyBusy
	case errors.Is(err, store.ErrNotFound):
		why = wire.WhyNotFound
	case errors.Is(err, errNot):
		if c.State == store.CallWaits {
			why = wire.WhyRejected
		}
	default:
		d.failed("take_failed", err)
		why = string(call.Failed)
	}
	refuseTo(a.conn, id, why)
}

// attachDesk shows a call in a window.
func (d *Desk) attachDesk(a *deskConn, c store.Call) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if other := d.book.at[c.ID]; other != nil && other != a {
		d.leave(other)
		other.push(wire.Message{Type: wire.Bye, Call: c.ID, Why: wire.WhyElsewhere})
	}
	d.see(c)
	is := d.book.calls[c.ID]
	if is == nil || is.State != store.CallTaken || is.Agent != a.user.Login || is.AgentHub != d.hub {
		refuseTo(a.conn, c.ID, wire.WhyTaken)
		return
	}
	d.leave(a)
	a.call = c.ID
	d.book.at[c.ID] = a
	wish := is.secret.Wish
	wish.Service = c.Service // it may have been sent on
	a.push(wire.Message{
		Type: wire.Taken, Call: c.ID, Wish: &wish, Kiosk: is.secret.Kiosk, Text: is.secret.Notes, Relay: d.Relay(c.ID),
	})
	a.reads()
	d.stir()
}

// mine refuses what is not the call in this window.
func (a *deskConn) mine(c *store.Call) error {
	if c.State != store.CallTaken || c.Agent != a.user.Login {
		return errNot
	}
	return nil
}

func (d *Desk) byeDesk(ctx context.Context, a *deskConn, m wire.Message) {
	d.mu.Lock()
	if a.call == m.Call {
		d.leave(a)
	}
	d.mu.Unlock()
	_, err := d.change(ctx, m.Call, func(c *store.Call) ([]store.CallCount, error) {
		if err := a.mine(c); err != nil {
			return nil, err
		}
		return d.finish(c, string(call.RemoteBye), store.OutcomeAbandoned), nil // unless it was answered
	})
	d.minor("bye_failed", err)
}

// transfer sends a call on to a service, or to an agent.
func (d *Desk) transfer(ctx context.Context, a *deskConn, m wire.Message) {
	_, err := d.change(ctx, m.Call, func(c *store.Call) ([]store.CallCount, error) {
		if err := a.mine(c); err != nil {
			return nil, err
		}
		service, login := d.target(c, m.To)
		if !d.reachable(service, c.Town, login, a.user.Login) {
			return nil, errNot
		}
		d.requeue(c)
		c.Back, c.Service, c.For, c.From = false, service, login, a.user.Name
		return nil, nil
	})
	if err != nil {
		d.minor("transfer_failed", err)
		refuseTo(a.conn, m.Call, wire.WhyNotFound)
	}
}

// target is where a call goes on to: a service, or an agent of whichever service.
func (d *Desk) target(c *store.Call, to string) (service, login string) {
	switch kind, name, _ := strings.Cut(to, ":"); kind {
	case "service":
		return name, ""
	case "agent":
		return d.serviceWith(name, c), name
	}
	return "", ""
}

// serviceWith is under which service an agent on duty can take a call: its own, or
// the first that he answers for; "" where there is none.
func (d *Desk) serviceWith(login string, c *store.Call) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lineOf()
	all := []string{c.Service}
	for _, s := range d.Settings.Services {
		all = append(all, s.ID)
	}
	for _, id := range all {
		if len(d.staff(l, group{id, c.Town, login})) > 0 {
			return id
		}
	}
	return ""
}

// reachable tells whether somebody other is on duty there.
func (d *Desk) reachable(service, town, login, by string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	staff := d.staff(d.lineOf(), group{service, town, login})
	return slices.ContainsFunc(staff, func(s string) bool { return s != by })
}

// mostNotes is in bytes.
const mostNotes = 4 << 10

// note keeps what one agent leaves for the next.
func (d *Desk) note(ctx context.Context, a *deskConn, m wire.Message) {
	_, err := d.change(ctx, m.Call, func(c *store.Call) ([]store.CallCount, error) {
		if err := a.mine(c); err != nil {
			return nil, err
		}
		v, err := d.seal.openCall(c.ID, c.Sealed)
		if err != nil {
			return nil, err
		}
		v.Notes = clip(m.Text, mostNotes)
		c.Sealed = d.seal.closeCall(c.ID, v)
		return nil, nil
	})
	d.minor("note_failed", err)
}

// fromDesk passes on what goes to the kiosk; the hub vouches for the certificate
// of an answer, as its agent's browser has no key that the kiosk knows.
func (d *Desk) fromDesk(ctx context.Context, a *deskConn, m wire.Message) {
	if d.callOfDesk(a) != m.Call {
		return // it ended a moment ago
	}
	m = parts(m)
	if m.Type == wire.Offer && !d.vouch(m.SDP, m.Call) {
		refuseTo(a.conn, m.Call, wire.WhyRejected)
		return
	}
	d.passed(d.pass(ctx, m.Call, store.SideKiosk, m))
	if m.Type == wire.Offer {
		d.answered(ctx, a, m.Call)
	}
}

func (d *Desk) vouch(s *wire.SDP, id string) bool {
	f := custody.Fingerprint{Call: id, Kind: s.Kind, Round: s.Round, Hash: custody.Fingerprints(s.SDP)}
	if s.Kind != "answer" || f.Hash == "" {
		return false
	}
	proof, err := custody.SignFingerprint(f, d.Key)
	s.Proof = proof
	return err == nil
}
