package kiosk

import (
	"slices"
	"sync"

	"guichet/kiosk/first"
	"guichet/kiosk/session"
	"guichet/kiosk/staff"
)

// front decides whose page is on the glass: the citizen's, or the front desk's
// before it. The other's views wait; its touches go nowhere.
//
// Pages of the two never have the same number, so a touch that was on its way
// when the glass changed answers nothing.
type front struct {
	show  func(session.View)
	visit func(session.Event) // to the session
	desk  func(session.Event) // to staff mode

	glass sync.Mutex // of who shows: views come in their order, and mu is free meanwhile

	mu    sync.Mutex
	staff bool
	talk  bool         // whoever leaves wants to call
	last  session.View // the session's
}

// send passes a touch to whom it is for.
func (f *front) send(e session.Event) {
	if _, asked := e.(session.StaffAsked); asked {
		f.enter()
		return
	}
	f.mu.Lock()
	staff := f.staff
	f.mu.Unlock()
	if staff {
		f.desk(e)
		return
	}
	f.visit(e)
}

// enter shows the front desk's first page, which asks for its number. Who speaks
// to somebody is not put off.
func (f *front) enter() { f.admit(func() { f.desk(session.StaffAsked{}) }) }

// clean shows the front desk's page on which no touch does anything.
func (f *front) clean(show func()) error {
	if !f.admit(show) {
		return staff.ErrTaken
	}
	return nil
}

// admit gives the glass to the front desk, whose first page begin shows.
func (f *front) admit(begin func()) bool {
	f.mu.Lock()
	busy := f.staff || f.last.Call != nil
	f.staff = f.staff || !busy
	f.mu.Unlock()
	if busy {
		return false
	}
	f.visit(session.StaffHere{On: true})
	begin()
	return true
}

// leave shows the citizen's page again, as it is by now.
func (f *front) leave() {
	f.visit(session.StaffHere{On: false})
	f.glass.Lock()
	defer f.glass.Unlock()
	f.mu.Lock()
	last, talk := f.last, f.talk
	f.staff, f.talk = false, false
	f.mu.Unlock()
	f.show(last)
	if talk {
		f.visit(session.Talk{Page: last.Page})
	}
}

// call offers the ways to call somebody as soon as the front desk has left.
func (f *front) call() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.staff {
		f.talk = true
		return
	}
	f.visit(session.Talk{Page: f.last.Page})
}

// fromVisit is given the session's views.
func (f *front) fromVisit(v session.View) {
	f.glass.Lock()
	defer f.glass.Unlock()
	f.mu.Lock()
	f.last = v
	staff := f.staff
	f.mu.Unlock()
	if !staff {
		f.show(v)
	}
}

// fromDesk is given staff mode's.
func (f *front) fromDesk(v session.View) {
	f.glass.Lock()
	defer f.glass.Unlock()
	f.mu.Lock()
	staff := f.staff
	f.mu.Unlock()
	if staff {
		f.show(v)
	}
}

// free tells whether nobody is here: no visit, no call, nobody of the front desk,
// nobody who reads whom to talk to.
func (f *front) free() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	reads := f.last.Overlay != nil && f.last.Overlay.Kind != session.OutOfOrder
	return !f.staff && f.last.Call == nil && f.last.State == session.Attract && !reads
}

// Waits tells whether a visit stands still behind the front desk's pages.
func (f *front) Waits() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !slices.Contains([]session.State{session.Attract, session.Ended, first.State, ""}, f.last.State)
}

// End wipes it.
func (f *front) End() { f.visit(session.EndVisit{}) }

var _ staff.Visit = (*front)(nil)
