package first

import (
	"slices"

	"guichet/kiosk/health"
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// handle takes one event: of the glass, of the hub, or of a try that came back.
func (p *Page) handle(e any) {
	switch e := e.(type) {
	case loop.Ping:
		e.Answer()
	case session.Typed:
		if e.Page == p.id && p.asks() {
			p.typed = groupsOf(e.Input)
		}
	case session.Answered:
		if e.Page == p.id && p.asks() {
			p.typed = groupsOf(e.Input)
			p.try()
		}
	case session.Pressed:
		if e.Page == p.id && e.Do == serveNow && p.servesNow() {
			p.over = true
		}
	case tried:
		p.back(e)
	case session.PacksChanged:
		p.lacks.Packs = p.lacks.Packs && len(e.Packs) == 0
	case keysCame:
		p.lacks.Keys = false
	case session.HealthChanged:
		p.offline = slices.ContainsFunc(e.Conditions, func(c health.Condition) bool { return c.Name == health.NoNetwork })
	default:
		p.look.Take(e, p.cfg.Langs)
	}
}

// asks tells whether the page takes a code now.
func (p *Page) asks() bool { return p.cfg.Enrol != nil && !p.trying && !p.over }
