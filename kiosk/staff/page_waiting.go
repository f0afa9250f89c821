package staff

import (
	"context"
	"time"

	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// lookWaiting asks what waits; nothing where this kiosk keeps nothing.
func lookWaiting(ctx context.Context, c *Config) (any, error) {
	if c.Works.Waiting == nil {
		return nil, nil
	}
	return c.Works.Waiting.State(ctx)
}

// buildWaiting: what has not reached the town hall yet.
func (m *Mode) buildWaiting(v *session.View) {
	s, ok := m.leaf.found.(WaitingState)
	if !ok {
		m.unknown(v)
		return
	}
	m.wrongHere(v)
	m.howMany(v, s)
	rows(v, m.row("staff.waiting.oldest", m.moment(s.Oldest)), m.row("staff.waiting.last", m.moment(s.Last)))
	switch {
	case !s.Hub:
		m.paragraph(v, "staff.waiting.no_server")
	case m.busy(atHub):
		m.paragraph(v, "staff.wait")
	case s.Waiting > 0:
		m.paragraph(v, "staff.waiting.by_itself")
		v.Next = m.button("staff.waiting.deliver", m.deliver)
	}
}

func (m *Mode) howMany(v *session.View, s WaitingState) {
	told := m.holds(health.SpoolDamaged)
	switch {
	case s.Waiting > 0:
		v.Blocks = append(v.Blocks, session.Paragraph{Text: plain(m.count("staff.waiting.count", s.Waiting)), Strong: true})
		m.paragraph(v, "staff.waiting.safe")
	case s.Damaged == 0 && !told:
		m.strong(v, "staff.waiting.nothing")
	}
	if s.Damaged > 0 && !told {
		m.strong(v, "health.spool_damaged.title")
		m.paragraph(v, "health.spool_damaged.mend")
	}
}

// deliverLimit: more than that is waited for by nobody; what is left goes later.
const deliverLimit = 2 * time.Minute

func (m *Mode) deliver() {
	m.begin(deed{lane: atHub, name: "deliver", limit: deliverLimit,
		work: func(ctx context.Context) reply {
			if err := m.cfg.Works.Waiting.Deliver(ctx); err != nil {
				return sorry(err, "staff.waiting.failed")
			}
			return well("staff.waiting.sent")
		},
		then: m.lookAfter})
}
