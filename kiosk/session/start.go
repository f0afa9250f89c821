package session

import (
	"slices"

	"guichet/forms"
	"guichet/kiosk/event"
)

// inAttract: the home page. A touch leads to the menu.
func (s *Session) inAttract(e named) {
	switch e.(type) {
	case Open, Next:
		if !s.broken() {
			s.startVisit()
			s.turn(Menu)
		}
	}
}

// inMenu: what one can do here.
func (s *Session) inMenu(e named) {
	switch e := e.(type) {
	case Pick:
		s.pick(e.Pack)
	case Back:
		s.backHome()
	case DontKnow:
		s.openHelp("session.help.menu")
	}
}

// backHome leaves the menu. Where that would end a call, it asks first.
func (s *Session) backHome() {
	if s.inCall() {
		s.push(ConfirmEnd)
		return
	}
	s.goHome("back")
}

func (s *Session) pick(id string) {
	offered := s.offered()
	i := slices.IndexFunc(offered, func(p Procedure) bool { return p.Manifest.ID == id })
	if i < 0 {
		return
	}
	p := offered[i]
	s.forgetLeaflets()
	s.visit.begin(p, s.today())
	s.log(event.PackPicked, "pack", p.Manifest.ID, "version", p.Manifest.Version)
	s.greetAgain() // there are other papers to print
	s.turn(Before)
}

// inBefore: what it takes, before the first question.
func (s *Session) inBefore(e named) {
	switch e.(type) {
	case Next:
		s.follow()
	case PrintList:
		s.printList()
	case Back:
		s.turn(Menu)
	case DontKnow:
		s.openHelp("session.help.page")
	}
}

func (s *Session) today() forms.Day { return forms.DayOf(s.cfg.Now()) }
