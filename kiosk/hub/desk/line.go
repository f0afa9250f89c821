package desk

import (
	"cmp"
	"slices"
	"time"

	"guichet/forms/calendar"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
)

// group is calls that the same agents can take.
type group struct{ service, town, login string } // login: whom alone they are for

// line is who waits, in order, and who is there for them.
type line struct {
	order  []*live
	places map[string]wire.Queue // by call
	staff  map[group][]string    // logins on duty
	busy   map[string]bool       // logins
	booked bookings
	times  map[timesOf]times
}

// timesOf is what the times of a service hang on: thirty thousand towns have few.
type timesOf struct {
	service string
	zone    calendar.Zone
	town    string // where call backs wait there
}

// times are when a service is there.
type times struct {
	open    bool
	opens   time.Time
	windows []wire.Window
}

// lineOf is the line as it is, with the lock held.
func (d *Desk) lineOf() *line {
	l := &line{
		places: map[string]wire.Queue{}, staff: map[group][]string{}, busy: map[string]bool{},
		booked: d.booked(), times: map[timesOf]times{},
	}
	for _, c := range d.book.calls {
		switch c.State {
		case store.CallWaits:
			l.order = append(l.order, c)
		case store.CallTaken:
			l.busy[c.Agent] = true
		}
	}
	slices.SortFunc(l.order, before)
	d.place(l)
	return l
}

// before is the fair order: who lost his agent first, then the urgent, then who
// waits longest.
func before(a, b *live) int {
	return cmp.Or(first(a.Back, b.Back), first(a.secret.read.Urgent, b.secret.read.Urgent),
		a.Asked.Compare(b.Asked), cmp.Compare(a.ID, b.ID))
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (c *live) group() group { return group{c.Service, c.Town, c.For} }

// place counts, for each call, those before it that want one of the same agents.
func (d *Desk) place(l *line) {
	ahead, near := map[group]int{}, map[group][]group{}
	for _, c := range l.order {
		g := c.group()
		if near[g] == nil {
			near[g] = d.neighbours(l, g, l.order)
		}
		n := 0
		for _, other := range near[g] {
			n += ahead[other]
		}
		ahead[g]++
		l.places[c.ID] = d.queue(l, g, n+1)
	}
}

// neighbours are the groups that a group shares agents with, itself among them.
func (d *Desk) neighbours(l *line, g group, calls []*live) []group {
	all := []group{g}
	seen := map[group]bool{g: true}
	for _, c := range calls {
		other := c.group()
		if !seen[other] {
			seen[other] = true
			if shares(d.staff(l, g), d.staff(l, other)) {
				all = append(all, other)
			}
		}
	}
	return all
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// away is how long an agent whose connection was cut counts as on duty: a page
// that is loaded anew, a hub that starts again.
const dutyAway = 20 * time.Second

// staff are the agents on duty for a group.
func (d *Desk) staff(l *line, g group) []string {
	if known, ok := l.staff[g]; ok {
		return known
	}
	all := []string{}
	s := d.service(g.service)
	for _, a := range d.book.agents {
		if s != nil && d.onDuty(a) && (g.login == "" || g.login == a.Login) && s.staffedBy(userOf(a), g.town) {
			all = append(all, a.Login)
		}
	}
	slices.Sort(all)
	l.staff[g] = slices.Compact(all)
	return l.staff[g]
}

func (d *Desk) onDuty(a store.CallAgent) bool {
	return a.On && (a.Lost.IsZero() || d.Now().Sub(a.Lost) < dutyAway)
}

func userOf(a store.CallAgent) store.User {
	return store.User{Login: a.Login, Name: a.Name, Role: a.Role, Town: a.Town}
}

// leastSpent is how many calls one must have seen to say how long one takes.
const leastSpent = 3

// queue is place n of a group. The wait is honest: from what recent calls took
// and who is there; 0 where that is not known, or an agent is free.
func (d *Desk) queue(l *line, g group, n int) wire.Queue {
	staff := d.staff(l, g)
	q := wire.Queue{Place: n, Agents: len(staff)}
	free := 0
	for _, login := range staff {
		if !l.busy[login] {
			free++
		}
	}
	spent := d.book.spent[g.service]
	if n <= free || len(staff) == 0 || len(spent) < leastSpent {
		return q
	}
	total := time.Duration(0)
	for _, s := range spent {
		total += s
	}
	mean := total / time.Duration(len(spent))
	q.Wait = max(1, int((mean * time.Duration(n-free) / time.Duration(len(staff))).Seconds()))
	return q
}

// next is where somebody who asks now would wait.
func (d *Desk) next(l *line, g group) wire.Queue {
	n := 1
	for _, c := range l.order {
		if c.group() == g || shares(d.staff(l, g), d.staff(l, c.group())) {
			n++
		}
	}
	return d.queue(l, g, n)
}

// told is a service as kiosks and desks see it.
func (d *Desk) told(s *Service, town string, l *line) wire.Service {
	g, t := group{s.ID, town, ""}, d.times(l, s, town)
	is := wire.Service{
		ID: s.ID, Names: s.Names, Hours: s.Hours, Langs: s.Languages, Procedures: s.Procedures,
		Sign: s.Sign, Text: s.Text, Agents: len(d.staff(l, g)), Queue: d.next(l, g),
		Open: t.open, Opens: t.opens, Windows: t.windows,
	}
	if s.Overflow {
		is.Phone = s.Phone
	}
	return is
}

func (d *Desk) times(l *line, s *Service, town string) times {
	p, key := s.pool(town), timesOf{service: s.ID, zone: zoneOf(town)}
	if len(l.booked[p]) > 0 {
		key.town = p.town
	}
	t, known := l.times[key]
	if known {
		return t
	}
	now, cal := d.local(), calendarOf(town)
	t.open, t.opens = s.opens(now, cal)
	if !t.opens.IsZero() {
		t.opens = t.opens.UTC()
	}
	t.windows = s.windows(now, cal, d.Settings.CallBack, l.booked.in(p))
	l.times[key] = t
	return t
}
