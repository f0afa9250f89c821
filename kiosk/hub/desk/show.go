package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// showEvery is how often the line is told at most: a thousand who wait are told
// together how they moved on.
const showEvery = 100 * time.Millisecond

// showAll tells everybody where he is, whenever something changed.
func (d *Desk) showAll(ctx context.Context) {
	for {
		select {
		case <-d.dirty:
		case <-ctx.Done():
			return
		}
		d.mu.Lock()
		d.show()
		d.mu.Unlock()
		rest(ctx, showEvery)
	}
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func (d *Desk) show() {
	l := d.lineOf()
	for _, c := range l.order {
		if k := d.kioskOf(c.Call); k != nil {
			d.showKiosk(k, l)
		}
	}
	for _, a := range d.book.desks {
		d.showDesk(a, l)
	}
}

// showKiosk tells a kiosk its place, where that changed.
func (d *Desk) showKiosk(k *kioskConn, l *line) {
	if q, waits := l.places[k.call]; waits && q != k.queue {
		k.queue = q
		k.push(wire.Message{Type: wire.Queued, Call: k.call, Queue: &q})
	}
}

// mostTold is how many kiosks are told of their services at a time: at nine
// o'clock thousands open.
const mostTold = 1000

// showServices tells the kiosks that asked once when a service of theirs opened,
// closed, got its first agent or lost its last.
func (d *Desk) showServices(context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, there, left := d.lineOf(), d.there(), mostTold
	for _, k := range d.book.kiosks {
		if left == 0 {
			return
		}
		if !k.asks {
			continue
		}
		if is := d.stateFor(k.who.Town, l, there); !slices.Equal(is, k.told) {
			k.told = is
			k.push(d.services(k.who.Town, l))
			left--
		}
	}
}

// there tells for which services somebody is on duty: for a town, or for all of
// them ("").
func (d *Desk) there() map[string]map[string]bool {
	there := map[string]map[string]bool{}
	for i := range d.Settings.Services {
		s := &d.Settings.Services[i]
		there[s.ID] = map[string]bool{}
		for _, a := range d.book.agents {
			switch u := userOf(a); {
			case !d.onDuty(a):
			case users.Everywhere(u) || len(s.Agents) > 0:
				there[s.ID][""] = there[s.ID][""] || s.staffedSomewhere(u)
			default:
				there[s.ID][a.Town] = true
			}
		}
	}
	return there
}

// stateFor is what of the services of a town is worth telling.
func (d *Desk) stateFor(town string, l *line, there map[string]map[string]bool) []bool {
	is := make([]bool, 0, 2*len(d.Settings.Services))
	for i := range d.Settings.Services {
		if s := &d.Settings.Services[i]; s.serves(town) {
			is = append(is, d.times(l, s, town).open, there[s.ID][""] || there[s.ID][town])
		}
	}
	return is
}

// services are those of a town.
func (d *Desk) services(town string, l *line) wire.Message {
	m := wire.Message{Type: wire.Offices, Services: []wire.Service{}, Now: d.Now().UTC()}
	for i := range d.Settings.Services {
		if s := &d.Settings.Services[i]; s.serves(town) {
			m.Services = append(m.Services, d.told(s, town, l))
		}
	}
	for i := len(m.Services) - 1; i >= 0 && len(m.Write()) > wire.MaxMessage; i-- {
		m.Services[i].Windows = nil
	}
	return m
}

// showDesk tells a desk who waits and who is on duty, where that changed.
func (d *Desk) showDesk(a *deskConn, l *line) {
	if data := d.waitingFor(a, l); string(data) != string(a.line) {
		a.line = data
		a.raw(data)
	}
	if data := (wire.Message{Type: wire.Duty, On: a.on, Agents: d.colleagues(a, l)}).Write(); string(data) != string(a.staff) {
		a.staff = data
		a.raw(data)
	}
}

// mostShown are the first of a line that a desk sees.
const mostShown = 100

// waitingFor is who waits for an agent: the first, as many as a message holds.
func (d *Desk) waitingFor(a *deskConn, l *line) []byte {
	m := wire.Message{Type: wire.Waiting, Line: d.ownLost(a)}
	for _, c := range l.order {
		if len(m.Line) < mostShown && c.KioskAway.IsZero() && d.mayTake(a.user, c.Call) {
			m.Line = append(m.Line, d.waits(c))
		}
	}
	data := m.Write()
	for len(data) > wire.MaxMessage {
		m.Line = m.Line[:len(m.Line)/2]
		data = m.Write()
	}
	return data
}

// ownLost is the call that an agent has and that none of his windows shows: he
// takes it again.
func (d *Desk) ownLost(a *deskConn) (all []wire.Waits) {
	for _, c := range d.book.calls {
		if c.State == store.CallTaken && c.Agent == a.user.Login && !c.AgentAway.IsZero() {
			w := d.waits(c)
			w.To = a.user.Login
			all = append(all, w)
		}
	}
	return all
}

func (d *Desk) waits(c *live) wire.Waits {
	w := wire.Waits{
		Call: c.ID, Town: c.Town, TownName: townName(c.Town), Kiosk: c.secret.Kiosk, Service: c.Service,
		Procedure: c.secret.Title, Lang: string(c.secret.read.Lang), Urgent: c.secret.read.Urgent,
		Since: c.Asked.UTC(), From: c.From, To: c.For,
	}
	for _, n := range c.secret.read.Needs {
		w.Needs = append(w.Needs, string(n))
	}
	return w
}

// mayTake tells whether an agent may take a call that waits.
func (d *Desk) mayTake(u store.User, c store.Call) bool {
	s := d.service(c.Service)
	return s != nil && s.staffedBy(u, c.Town) && (c.For == "" || c.For == u.Login)
}

// colleagues are the agents on duty that one can transfer a call to: those of
// one's town, and those with whom one answers for a service in the same town.
func (d *Desk) colleagues(a *deskConn, l *line) []wire.Agent {
	all := []wire.Agent{}
	seen := map[string]bool{}
	for _, other := range d.book.agents {
		if !d.onDuty(other) || seen[other.Login] || other.Town != a.user.Town && !d.together(userOf(other), a.user) {
			continue
		}
		seen[other.Login] = true
		all = append(all, wire.Agent{Login: other.Login, Name: other.Name, Services: d.answersFor(userOf(other)), Busy: l.busy[other.Login]})
	}
	slices.SortFunc(all, func(x, y wire.Agent) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Login, y.Login)) })
	return all
}

// together tells whether two answer for a service in the same town.
func (d *Desk) together(x, y store.User) bool {
	return slices.ContainsFunc(d.Settings.Services, func(s Service) bool {
		both := func(town string) bool { return s.staffedBy(x, town) && s.staffedBy(y, town) }
		return both(x.Town) || both(y.Town) || slices.ContainsFunc(s.Towns, both)
	})
}

// answersFor are the ids of the services that somebody answers for in some town.
func (d *Desk) answersFor(u store.User) (ids []string) {
	for i := range d.Settings.Services {
		s := &d.Settings.Services[i]
		if s.staffedSomewhere(u) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
