package staff

import (
	"context"
	"time"

	"guichet/kiosk/session"
)

// The ways to switch off and on again: ends of the keys of their words.
const (
	restart = "restart"
	reboot  = "reboot"
	off     = "off"
)

// buildPower: start again, or switch off.
func (m *Mode) buildPower(v *session.View) {
	var tiles []session.Tile
	for _, way := range []string{restart, reboot, off} {
		t := m.tile("refresh", "staff.confirm."+way+".do", func() { m.turn(confirm, way) })
		t.Detail = m.say("staff.confirm." + way + ".when")
		tiles = append(tiles, t)
	}
	tiles[2].Icon = "moon"
	m.doors(v, tiles...)
}

// buildConfirm says what it means before it is done.
func (m *Mode) buildConfirm(v *session.View) {
	key := "staff.confirm." + m.leaf.of
	v.Title = m.say(key + ".title")
	if m.leaf.said.key != "" && !m.leaf.said.bad {
		return // it is on its way
	}
	m.paragraph(v, key+".text")
	m.paragraph(v, "staff.confirm.safe")
	if w := m.cfg.Works.Visit; w != nil && w.Waits() {
		m.strong(v, "staff.confirm.visit")
	}
	if m.busy(atPower) {
		m.paragraph(v, "staff.wait")
		return
	}
	v.Next = m.button(key+".do", m.switchOff)
}

func (m *Mode) switchOff() {
	way := m.leaf.of
	m.begin(deed{lane: atPower, name: way, limit: 30 * time.Second, work: func(ctx context.Context) reply {
		if err := m.ending(ctx, way); err != nil {
			return sorry(err, "staff.failed")
		}
		return well("staff.confirm." + way + ".done")
	}})
}

func (m *Mode) ending(ctx context.Context, way string) error {
	switch c := m.cfg.Works.Machine; way {
	case restart:
		return c.Restart()
	case reboot:
		return c.Reboot(ctx)
	default:
		return c.PowerOff(ctx)
	}
}

func (m *Mode) endVisit() {
	m.begin(deed{lane: atVisit, name: "end_visit", limit: 10 * time.Second,
		work: func(context.Context) reply {
			m.cfg.Works.Visit.End()
			return well("staff.visit.ended")
		},
		then: func(r reply) { m.turnSaying(home, r.said) }})
}
