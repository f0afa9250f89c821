package session

import (
	"context"

	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// Contact is somebody to talk to.
type Contact = receipt.Contact

// leaflet is how far a paper that was asked for has come.
type leaflet struct {
	job    uint64 // grows with every print
	state  leafletState
	about  about
	outlet string    // where it came out
	pack   Procedure // whose it is
	// outdated: he has gone on answering while it was printed.
	outdated bool
}

// about is what a leaflet tells.
type about int

const (
	aboutContacts about = iota
	aboutList           // before the first question: what the procedure wants
	aboutToBring        // once the answers say what
	aboutSheet
	aboutReminders
	aboutSlip    // who calls back
	aboutAnswers // what was answered, where it cannot be saved
)

type leafletState int

const (
	leafletNone leafletState = iota
	leafletPrinting
	leafletPrinted
	leafletUnknown
	leafletFailed
)

// printContacts prints whom to talk to.
func (s *Session) printContacts() { s.printLeaflet(s.ctx, aboutContacts, s.contactsPaper) }

// printList prints what to bring, for who has to come back with it. Once the
// answers say what, it is given up when he leaves.
func (s *Session) printList() {
	if s.visit.sent.ID != "" {
		s.printLeaflet(s.visit.ctx, aboutToBring, s.listPaper)
		return
	}
	s.printLeaflet(s.ctx, aboutList, s.listPaper)
}

// printLeaflet prints a paper beside the receipt. One that holds nothing
// personal comes out even if the visit has ended before: its base is the
// session's. Asked for again after one that may be out, it
// says DUPLICATA.
func (s *Session) printLeaflet(base context.Context, what about, paper func(receipt.Copy) printer.Document) {
	if !s.offersLeaflet(what) {
		return
	}
	s.leaflet = leaflet{job: s.leaflet.job + 1, state: leafletPrinting, about: what, pack: s.packNow()}
	s.changed = true
	job, number := s.leaflet.job, s.visitNumber()
	s.printBeside(base, paper(copyOf(s.came[what] == leafletUnknown)), func(r sheet) result {
		return contactsOut{sheet: r, visit: number, job: job}
	})
}

// offersLeaflet tells whether a paper may be asked for: one at a time, and none
// that is out already.
func (s *Session) offersLeaflet(what about) bool {
	return s.printerUsable() && s.leaflet.state != leafletPrinting && s.came[what] != leafletPrinted
}

func (s *Session) afterContacts(e contactsOut) {
	if e.job != s.leaflet.job || s.leaflet.state != leafletPrinting {
		return
	}
	s.changed, s.leaflet.outlet = true, e.outlet
	s.leaflet.state = map[printer.Outcome]leafletState{
		printer.Printed: leafletPrinted, printer.Unknown: leafletUnknown, printer.NotPrinted: leafletFailed,
	}[e.outcome]
	switch {
	case s.leaflet.outdated:
		s.forgetLeaflet()
	case e.outcome != printer.NotPrinted && e.visit == s.visitNumber() && s.leaflet.pack == s.packNow():
		s.came[s.leaflet.about] = s.leaflet.state
	}
}

// forgetLeaflet takes the line about a paper that is out, or did not come out,
// away.
func (s *Session) forgetLeaflet() {
	if s.leaflet.state != leafletPrinting {
		s.leaflet.state = leafletNone
	}
}

// forgetLeaflets begins anew: what came out was of another procedure.
func (s *Session) forgetLeaflets() {
	s.forgetLeaflet()
	clear(s.came)
}

// packNow is the procedure under way, or nil.
func (s *Session) packNow() Procedure {
	if s.visit == nil {
		return nil
	}
	return s.visit.pack
}

func (s *Session) visitNumber() uint64 {
	if s.visit == nil {
		return 0
	}
	return s.visit.number
}
