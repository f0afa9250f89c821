package staff

import (
	"slices"
	"strconv"

	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// mostWrong is how many conditions stand on the first page.
const mostWrong = 3

// buildHome: what is wrong now, then what can be done.
func (m *Mode) buildHome(v *session.View) {
	m.wrongNow(v)
	m.doors(v,
		m.doorIf("printer", paper), m.waitingDoor(), m.doorIf("file-text", packs),
		m.doorIf("phone", calls), m.doorIf("sun", screen), m.doorIf("tool", computer))
	if w := m.cfg.Works.Visit; w != nil && w.Waits() {
		v.Notice = m.say("staff.home.visit")
		v.Other = m.button("staff.visit.do", func() { m.turn(visit, "") })
	}
}

func (m *Mode) wrongNow(v *session.View) {
	all := m.health()
	if len(all) == 0 {
		m.paragraph(v, "health.fine")
		return
	}
	var tiles []session.Tile
	for _, c := range all[:min(mostWrong, len(all))] {
		tiles = append(tiles, m.wrongTile(c))
	}
	if len(all) > mostWrong {
		more := m.tile("list", "staff.home.all", func() { m.turn(conditions, "") })
		more.Text = m.say("staff.home.all", "n", strconv.Itoa(len(all)))
		tiles = append(tiles, more)
	}
	v.Blocks = append(v.Blocks, session.Tiles{Items: tiles})
}

func (m *Mode) health() []health.Condition {
	if m.cfg.Works.Health == nil {
		return nil
	}
	return m.cfg.Works.Health()
}

// wrongTile leads to the page that mends a condition, or to one that says who
// does.
func (m *Mode) wrongTile(c health.Condition) session.Tile {
	to, of := m.mends(c.Name), ""
	if to == condition {
		of = string(c.Name)
	}
	return session.Tile{
		Text: m.say("health." + string(c.Name) + ".title"), Detail: m.say("health.who." + string(c.Who)),
		Icon: signs[c.Gravity], Do: m.press("health."+string(c.Name), func() { m.turn(to, of) }),
	}
}

// signs are the icons of how grave something is.
var signs = map[health.Gravity]string{
	health.Notice: "info-circle", health.Warning: "alert-circle", health.Grave: "alert-triangle",
}

// menders are the pages on which something can be done about a condition.
var menders = map[health.Name]place{
	health.PaperLow: paper, health.PaperOut: paper, health.CoverOpen: paper, health.PaperJam: paper,
	health.PaperNotTaken: paper, health.PrinterHot: paper, health.PrinterBroken: paper,
	health.PrinterSilent: paper, health.PrinterGone: paper,
	health.SpoolOld: waiting, health.SpoolDamaged: waiting, health.NoPack: packs, health.PackRefused: packs, health.PackExpired: packs,
	health.CameraGone: calls, health.SoundGone: calls,
	health.ClockWrong: clock, health.NoNetwork: network,
}

// mends is the page for a condition, as far as this kiosk has it.
func (m *Mode) mends(n health.Name) place {
	if p, ok := menders[n]; ok && m.cfg.Works.offered(p) {
		return p
	}
	return condition
}

// wrongHere says what is wrong of what this page is about, and how it is mended.
func (m *Mode) wrongHere(v *session.View) {
	for _, c := range m.health() {
		if menders[c.Name] != m.leaf.place {
			continue
		}
		key := "health." + string(c.Name)
		m.strong(v, key+".title")
		if m.leaf.place == packs && c.Detail != "" { // which of them
			v.Blocks = append(v.Blocks, session.Paragraph{Text: plain(c.Detail)})
		}
		m.paragraph(v, key+".mend")
	}
}

// holds tells whether something is wrong now.
func (m *Mode) holds(n health.Name) bool {
	return slices.ContainsFunc(m.health(), func(c health.Condition) bool { return c.Name == n })
}

// waitingDoor says how many wait, once that is known.
func (m *Mode) waitingDoor() session.Tile {
	t := m.doorIf("mail", waiting)
	if s, ok := m.leaf.found.(WaitingState); ok && t.Do != nil && s.Waiting > 0 {
		t.Detail = plain(m.count("staff.waiting.count", s.Waiting))
	}
	return t
}

// buildConditions: all that is wrong.
func (m *Mode) buildConditions(v *session.View) {
	all := m.health()
	if len(all) == 0 {
		m.paragraph(v, "health.fine")
		return
	}
	var tiles []session.Tile
	for _, c := range all {
		tiles = append(tiles, m.wrongTile(c))
	}
	v.Blocks = append(v.Blocks, session.Tiles{Items: tiles})
}

// buildCondition: one that is mended elsewhere than on this glass.
func (m *Mode) buildCondition(v *session.View) {
	key := "health." + m.leaf.of
	v.Title = m.say(key + ".title")
	all := m.health()
	for _, c := range all {
		if string(c.Name) == m.leaf.of {
			if c.Gravity >= gravest(all) { // else another one tells what citizens get
				m.paragraph(v, key+".meanwhile")
			}
			m.strong(v, key+".mend")
			m.paragraph(v, "health.who."+string(c.Who))
			rows(v, m.row("staff.condition.since", m.moment(c.Since)), m.row("staff.condition.detail", c.Detail))
			return
		}
	}
	m.strong(v, "staff.condition.over")
}

func gravest(all []health.Condition) (g health.Gravity) {
	for _, c := range all {
		g = max(g, c.Gravity)
	}
	return g
}

// buildVisit: end the visit that stands still behind these pages?
func (m *Mode) buildVisit(v *session.View) {
	w := m.cfg.Works.Visit
	if w == nil || !w.Waits() {
		m.paragraph(v, "staff.visit.none")
		return
	}
	m.paragraph(v, "staff.visit.text")
	m.paragraph(v, "staff.visit.unsent")
	v.Next = m.button("staff.visit.do", m.endVisit)
}
