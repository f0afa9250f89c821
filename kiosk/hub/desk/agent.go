package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// deskConn is a window of an agent. What is below user is read and written with
// the desk's lock held.
type deskConn struct {
	*conn
	id     string
	cookie string // of the session
	user   store.User

	on    bool
	call  string // the call that is in this window
	line  []byte // as it was told
	staff []byte
	asks  bool // for the call backs
}

// mostWindowsOf is how many windows an agent may have open at a hub.
const mostWindowsOf = 12

// ServeDesk answers [wire.PathDesk].
func (d *Desk) ServeDesk(w http.ResponseWriter, r *http.Request) {
	if !d.sameOrigin(r) {
		http.Error(w, "from another site", http.StatusForbidden)
		return
	}
	cookie := d.cookieOf(r)
	user, err := d.agent(r.Context(), cookie, true)
	if err != nil {
		d.shutOut(w, err)
		return
	}
	if !d.enter() {
		http.Error(w, "the hub stops", http.StatusServiceUnavailable)
		return
	}
	defer d.conns.Done()
	d.serveDesk(w, r, cookie, user)
}

// shutOut answers who is no agent with a session.
func (d *Desk) shutOut(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, users.ErrSession):
		http.Error(w, "nobody is signed in", http.StatusUnauthorized)
	case errors.Is(err, users.ErrRight):
		http.Error(w, "not an agent", http.StatusForbidden)
	default:
		d.failed("desk_failed", err)
		http.Error(w, "unknown", http.StatusServiceUnavailable)
	}
}

func (d *Desk) serveDesk(w http.ResponseWriter, r *http.Request, cookie string, user store.User) {
	c, err := d.accept(w, r)
	if err != nil {
		return
	}
	a := &deskConn{conn: c, id: newID(16), cookie: cookie, user: user}
	if !d.comeDesk(a) {
		c.stop(nil)
		c.ws.Close(endFast.code, "too many windows")
		return
	}
	defer d.goDesk(a)
	c.serve(
		func(m wire.Message) { d.hearDesk(a, m) },
		func() [][]byte { return d.letters(a.conn, d.callOfDesk(a), store.SideDesk) },
		func() error { d.remind(a); return d.stillDesk(a) },
	)
}

// sameOrigin wants a browser's word that the page is of this hub (RFC 6454,
// section 7): a WebSocket is opened by any page, with the cookies of ours. One that
// came without TLS is of whoever stands between.
func (d *Desk) sameOrigin(r *http.Request) bool {
	u, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || u.Host == "" || u.Scheme != "https" && !d.Plain {
		return false
	}
	return strings.EqualFold(u.Host, r.Host) || slices.Contains(d.Hosts, u.Host)
}

// cookieOf is the session of a browser, named as the fleet page names it.
func (d *Desk) cookieOf(r *http.Request) string {
	name := "__Host-guichet"
	if d.Plain {
		name = "guichet"
	}
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// agent is who has a session and may answer calls somewhere.
func (d *Desk) agent(ctx context.Context, cookie string, acts bool) (store.User, error) {
	s, err := d.Users.Session(ctx, cookie, acts)
	if err != nil {
		return store.User{}, err
	}
	if s.Step != users.SignedIn {
		return store.User{}, users.ErrSession
	}
	if !users.Can(s.User, users.ReadInbox, s.User.Town) {
		return store.User{}, users.ErrRight
	}
	return store.User{Login: s.User.Login, Name: s.User.Name, Role: s.User.Role, Town: s.User.Town}, nil
}

func (d *Desk) comeDesk(a *deskConn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, other := range d.book.desks {
		if other.user.Login == a.user.Login {
			n++
		}
	}
	if n >= mostWindowsOf {
		return false
	}
	d.book.desks[a.id] = a
	d.stir()
	return true
}

// goDesk notes that an agent is away: his call waits for him for wire.Away, and
// comes back into the line at once where he may not return.
func (d *Desk) goDesk(a *deskConn) {
	d.mu.Lock()
	id, on := a.call, a.on
	d.leave(a)
	delete(d.book.desks, a.id)
	d.mu.Unlock()
	ctx, cancel := d.patience()
	defer cancel()
	out := context.Cause(a.ctx) == endRevoked
	if on {
		d.duty(ctx, a, !out, d.Now())
	}
	if id == "" {
		return
	}
	_, err := d.change(ctx, id, func(c *store.Call) ([]store.CallCount, error) {
		if c.State != store.CallTaken || c.Agent != a.user.Login || c.AgentHub != d.hub || d.hasWindow(c.ID) {
			return nil, errNot
		}
		if out {
			d.requeue(c)
		} else {
			c.AgentAway = d.Now()
		}
		return nil, nil
	})
	d.minor("agent_away_failed", err)
}

// remind tells a page the line once more: one that hears nothing of the hub takes its
// connection for dead, as a browser does not show its page the hub's pings.
func (d *Desk) remind(a *deskConn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a.line = nil
	d.stir()
}

func (d *Desk) hasWindow(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.book.at[id] != nil
}

func (d *Desk) callOfDesk(a *deskConn) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return a.call
}

// stillDesk looks whether the session is open, with the same rights. Who is in a
// call is at work: his session stays open, as long as any may.
func (d *Desk) stillDesk(a *deskConn) error {
	ctx, cancel := d.patience()
	defer cancel()
	u, err := d.agent(ctx, a.cookie, d.callOfDesk(a) != "")
	switch {
	case errors.Is(err, users.ErrSession), errors.Is(err, users.ErrRight), err == nil && !same(u, a.user):
		return endRevoked
	}
	d.failed("desk_failed", err)
	return nil
}

// same tells whether somebody has still the same rights.
func same(a, b store.User) bool { return a.Login == b.Login && a.Role == b.Role && a.Town == b.Town }

// acts says that the person does something, which keeps the session open.
func (d *Desk) acts(ctx context.Context, a *deskConn) bool {
	u, err := d.agent(ctx, a.cookie, true)
	if err != nil || !same(u, a.user) {
		a.stop(endRevoked)
		return false
	}
	return true
}

// hearDesk does what an agent says.
func (d *Desk) hearDesk(a *deskConn, m wire.Message) {
	ctx, cancel := d.patience()
	defer cancel()
	switch m.Type {
	case wire.Offer, wire.Trickle, wire.Renew, wire.Hold:
		d.fromDesk(ctx, a, m)
		return
	}
	if !d.acts(ctx, a) {
		return
	}
	switch m.Type {
	case wire.Duty:
		d.setDuty(ctx, a, m.On)
	case wire.Take:
		d.takeCall(ctx, a, m.Call)
	case wire.Resume:
		d.resumeDesk(ctx, a, m.Call)
	case wire.Bye:
		d.byeDesk(ctx, a, m)
	case wire.Transfer:
		d.transfer(ctx, a, m)
	case wire.Note:
		d.note(ctx, a, m)
	case wire.Backs:
		d.tellBacks(a)
	case wire.BackDone:
		d.backDone(ctx, a, m)
	default:
		a.stop(endUnread)
	}
}

// setDuty puts a window on or off duty. Its page is told once that is written down:
// who reads that he takes calls is there for who asks at that moment.
func (d *Desk) setDuty(ctx context.Context, a *deskConn, on bool) {
	done := d.duty(ctx, a, on, time.Time{})
	d.mu.Lock()
	defer d.mu.Unlock()
	if done {
		a.on = on
		d.Log.Info("agent_duty", "who", a.user.Login, "on", on)
	}
	a.staff = nil // it is answered in any case
	d.stir()
}

// duty writes down whether a window's agent takes calls; lost is when its
// connection went.
func (d *Desk) duty(ctx context.Context, a *deskConn, on bool, lost time.Time) bool {
	if !on && lost.IsZero() {
		lost = d.Now() // the row is over
	}
	row, err := d.Store.PutCallAgent(ctx, store.CallAgent{
		ID: a.id, Login: a.user.Login, Name: a.user.Name, Role: a.user.Role, Town: a.user.Town, Hub: d.hub, On: on, Lost: lost,
	})
	if err != nil {
		d.failed("duty_failed", err)
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seeAgent(row)
	return true
}
