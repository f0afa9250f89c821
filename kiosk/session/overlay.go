package session

import (
	"slices"

	"guichet/kiosk/event"
)

// overlay stands above the page. They pile up: "are you still there?" may come
// above the contacts, and leaves them there.
type overlay struct {
	kind OverlayKind
	page PageID
	why  string // contacts: key of the sentence that says why they are shown
}

func (s *Session) top() *overlay {
	if len(s.overlays) == 0 {
		return nil
	}
	return &s.overlays[len(s.overlays)-1]
}

// shows tells whether one of these stands above the page.
func (s *Session) shows(kinds ...OverlayKind) bool {
	return slices.ContainsFunc(s.overlays, func(o overlay) bool { return slices.Contains(kinds, o.kind) })
}

func (s *Session) push(kind OverlayKind) *overlay {
	s.overlays = append(s.overlays, overlay{kind: kind, page: s.newPage()})
	s.changed = true
	return s.top()
}

// insert puts an overlay under others.
func (s *Session) insert(at int, kind OverlayKind) {
	s.overlays = slices.Insert(s.overlays, at, overlay{kind: kind, page: s.newPage()})
	s.changed = true
}

func (s *Session) pop() {
	if top := s.top(); top != nil && top.kind != OutOfOrder {
		s.overlays, s.changed = s.overlays[:len(s.overlays)-1], true
	}
}

// closeOverlays leaves only that the kiosk is out of order.
func (s *Session) closeOverlays() {
	s.closeKinds(StillThere, ConfirmEnd, Contacts, CannotSave)
	s.closeCalls()
	s.closeKinds(askKinds...)
}

func (s *Session) closeKinds(kinds ...OverlayKind) {
	n := len(s.overlays)
	s.overlays = slices.DeleteFunc(s.overlays, func(o overlay) bool { return slices.Contains(kinds, o.kind) })
	s.changed = s.changed || len(s.overlays) != n
}

// onOverlay does what a button of the overlay asks.
func (s *Session) onOverlay(top overlay, e named) {
	switch {
	case top.kind == CallHow || top.kind == CallNext:
		s.onWays(top, e)
		return
	case top.kind == CallWhen || top.kind == CallNumber:
		s.onBack(top, e)
		return
	case slices.Contains(askKinds, top.kind):
		s.onAsk(e)
		return
	}
	switch e.(type) {
	case Stay:
		s.pop()
		if top.kind == CannotSave {
			s.answersGoOn()
		}
	case Leave:
		s.leaveOverlay(top)
	case Talk:
		s.openHelp("")
	case PrintContacts:
		s.printOn(top.kind)
	case PrintSheet:
		if top.kind == CannotSave {
			s.printAnswers()
		}
	}
}

func (s *Session) leaveOverlay(top overlay) {
	if top.kind == StillThere || top.kind == ConfirmEnd {
		s.leave("left")
	}
}

// openContacts shows whom to talk to. why is a key, or empty where the citizen
// asked for them himself.
func (s *Session) openContacts(why string) {
	if top := s.top(); top != nil && top.kind == Contacts {
		return
	}
	s.forgetLeaflet()
	delete(s.came, aboutContacts) // who asks again wants it again
	s.push(Contacts).why = why
	if !s.inCall() && s.talk.open {
		s.outcome("contacts")
		s.giveContacts()
	}
	s.log(event.ContactsAsked, "from", s.placeName())
}

// giveContacts prints them after a call that did not come about: nobody leaves
// with nothing, and one sheet is enough.
func (s *Session) giveContacts() {
	if !s.talk.given && s.offersLeaflet(aboutContacts) {
		s.talk.given = true
		s.printContacts()
	}
}

// printOn prints what an overlay is about.
func (s *Session) printOn(kind OverlayKind) {
	if kind == CallKept {
		s.printSlip()
		return
	}
	s.printContacts()
}

// startAgain asks first, where there is something to lose.
func (s *Session) startAgain() {
	switch s.state {
	case Attract, Ended:
	case Done:
		s.leaveOrAsk("finished")
	default:
		s.push(ConfirmEnd)
	}
}

// leaveOrAsk asks first, where leaving would end a call.
func (s *Session) leaveOrAsk(why string) {
	if s.inCall() {
		s.push(ConfirmEnd)
		return
	}
	s.leave(why)
}
