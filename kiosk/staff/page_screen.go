package staff

import (
	"context"
	"strconv"
	"time"

	"guichet/kiosk/session"
)

// dial is a value of this kiosk in percent: what it is, and what it is to be.
type dial struct{ have, want int }

// The steps of a dial. The glass never goes dark: nobody would find the way back.
const (
	step       = 10
	dimmest    = 10
	cleanPause = 30 * time.Second
)

// setting is what was found of the two; less than 0 where it cannot be set.
type setting struct{ brightness, volume int }

func lookScreen(ctx context.Context, c *Config) (any, error) {
	s := setting{-1, -1}
	if n, ok := c.Works.Screen.Brightness(ctx); ok {
		s.brightness = n
	}
	if n, ok := c.Works.Screen.Volume(); ok {
		s.volume = n
	}
	return s, nil
}

func (m *Mode) foundScreen() {
	s := m.leaf.found.(setting)
	for l, n := range map[lane]int{brightness: s.brightness, volume: s.volume} {
		if n >= 0 {
			m.leaf.dials[l] = &dial{n, n}
		}
	}
}

// buildScreen: brighter, louder, and thirty seconds to clean the glass.
func (m *Mode) buildScreen(v *session.View) {
	if m.leaf.found == nil {
		m.unknown(v)
	} else {
		m.buildDial(v, brightness, "moon", "sun")
		m.buildDial(v, volume, "volume-2", "volume")
	}
	v.Next = m.button("staff.cleaning.do", func() { m.turn(cleaning, "") })
}

func (m *Mode) buildDial(v *session.View, l lane, less, more string) {
	d, key := m.leaf.dials[l], "staff.screen."+string(l)
	if d == nil {
		m.paragraph(v, key+"_fixed")
		return
	}
	v.Blocks = append(v.Blocks,
		session.Level{Label: m.dialLabel(l, d), Done: min(d.want, 100), Of: 100},
		session.Tiles{Items: []session.Tile{
			m.tile(less, key+"_less", func() { m.dial(l, -step) }),
			m.tile(more, key+"_more", func() { m.dial(l, step) }),
		}})
}

// dialLabel says how a dial stands, and that it is at its end: beside its own level,
// for a line elsewhere would move the buttons from under the finger.
func (m *Mode) dialLabel(l lane, d *dial) session.Text {
	label, end := m.say("staff.screen."+string(l), "n", strconv.Itoa(d.want)), ""
	switch {
	case d.want >= 100:
		end = "staff.screen.most"
	case d.want <= leastOf(l):
		end = "staff.screen.least"
	default:
		return label
	}
	label.S += ". " + m.words().Text(end)
	return label
}

func leastOf(l lane) int {
	if l == brightness {
		return dimmest
	}
	return 0
}

// dial turns by a step, to the next ten.
func (m *Mode) dial(l lane, by int) {
	d, least := m.leaf.dials[l], leastOf(l)
	m.leaf.said = said{}
	to := (d.want + by + step/2) / step * step
	switch { // what is beyond an end, as kioskctl may set it, does not jump back over it
	case by > 0 && d.want >= 100, by < 0 && d.want <= least:
	case by > 0:
		d.want = min(to, 100)
	default:
		d.want = max(to, least)
	}
	m.settle()
}

// settle sets what is not yet as it is to be. Who presses quickly gets there in
// one go.
func (m *Mode) settle() {
	for l, d := range m.leaf.dials {
		if d.want == d.have || m.busy(l) {
			continue
		}
		to := d.want
		m.begin(deed{lane: l, name: string(l), limit: 10 * time.Second,
			work: func(ctx context.Context) reply {
				if err := m.set(ctx, l, to); err != nil {
					return sorry(err, "staff.failed")
				}
				return reply{}
			},
			then: func(r reply) {
				d.have = to
				if r.err != nil {
					d.want = to // no second try by itself: look how it is
					m.look()
				}
			}})
	}
}

func (m *Mode) set(ctx context.Context, l lane, percent int) error {
	if l == brightness {
		return m.cfg.Works.Screen.SetBrightness(ctx, percent)
	}
	return m.cfg.Works.Screen.SetVolume(percent)
}

// buildCleaning: nothing on the glass does anything, and it says for how long.
func (m *Mode) buildCleaning(v *session.View) {
	left := (time.Until(m.leaf.until) + time.Second - 1).Truncate(time.Second)
	m.strong(v, "staff.cleaning.left", "time", m.span(left))
	v.Blocks = append(v.Blocks, session.Bar{Done: int((cleanPause - left) / time.Second), Of: int(cleanPause / time.Second)})
	m.paragraph(v, "staff.cleaning.how")
}

func (m *Mode) clean() { m.leaf.until = time.Now().Add(cleanPause) }
