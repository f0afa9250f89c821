package staff

import (
	"context"
	"strings"
	"time"

	"guichet/kiosk/health"
	"guichet/kiosk/session"
)

// packsLimit is how long procedures may take to be installed: each one passes its
// own tests first.
const packsLimit = 3 * time.Minute

// lookPacks may wait for an installation under way.
func lookPacks(_ context.Context, c *Config) (any, error) { return c.Works.Packs.List(), nil }

// buildPacks: the procedures, and the one before each.
func (m *Mode) buildPacks(v *session.View) {
	all, ok := m.leaf.found.([]Pack)
	m.wrongHere(v)
	switch {
	case !ok:
		m.unknown(v)
	case len(all) == 0 && !m.holds(health.NoPack):
		m.strong(v, "health.no_pack.title")
	}
	busy := m.busy(atPacks) || m.busy(atStick)
	var items []session.Row
	for _, p := range all {
		items = append(items, m.packRow(p, busy))
	}
	rows(v, items)
	switch {
	case busy:
		m.paragraph(v, "staff.wait_long")
	case m.cfg.Works.Sticks != nil:
		m.paragraph(v, "staff.packs.stick")
		v.Next = m.button("staff.packs.install", m.install)
	}
}

func (m *Mode) packRow(p Pack, busy bool) session.Row {
	r := session.Row{Label: plain(p.Title), Values: []session.Text{m.say("staff.packs.version", "version", p.Version)}}
	switch p.Refused {
	case "":
	case p.Previous:
		r.Values = append(r.Values, m.say("staff.packs.set_aside", "version", p.Refused))
	default:
		r.Values = append(r.Values, m.say("staff.packs.refused", "version", p.Refused))
	}
	if p.Previous != "" && !busy {
		r.Change = session.Button{
			Text: m.say("staff.packs.back", "version", p.Previous),
			Do:   m.press("back "+p.ID, func() { m.turn(packBack, p.ID) }),
		}
	}
	return r
}

func (m *Mode) install() {
	w := m.cfg.Works
	m.begin(deed{lane: atStick, name: "install", limit: packsLimit, work: func(ctx context.Context) reply {
		came, err := w.Packs.Install(ctx)
		w.Sticks.Close()
		return installed(came, err)
	}, then: m.lookAfter})
}

// installed is what came of it: some may have been taken before one was refused.
func installed(came []Pack, err error) reply {
	switch {
	case err != nil && len(came) > 0:
		return reply{said: said{key: "staff.packs.partly", args: []string{"all", names(came)}, bad: true}, err: err}
	case err != nil:
		return sorry(err, "staff.packs.failed")
	case len(came) == 0:
		return well("staff.packs.nothing")
	}
	return well("staff.packs.installed", "all", names(came))
}

func names(all []Pack) string {
	var out []string
	for _, p := range all {
		out = append(out, p.Title+"\u00a0"+p.Version)
	}
	return strings.Join(out, ", ")
}

// buildPackBack: take the other version? It is the one before, or the newer one
// that somebody went back from.
func (m *Mode) buildPackBack(v *session.View) {
	all, ok := m.leaf.found.([]Pack)
	if !ok {
		m.unknown(v)
		return
	}
	for _, p := range all {
		if p.ID != m.leaf.of || p.Previous == "" {
			continue
		}
		m.strong(v, "staff.pack_back.which", "title", p.Title)
		m.paragraph(v, "staff.pack_back.text", "from", p.Version, "to", p.Previous)
		if m.busy(atPacks) || m.busy(atStick) {
			m.paragraph(v, "staff.wait_long")
			return
		}
		v.Next = m.button("staff.pack_back.do", func() { m.goBack(p) })
		return
	}
	m.paragraph(v, "staff.pack_back.none")
}

func (m *Mode) goBack(p Pack) {
	m.begin(deed{lane: atPacks, name: "pack_back", limit: packsLimit,
		work: func(ctx context.Context) reply {
			if err := m.cfg.Works.Packs.Back(ctx, p.ID); err != nil {
				return sorry(err, "staff.pack_back.failed")
			}
			return well("staff.pack_back.done", "title", p.Title, "version", m.nowServes(p))
		},
		then: func(r reply) { m.turnSaying(packs, r.said) }})
}

// nowServes is the version that a pack has come to: kioskctl, or the hub, may have
// changed it since it was shown.
func (m *Mode) nowServes(p Pack) string {
	for _, is := range m.cfg.Works.Packs.List() {
		if is.ID == p.ID {
			return is.Version
		}
	}
	return p.Previous
}
