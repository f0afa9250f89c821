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

func (s *Session) push(kind OverlayKind) *overlay {
	s.overlays = append(s.overlays, overlay{kind: kind, page: s.newPage()})
	s.changed = true
	return s.top()
}

func (s *Session) pop() {
	if top := s.top(); top != nil && top.kind != OutOfOrder {
		s.overlays, s.changed = s.overlays[:len(s.overlays)-1], true
	}
}

// closeOverlays leaves only that the kiosk is out of order.
func (s *Session) closeOverlays() {
	s.closeKinds(StillThere, ConfirmEnd, Contacts)
}

func (s *Session) closeKinds(kinds ...OverlayKind) {
	n := len(s.overlays)
	s.overlays = slices.DeleteFunc(s.overlays, func(o overlay) bool { return slices.Contains(kinds, o.kind) })
	s.changed = s.changed || len(s.overlays) != n
}

// onOverlay does what a button of the overlay asks.
func (s *Session) onOverlay(top overlay, e named) {
	switch e.(type) {
	case Stay:
		s.pop()
	case Leave:
		s.leaveOverlay(top)
	case Talk:
		s.openContacts("")
	case PrintContacts:
		s.printContacts()
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
	s.push(Contacts).why = why
	s.log(event.ContactsAsked, "from", s.placeName())
}

// startAgain asks first, where there is something to lose.
func (s *Session) startAgain() {
	switch s.state {
	case Attract, Ended:
	case Done:
		s.leave("finished")
	default:
		s.push(ConfirmEnd)
	}
}
