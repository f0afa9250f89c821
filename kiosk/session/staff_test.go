package session

import (
	"slices"
	"testing"
	"time"

	"guichet/forms"
)

// The front desk changes the roll in the middle of a visit, as long as it takes:
// nothing is asked, nothing is wiped, what was typed is there again, and the
// pause begins anew.
func TestAVisitStandsStill(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.send(Typed{st.view().Page, input("family", family)})
		page := st.view().Page
		st.wait(44 * second)
		st.send(StaffHere{true})
		st.wait(8 * time.Hour)
		st.send(StaffHere{false})
		if v := st.view(); v.Page != page || v.Overlay != nil {
			t.Fatalf("after the front desk:\n%s", dump(v))
		}
		st.reads(family)
		st.wait(45*second - time.Millisecond)
		if st.asked() {
			t.Error("asked before a whole pause")
		}
		st.wait(time.Millisecond)
		if !st.asked() {
			t.Error("not asked after a whole pause")
		}
	})
}

// The question that was up when the front desk came is not up any more.
func TestStaffComesWhileItAsks(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		st.wait(60 * second)
		st.send(StaffHere{true})
		st.wait(time.Hour)
		st.send(StaffHere{false})
		st.at(Question, "Comment s’appelle")
		if st.asked() {
			t.Error("it still asks")
		}
	})
}

// No event of a citizen is heard meanwhile, whatever its page.
func TestNobodyTouchesTheVisitMeanwhile(t *testing.T) {
	play(t, func(st *stage) {
		st.toFirst()
		page := st.view().Page
		st.send(StaffHere{true}, StaffHere{true})
		before := dump(st.view())
		for _, e := range everyEvent(page) {
			switch e.(type) {
			case StaffHere, EndVisit, HealthChanged, PrinterChanged, PacksChanged:
				continue
			}
			st.send(e)
		}
		if after := dump(st.view()); after != before || st.view().Page != page {
			t.Errorf("the visit has changed:\n%s", after)
		}
	})
}

// Devices go on: a receipt that was printing is out when the front desk is done,
// and a printer that it has mended offers the receipt.
func TestDevicesGoOnMeanwhile(t *testing.T) {
	playWith(t, func(st *stage, _ *Config) { st.printer.script = []printOutcome{outOfPaper()} }, func(st *stage) {
		st.toSent()
		st.send(StaffHere{true})
		st.wait(10 * time.Minute)
		st.at(Done, "Nous avons bien reçu")
		st.send(PrinterChanged{Status: paperIn()}, StaffHere{false})
		st.press(printTile)
		st.wait(time.Second)
		st.reads("Prenez votre reçu.")
		st.send(StaffHere{true})
		st.wait(time.Hour)
		st.at(Done, "Nous avons bien reçu")
		st.send(StaffHere{false})
		st.wait(time.Minute)
		st.at(Attract, "Bonjour")
	})
}

// The front desk sends the visit away: all of it is wiped.
func TestTheFrontDeskEndsAVisit(t *testing.T) {
	play(t, func(st *stage) {
		st.toCheck()
		st.send(StaffHere{true}, EndVisit{})
		st.at(Attract, "Bonjour")
		st.checkNothingLeft(len(st.views) - 2)
		st.send(StaffHere{false})
		st.toFirst()
	})
	play(t, func(st *stage) {
		st.send(SetLang{forms.English}, StaffHere{true}, EndVisit{}, StaffHere{false})
		st.at(Attract, "Bonjour")
	})
}

// On the home page the front desk is nobody's visit.
func TestStaffOnTheHomePage(t *testing.T) {
	play(t, func(st *stage) {
		st.send(StaffHere{true})
		st.send(Open{st.view().Page}, HookChanged{true}, HookChanged{false})
		st.wait(24 * time.Hour)
		st.at(Attract, "Bonjour")
		if st.view().Overlay != nil {
			t.Error("a handset opens something")
		}
		st.send(StaffHere{false})
		st.toFirst()
	})
}

// A receipt that could not be printed is offered when the printer is ready, and
// comes by a touch only: never by itself, and never in front of the next one.
func TestAReceiptNeverComesByItself(t *testing.T) {
	noPaper := func(st *stage, _ *Config) { st.printer.script, st.printer.out = []printOutcome{outOfPaper()}, true }
	playWith(t, noPaper, func(st *stage) {
		st.toDone()
		st.send(PrinterChanged{Status: paperOut()})
		st.wait(40 * second)
		st.send(PrinterChanged{Status: paperIn()})
		st.wait(44 * second) // the pause began anew: somebody has just put paper in
		if n := len(st.printer.names()); n != 1 || st.asked() || !st.offered(printTile) {
			t.Fatalf("%d prints, asked %v\n%s", n, st.asked(), dump(st.view()))
		}
		page := st.view().Page
		for range 20 { // a sensor that comes and goes keeps no page up for ever
			st.send(PrinterChanged{Status: paperOut()}, PrinterChanged{Status: paperIn()})
			st.wait(time.Second)
		}
		if !st.asked() {
			t.Error("a loose plug keeps the page up")
		}
		st.wait(20 * second)
		st.at(Attract, "Bonjour")
		st.send(PrintReceipt{page}, PrinterChanged{Status: paperOut()}, PrinterChanged{Status: paperIn()})
		st.toFirst()
		st.wait(time.Second)
		if got := st.printer.names(); !slices.Equal(got, []string{"receipt"}) {
			t.Errorf("the next one finds %v", got)
		}
	})
	playWith(t, noPaper, func(st *stage) { // gone before the paper is there
		st.toDone()
		st.press("Terminer")
		st.send(PrinterChanged{Status: paperIn()})
		st.wait(time.Minute)
		if n := len(st.printer.names()); n != 1 {
			t.Errorf("%d prints", n)
		}
	})
}
