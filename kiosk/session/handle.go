package session

import "time"

// handle takes one event: what holds on every page first, then the overlay,
// then the page.
func (s *Session) handle(e Event) {
	if s.unheard(e) {
		return
	}
	if byCitizen(e) {
		s.alive = time.Now()
		s.touched = s.alive
	}
	switch e := e.(type) {
	case SetLang:
		s.setLang(e)
	case SetSize:
		s.setSize(e.Size)
	case SetTheme:
		s.setTheme(e.Theme)
	case PrinterChanged:
		s.printerChanged(e)
	case PacksChanged:
		s.packsChanged(e.Packs)
	case HealthChanged:
		s.healthChanged(e.Conditions)
	case StaffHere:
		s.staffHere(e.On)
	case HookChanged:
		s.hook(e.Lifted)
	case Spoke:
		s.spoke()
	case ServicesChanged:
		s.servicesChanged(e.Services)
	case readyNow:
		s.changed = true
	case EndVisit:
		s.leave("staff")
	case ping:
		e.Answer()
	case result:
		s.finished(e)
	case named:
		s.answer(e)
	}
}

// answer gives a page's event to the page, or to what stands above it.
func (s *Session) answer(e named) {
	top := s.top()
	switch {
	case s.inCall() && e.page() == s.talk.line.page:
		s.onCall(e)
	case top != nil && e.page() == top.page:
		s.onOverlay(*top, e)
	case s.typesNumber(e):
	case e.page() != s.page:
		return
	case top != nil && top.kind == StillThere:
		s.pop() // the touch was on its way when the question came up
		s.answer(e)
	case top == nil || isTyped(e):
		s.onPage(e)
	}
}

// onPage does what is the same on every page, then what the state does.
func (s *Session) onPage(e named) {
	switch e.(type) {
	case Talk:
		s.openHelp("")
		return
	case StartAgain:
		s.startAgain()
		return
	case Leave:
		s.leave("left")
		return
	}
	s.states()[s.state](e)
}

// states maps each state to what it does with an event of its page.
func (s *Session) states() map[State]func(named) {
	return map[State]func(named){
		Attract: s.inAttract, Menu: s.inMenu, Before: s.inBefore,
		Question: s.inQuestion, Check: s.inCheck, Declaration: s.inDeclaration,
		Leaving: s.inLeaving, Saving: s.inSaving, Printing: func(named) {},
		Done: s.inDone, Ended: func(named) {},
	}
}

func isTyped(e Event) bool {
	_, ok := e.(Typed)
	return ok
}
