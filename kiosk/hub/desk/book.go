package desk

import (
	"time"

	"golang.org/x/time/rate"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

// book is this hub's copy of what all share, and who is connected here. It is
// used with the desk's lock held, and nothing waits while it is.
type book struct {
	calls  map[string]*live // that are not over
	over   map[string]ended // that are, for some time: a row that was read late is not believed
	agents map[string]store.CallAgent
	backs  map[string]store.CallBack
	waits  map[string]waited          // of the calls of a day that were answered
	spent  map[string][]time.Duration // of the last calls of a service, newest last

	kiosks map[string]*kioskConn // by kiosk
	desks  map[string]*deskConn  // by connection
	at     map[string]*deskConn  // whose window a call is in

	cursor struct{ calls, agents, backs, mail int64 }
	asked  map[string]*rate.Limiter // what kiosks ask for
	alone  map[string]time.Time     // since when nobody is on duty for a call
	// posting are letters on their way to the store, by call and side.
	posting map[string]int
}

// live is a call that is not over, and what its secret says.
type live struct {
	store.Call
	secret secret
}

type ended struct {
	rev int64
	at  time.Time
}

func newBook() book {
	return book{
		calls: map[string]*live{}, over: map[string]ended{}, agents: map[string]store.CallAgent{},
		backs: map[string]store.CallBack{}, waits: map[string]waited{}, spent: map[string][]time.Duration{},
		kiosks: map[string]*kioskConn{}, desks: map[string]*deskConn{}, at: map[string]*deskConn{},
		alone: map[string]time.Time{}, asked: map[string]*rate.Limiter{}, posting: map[string]int{},
	}
}

// mostSpent is how many calls say how long one takes.
const mostSpent = 20

// see takes a row as it is now, and tells those who are here what changed. It
// may be older than what is known: then nothing happens.
func (d *Desk) see(c store.Call) {
	b := &d.book
	was := b.calls[c.ID]
	if was != nil && was.Rev >= c.Rev || b.over[c.ID].rev >= c.Rev {
		return
	}
	defer d.stir()
	b.wait(c)
	if c.State == store.CallEnded {
		delete(b.calls, c.ID)
		delete(b.alone, c.ID)
		if !c.Answered.IsZero() && b.over[c.ID].rev == 0 {
			b.remember(c.Service, c.Ended.Sub(c.Answered))
		}
		b.over[c.ID] = ended{c.Rev, d.Now()}
		d.tellOver(c)
		return
	}
	v, err := d.seal.openCall(c.ID, c.Sealed)
	if err != nil {
		d.failed("call_unreadable", err) // of a hub with another key
		return
	}
	is := &live{c, v}
	b.calls[c.ID] = is
	d.tellDesk(is)
	if k := d.kioskOf(c); k != nil {
		d.moved(k, was, is)
	}
}

// wait notes how long a call waited for its first answer.
func (b *book) wait(c store.Call) {
	_, known := b.waits[c.ID]
	switch {
	case c.Outcome != store.OutcomeAnswered:
		delete(b.waits, c.ID)
	case !known && !c.Answered.IsZero():
		b.waits[c.ID] = waited{c.Service, c.Town, c.Asked, c.Answered.Sub(c.Asked)}
	}
}

func (b *book) remember(service string, d time.Duration) {
	all := append(b.spent[service], d)
	b.spent[service] = all[max(0, len(all)-mostSpent):]
}

// kioskOf is the connection that a call's kiosk has here.
func (d *Desk) kioskOf(c store.Call) *kioskConn {
	if k := d.book.kiosks[c.Kiosk]; k != nil && k.call == c.ID {
		return k
	}
	return nil
}

func (d *Desk) tellOver(c store.Call) {
	bye := wire.Message{Type: wire.Bye, Call: c.ID, Why: c.Why}
	if k := d.kioskOf(c); k != nil {
		k.call = ""
		k.push(bye)
	}
	if a := d.book.at[c.ID]; a != nil {
		d.leave(a)
		a.push(bye)
	}
}

// leave takes a window out of its call.
func (d *Desk) leave(a *deskConn) {
	if d.book.at[a.call] == a {
		delete(d.book.at, a.call)
	}
	a.call = ""
}

// tellDesk tells the window that had a call that it has it no more.
func (d *Desk) tellDesk(is *live) {
	a := d.book.at[is.ID]
	if a == nil || is.State == store.CallTaken && is.Agent == a.user.Login && is.AgentHub == d.hub {
		return
	}
	why := wire.WhyTransferred
	switch {
	case is.State == store.CallTaken && is.Agent == a.user.Login:
		why = wire.WhyElsewhere
	case is.State == store.CallWaits && is.Back:
		why = string(call.NoAnswer)
	}
	d.leave(a)
	a.push(wire.Message{Type: wire.Bye, Call: is.ID, Why: why})
}

// moved tells a kiosk how its call goes on.
func (d *Desk) moved(k *kioskConn, was, is *live) {
	switch {
	case is.KioskHub != d.hub:
		k.call = ""
		k.stop(endReplaced)
	case was == nil || was.State != is.State || was.Agent != is.Agent:
		d.tellKiosk(k, is)
	}
}

// tellKiosk tells a kiosk where its call is; the queue is told by [Desk.show].
func (d *Desk) tellKiosk(k *kioskConn, is *live) {
	k.queue = wire.Queue{}
	switch is.State {
	case store.CallTaken:
		k.push(wire.Message{Type: wire.Taken, Call: is.ID, Agent: is.secret.Agent, Relay: d.Relay(is.ID)})
	case store.CallRefused:
		k.push(d.refusal(is.Call))
	}
}

// refusal is why a call is not taken, with what one can do instead.
func (d *Desk) refusal(c store.Call) wire.Message {
	m := wire.Message{Type: wire.Refuse, Call: c.ID, Why: c.Why, Now: d.Now().UTC()}
	if s := d.service(c.Service); s != nil {
		m.Services = []wire.Service{d.told(s, c.Town, d.lineOf())}
	}
	return m
}
