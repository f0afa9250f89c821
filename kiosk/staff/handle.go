package staff

import (
	"guichet/kiosk/loop"
	"guichet/kiosk/session"
)

// handle takes one event: of the glass, or of work that came back.
func (m *Mode) handle(e any) {
	switch e := e.(type) {
	case session.StaffAsked:
		m.enter()
	case cleanAsked:
		if m.leaf == nil {
			m.open(cleaning)
		}
	case done:
		m.done(e)
	case looked:
		m.looked(e)
	case heard:
		m.heard(e)
	case loop.Ping:
		e.Answer()
	case session.Event:
		if m.leaf != nil && m.leaf.place != cleaning {
			m.glass(e)
		}
	}
}

// glass takes what somebody at the glass does, and what the kiosk says of itself:
// then the page is looked at again.
func (m *Mode) glass(e session.Event) {
	page, named := pageOf(e)
	switch {
	case named:
		m.touched()
		if page == m.leaf.id {
			m.answer(e)
		}
	case m.looks(e):
		m.touched()
	case m.leaf.place == paper:
		if _, ok := e.(session.PrinterChanged); ok {
			m.look()
		}
	}
}

// looks changes how the pages look; false where it is no such event, nor a touch
// on nothing. What is not on offer changes nothing.
func (m *Mode) looks(e session.Event) bool {
	_, touched := e.(session.Touched)
	return touched || m.style.Take(e, m.cfg.Langs)
}

// pageOf is the page that an event of the glass answers.
func pageOf(e session.Event) (session.PageID, bool) {
	switch e := e.(type) {
	case session.Typed:
		return e.Page, true
	case session.Answered:
		return e.Page, true
	case session.Back:
		return e.Page, true
	case session.StartAgain:
		return e.Page, true
	case session.Pressed:
		return e.Page, true
	}
	return 0, false
}

// answer does what a button of the page on the screen asks. A word that is on
// none of its buttons does nothing.
func (m *Mode) answer(e session.Event) {
	switch e := e.(type) {
	case session.Typed:
		m.typed(e.Input)
	case session.Answered:
		m.numbered(e.Input)
	case session.Back:
		if up := sheets()[m.leaf.place].up; up != "" {
			m.turn(up, "")
		}
	case session.StartAgain:
		m.leave("left")
	case session.Pressed:
		if do := m.acts[e.Do]; do != nil {
			do()
		}
	}
}
