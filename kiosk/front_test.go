package kiosk

import (
	"errors"
	"slices"
	"testing"
	"time"

	"guichet/kiosk/session"
	"guichet/kiosk/staff"
)

// glass is a front with ends that remember.
type glass struct {
	front
	shown             []session.PageID
	toVisit, toDesk   []session.Event
	visiting, serving session.View
}

func newGlass() *glass {
	g := &glass{
		visiting: session.View{Page: 7, State: session.Question},
		serving:  session.View{Page: 1<<63 + 1, State: session.Staff},
	}
	g.show = func(v session.View) { g.shown = append(g.shown, v.Page) }
	g.visit = func(e session.Event) { g.toVisit = append(g.toVisit, e) }
	g.desk = func(e session.Event) { g.toDesk = append(g.toDesk, e) }
	g.fromVisit(g.visiting)
	return g
}

func (g *glass) wants(t *testing.T, visit, desk []session.Event, shown ...session.PageID) {
	t.Helper()
	if !slices.Equal(g.toVisit, visit) || !slices.Equal(g.toDesk, desk) || !slices.Equal(g.shown, shown) {
		t.Errorf("the visit got %v, staff mode %v, the glass showed %v\nwant %v, %v, %v", g.toVisit, g.toDesk, g.shown, visit, desk, shown)
	}
	g.toVisit, g.toDesk, g.shown = nil, nil, nil
}

// The front desk comes in the middle of a visit, and goes: the citizen's page,
// which changed meanwhile, is back, and no touch of one went to the other.
func TestTheFrontDeskComesAndGoes(t *testing.T) {
	g := newGlass()
	next := session.Next{Page: 7}
	g.send(next)
	g.wants(t, []session.Event{next}, nil, 7)
	g.send(session.StaffAsked{})
	g.fromDesk(g.serving)
	g.wants(t, []session.Event{session.StaffHere{On: true}}, []session.Event{session.StaffAsked{}}, g.serving.Page)
	g.send(next) // was on its way
	g.send(session.Touched{})
	g.send(session.StaffAsked{}) // the finger is still there
	g.fromVisit(session.View{Page: 8, State: session.Done})
	g.wants(t, nil, []session.Event{next, session.Touched{}})
	g.leave()
	g.fromDesk(g.serving) // came late
	g.wants(t, []session.Event{session.StaffHere{On: false}}, nil, 8)
	if !g.Waits() {
		t.Error("nobody waits")
	}
}

// Who speaks to somebody is not put off.
func TestNobodyComesIntoACall(t *testing.T) {
	g := newGlass()
	g.fromVisit(session.View{Page: 8, Call: &session.CallView{}})
	g.send(session.StaffAsked{})
	g.wants(t, nil, nil, 7, 8)
}

// Cleaned from afar: the glass is the front desk's for that time, unless somebody
// needs it.
func TestTheGlassIsCleanedFromAfar(t *testing.T) {
	g := newGlass()
	cleans := 0
	begin := func() { cleans++ }
	if err := g.clean(begin); err != nil || cleans != 1 {
		t.Errorf("%v, begun %d times", err, cleans)
	}
	g.send(session.Next{Page: 7}) // the cloth
	g.wants(t, []session.Event{session.StaffHere{On: true}}, []session.Event{session.Next{Page: 7}}, 7)
	if err := g.clean(begin); !errors.Is(err, staff.ErrTaken) {
		t.Errorf("the glass is taken: %v", err)
	}
	g.leave()
	g.wants(t, []session.Event{session.StaffHere{On: false}}, nil, 7)
	g.fromVisit(session.View{Page: 8, Call: &session.CallView{}})
	if err := g.clean(begin); !errors.Is(err, staff.ErrTaken) || cleans != 1 {
		t.Errorf("somebody speaks: %v, begun %d times", err, cleans)
	}
}

// The trial call begins where a citizen's does, once nobody of the desk is there.
func TestATrialCall(t *testing.T) {
	g := newGlass()
	g.send(session.StaffAsked{})
	g.call()
	g.wants(t, []session.Event{session.StaffHere{On: true}}, []session.Event{session.StaffAsked{}}, 7)
	g.leave()
	g.wants(t, []session.Event{session.StaffHere{On: false}, session.Talk{Page: 7}}, nil, 7)
	g.call() // by kioskctl
	g.wants(t, []session.Event{session.Talk{Page: 7}}, nil)
}

func TestNobodyWaitsOnTheHomePage(t *testing.T) {
	g := newGlass()
	g.fromVisit(session.View{Page: 9, State: session.Attract})
	if g.Waits() {
		t.Error("somebody waits")
	}
	g.End()
	g.wants(t, []session.Event{session.EndVisit{}}, nil, 7, 9)
}

// Whoever shows a page may answer it at once, on the goroutine that shows it: to send
// never waits.
func TestAPageIsAnsweredWhileItIsShown(t *testing.T) {
	g := newGlass()
	g.show = func(v session.View) { g.send(session.Next{Page: v.Page}) }
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		g.fromVisit(g.visiting)
		g.send(session.StaffAsked{})
		g.fromDesk(g.serving)
		g.leave()
	}()
	select {
	case <-answered:
	case <-time.After(patience):
		t.Fatal("who answers waits for himself")
	}
	next := func(p session.PageID) session.Event { return session.Next{Page: p} }
	g.wants(t, []session.Event{next(7), session.StaffHere{On: true}, session.StaffHere{On: false}, next(7)},
		[]session.Event{session.StaffAsked{}, next(g.serving.Page)}, 7)
}
