package staff

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// heard is how loud the microphone of a page hears the room, in percent.
type heard struct {
	page    session.PageID
	percent int
}

func lookCalls(ctx context.Context, c *Config) (any, error) { return c.Works.Calls.Check(ctx), nil }

// buildCalls: what a citizen would speak through, each part looked at once.
func (m *Mode) buildCalls(v *session.View) {
	s, ok := m.leaf.found.(CallState)
	m.wrongHere(v)
	if !ok {
		m.unknown(v)
	} else {
		rows(v, m.partRow("staff.calls.camera", s.Camera), m.partRow("staff.calls.microphone", s.Microphone),
			m.partRow("staff.calls.speaker", s.Speaker), m.agentsRow(s), m.waysRow(s))
	}
	tiles := []session.Tile{m.tile("microphone", "staff.microphone.title", func() { m.turn(microphone, "") })}
	if s.Camera != Absent {
		tiles = append(tiles, m.tile("camera", "staff.camera.title", func() { m.turn(camera, "") }))
	}
	if !m.leaf.looking {
		tiles = append(tiles, m.tile("refresh", "staff.calls.again", m.anew))
	}
	m.doors(v, tiles...)
	m.offerCall(v, s)
}

// offerCall: a test call is made as a citizen makes one, so a visit that stands
// still must be over first.
func (m *Mode) offerCall(v *session.View, s CallState) {
	if len(s.Ways) == 0 {
		return
	}
	if w := m.cfg.Works.Visit; w != nil && w.Waits() {
		m.paragraph(v, "staff.calls.visit")
		return
	}
	v.Next = m.button("staff.calls.call", func() {
		m.leave("call")
		m.cfg.Works.Calls.Call()
	})
}

func (m *Mode) partRow(key string, p Part) []session.Row {
	state := map[Part]string{Fine: "staff.calls.fine", Broken: "staff.calls.broken", Absent: "staff.calls.absent"}[p]
	return m.row(key, m.words().Text(state))
}

func (m *Mode) agentsRow(s CallState) []session.Row {
	key := map[Part]string{Fine: "staff.calls.somebody", Broken: "staff.calls.unreached", Absent: "staff.calls.nobody"}[s.Agents]
	return m.row("staff.calls.agents", m.words().Text(key))
}

func (m *Mode) waysRow(s CallState) []session.Row {
	var ways []string
	for _, w := range s.Ways {
		if key := "staff.way." + w; m.words().Has(key) {
			ways = append(ways, m.words().Text(key))
		}
	}
	return m.row("staff.calls.ways", ways...)
}

// anew looks again at what the page shows.
func (m *Mode) anew() {
	m.leaf.found, m.leaf.failed = nil, false
	m.look()
}

// buildMicrophone: how loud the room is, as the microphone hears it.
func (m *Mode) buildMicrophone(v *session.View) {
	if m.leaf.failed {
		if v.Problem == nil {
			v.Problem = &session.Problem{Text: m.say("staff.microphone.failed")}
		}
		return
	}
	m.paragraph(v, "staff.microphone.speak")
	m.paragraph(v, "staff.microphone.tone")
	v.Blocks = append(v.Blocks, session.Level{Label: m.say("staff.microphone.level"), Done: m.leaf.loud, Of: 100})
}

// listen runs as long as the page is open.
func (m *Mode) listen() {
	l, c := m.leaf, m.cfg.Works.Calls
	m.jobs.Go(func() {
		_, err := loop.Within(l.ctx, slack, func() (any, error) {
			return nil, c.Levels(l.ctx, func(percent int) { m.events.Put(heard{l.id, percent}) })
		})
		if err != nil && !errors.Is(err, context.Canceled) {
			m.events.Put(looked{page: l.id, failed: true})
		}
	})
}

func (m *Mode) heard(e heard) {
	if m.leaf != nil && m.leaf.id == e.page {
		m.leaf.loud = min(max(e.percent, 0), 100)
	}
}

func lookCamera(ctx context.Context, c *Config) (any, error) { return c.Works.Calls.Picture(ctx) }

// foundCamera keeps a copy: whoever took the picture may use its memory again.
func (m *Mode) foundCamera() {
	m.leaf.still = bytes.Clone(m.leaf.found.([]byte))
	m.leaf.stills++
}

// buildCamera: one picture, shown and forgotten.
func (m *Mode) buildCamera(v *session.View) {
	l := m.leaf
	if l.failed {
		v.Problem = &session.Problem{Text: m.say("staff.camera.failed")}
	} else {
		m.paragraph(v, "staff.camera.forgotten")
		v.Blocks = append(v.Blocks, session.Picture{
			ID: fmt.Sprintf("staff-camera-%d-%d", l.id, l.stills), Alt: m.say("staff.camera.alt"), Image: l.still,
		})
	}
	if l.looking {
		m.paragraph(v, "staff.wait")
		return
	}
	v.Next = m.button("staff.camera.again", m.anew)
}
