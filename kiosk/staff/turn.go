package staff

import (
	"context"
	"time"

	"guichet/kiosk/event"
	"guichet/kiosk/session"
)

// place names a page, and begins the keys of its words: "staff.paper.title".
type place string

// leaf is one page as it lies open, and all that is forgotten when it is left.
type leaf struct {
	id    session.PageID
	place place
	of    string // of what it is: a condition, a pack
	ctx   context.Context
	close context.CancelFunc

	said  said      // what came of the last thing that was asked here
	typed string    // of the number
	until time.Time // the end of a wait, of a cleaning

	found   any // what a look beside the loop brought; nil: nothing yet
	failed  bool
	looking bool
	stale   bool      // something happened since it began to look
	lookAt  time.Time // when to look again; zero: not by itself

	dials  map[lane]*dial
	loud   int    // what the microphone hears, percent
	still  []byte // of the camera
	stills int    // how many were taken
}

// enter shows the page that asks for the number.
func (m *Mode) enter() {
	if m.leaf != nil {
		m.touched()
		return
	}
	m.open(pin)
}

// open shows a first page. Nobody has come in yet.
func (m *Mode) open(first place) {
	m.style = session.Looks{Lang: m.cfg.Langs[0], Size: m.cfg.Size, Theme: m.cfg.Theme}
	m.shown, m.inside = nil, false
	m.touched()
	m.beat = m.alive.Add(time.Second)
	m.turn(first, "")
}

// turn goes to a new page.
func (m *Mode) turn(to place, of string) {
	m.shut()
	m.pages++
	ctx, cancel := context.WithCancel(m.ctx)
	m.leaf = &leaf{id: firstPage + m.pages, place: to, of: of, ctx: ctx, close: cancel, dials: map[lane]*dial{}}
	s := sheets()[to]
	if s.look != nil {
		m.look()
	}
	if s.open != nil {
		s.open(m)
	}
}

// turnSaying goes to a new page that begins with what came of the one before.
func (m *Mode) turnSaying(to place, s said) {
	m.turn(to, "")
	m.leaf.said = s
}

// shut ends what only the page on the screen wanted.
func (m *Mode) shut() {
	if m.leaf != nil {
		m.leaf.close()
		m.leaf = nil
	}
}

// leave gives the screen back. What was begun goes on: a print is not broken off.
// The log has nothing of who only held the corner and went away.
func (m *Mode) leave(why string) {
	if m.leaf == nil {
		return
	}
	m.shut()
	m.shown, m.acts = nil, nil
	if m.inside {
		m.log(event.StaffLeft, "why", why)
	}
	m.cfg.Left()
}

func (m *Mode) touched() { m.alive = time.Now() }

// wind sets the timer to the next moment at which something happens by itself.
func (m *Mode) wind(timer *time.Timer) {
	if m.leaf == nil {
		timer.Stop()
		return
	}
	next := m.beat
	for _, at := range []time.Time{m.deadline(), m.leaf.until, m.leaf.lookAt} {
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	timer.Reset(max(time.Until(next), 0))
}

// deadline is when silence means that nobody is here any more; zero while the
// kiosk itself is busy with what was asked on this page: that ends by itself.
func (m *Mode) deadline() time.Time {
	for _, page := range m.running {
		if page == m.leaf.id {
			return time.Time{}
		}
	}
	switch m.leaf.place {
	case cleaning:
		return time.Time{}
	case pin:
		return m.alive.Add(m.cfg.PinIdle)
	}
	return m.alive.Add(m.cfg.Idle)
}

// tick is called when something may be due. The page is built again after it.
func (m *Mode) tick() {
	if m.leaf == nil {
		return
	}
	now := time.Now()
	for !m.beat.After(now) {
		m.beat = now.Add(time.Second)
	}
	if at := m.leaf.until; !at.IsZero() && !at.After(now) {
		m.leaf.until = time.Time{}
		m.ended()
	}
	if m.leaf == nil {
		return
	}
	if at := m.leaf.lookAt; !at.IsZero() && !at.After(now) {
		m.look()
	}
	if at := m.deadline(); !at.IsZero() && !at.After(now) {
		m.leave("idle")
	}
}

// ended is the end of a wait: of the door, or of a cleaning.
func (m *Mode) ended() {
	switch {
	case m.leaf.place == cleaning && !m.inside:
		m.leave("idle")
	case m.leaf.place == cleaning:
		m.touched()
		m.turn(screen, "")
	default:
		m.look()
	}
}
