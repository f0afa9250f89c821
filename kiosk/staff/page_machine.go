package staff

import (
	"context"
	"strings"
	"time"

	"guichet/kiosk/session"
)

// buildComputer: the computer inside.
func (m *Mode) buildComputer(v *session.View) {
	m.doors(v,
		m.doorIf("info-circle", facts), m.doorIf("clock", clock), m.doorIf("world", network),
		m.doorIf("list", events), m.doorIf("device-floppy", export), m.doorIf("refresh", power))
}

func lookFacts(ctx context.Context, c *Config) (any, error) { return c.Works.Machine.Facts(ctx), nil }

// buildFacts: what a technician asks by telephone.
func (m *Mode) buildFacts(v *session.View) {
	f, ok := m.leaf.found.(Facts)
	if !ok {
		m.unknown(v)
		return
	}
	disk := ""
	if f.DiskSize > 0 {
		disk = m.words().Text("staff.facts.free", "free", m.bytes(f.DiskFree), "size", m.bytes(f.DiskSize))
	}
	rows(v, m.row("staff.facts.name", f.Name), m.row("staff.facts.town", f.Town), m.row("staff.facts.kiosk", f.Kiosk),
		m.row("staff.facts.version", f.Version), m.row("staff.facts.system", f.System),
		m.row("staff.facts.started", m.moment(f.Started)), m.row("staff.facts.disk", disk))
}

// rightEnough is a clock that nobody needs to set.
const rightEnough = 2 * time.Second

// buildClock: the hour, and how far it is from the hub's.
func (m *Mode) buildClock(v *session.View) {
	f, ok := m.leaf.found.(Facts)
	if !ok {
		m.unknown(v)
		return
	}
	m.howWrong(v, f.ClockOff)
	rows(v, m.row("staff.clock.here", m.moment(f.Now)))
	switch {
	case m.busy(atClock):
		m.paragraph(v, "staff.wait")
	case f.HubAnswers && f.ClockOff != 0: // of an hour that nobody knows none is taken
		v.Next = m.button("staff.clock.set", m.setClock)
	}
}

// howWrong says how far the hub's clock is from ours; 0: nobody knows.
func (m *Mode) howWrong(v *session.View, off time.Duration) {
	switch {
	case off == 0:
		m.paragraph(v, "staff.clock.unknown")
	case off.Abs() < rightEnough:
		m.strong(v, "staff.clock.right")
	case off > 0:
		m.strong(v, "staff.clock.behind", "time", m.span(off))
	default:
		m.strong(v, "staff.clock.ahead", "time", m.span(off.Abs()))
	}
}

func (m *Mode) setClock() {
	m.begin(deed{lane: atClock, name: "set_clock", limit: 20 * time.Second,
		work: func(ctx context.Context) reply {
			if err := m.cfg.Works.Machine.SetClock(ctx); err != nil {
				return sorry(err, "staff.clock.failed")
			}
			return well("staff.clock.done")
		},
		then: m.lookAfter})
}

// buildNetwork: whether the town hall's server is reached, and by which way.
func (m *Mode) buildNetwork(v *session.View) {
	f, ok := m.leaf.found.(Facts)
	if !ok {
		m.unknown(v)
		return
	}
	switch {
	case f.Hub == "":
		m.strong(v, "staff.network.none")
	case f.HubAnswers:
		m.strong(v, "staff.network.fine")
	default:
		m.strong(v, "staff.network.lost")
		m.paragraph(v, "health.no_network.mend")
	}
	rows(v, m.row("staff.network.hub", f.Hub), m.row("staff.network.addresses", f.Addresses...),
		m.row("staff.network.proxy", f.Proxy))
}

// mostLines of the log are looked through for mostShown that say something to the
// front desk.
const mostLines, mostShown = 200, 12

// buildEvents: what happened last, in plain words. What has none is for a
// technician, who has the whole log.
func (m *Mode) buildEvents(v *session.View) {
	var items []session.Row
	for _, l := range m.cfg.Works.Log(mostLines) {
		key := "staff.event." + l.Name
		if len(items) < mostShown && m.words().Has(key) {
			items = append(items, session.Row{Label: plain(m.moment(l.At)), Values: m.tells(l)})
		}
	}
	if len(items) == 0 {
		m.paragraph(v, "staff.events.none")
	}
	rows(v, items)
}

// tells is a line in plain words: which condition, where it is about one.
func (m *Mode) tells(l Line) []session.Text {
	out := []session.Text{m.say("staff.event." + l.Name)}
	for _, with := range strings.Fields(l.With) {
		name, ok := strings.CutPrefix(with, "name=")
		if key := "health." + name + ".title"; ok && m.words().Has(key) {
			out = append(out, m.say(key))
		}
	}
	return out
}

// buildExport: what a technician reads, on a USB stick.
func (m *Mode) buildExport(v *session.View) {
	m.paragraph(v, "staff.export.text")
	m.paragraph(v, "staff.export.private")
	if m.busy(atStick) {
		m.paragraph(v, "staff.wait_long")
		return
	}
	v.Next = m.button("staff.export.do", m.writeOut)
}

func (m *Mode) writeOut() {
	s := m.cfg.Works.Sticks
	m.begin(deed{lane: atStick, name: "export", limit: 2 * time.Minute, work: func(ctx context.Context) reply {
		name, err := s.Export(ctx)
		if closed := s.Close(); err == nil {
			err = closed // what is not let go may not be written
		}
		if err != nil {
			return sorry(err, "staff.export.failed")
		}
		return well("staff.export.done", "name", name)
	}})
}
