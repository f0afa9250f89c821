package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// Contact is somebody to talk to.
type Contact = receipt.Contact

// leaflet is how far a paper with nothing personal has come: the contacts, or
// the list of documents.
type leaflet struct {
	job   uint64 // grows with every print
	state leafletState
	about about
	// outlet is where it came out; again says that one before it may be out.
	outlet string
	again  bool
}

// about is what a leaflet tells.
type about int

const (
	aboutContacts about = iota
	aboutList
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
func (s *Session) printContacts() { s.printLeaflet(aboutContacts, s.contactsPaper) }

// printList prints what to bring, for who has to come back with it.
func (s *Session) printList() { s.printLeaflet(aboutList, s.listPaper) }

// printLeaflet prints a paper that holds nothing personal, so it comes out even
// if the visit has ended before. Asked for again after one that may be out, it
// says DUPLICATA.
func (s *Session) printLeaflet(what about, paper func(receipt.Copy) printer.Document) {
	if !s.printerUsable() || s.leaflet.state == leafletPrinting {
		return
	}
	before := s.leaflet
	again := before.about == what && (before.state == leafletUnknown || before.state == leafletFailed && before.again)
	s.leaflet = leaflet{job: before.job + 1, state: leafletPrinting, about: what, again: again}
	s.changed = true
	job, number := s.leaflet.job, s.visitNumber()
	s.printBeside(s.ctx, paper(copyOf(again)), func(r sheet) result {
		return contactsOut{sheet: r, visit: number, job: job}
	})
}

func (s *Session) afterContacts(e contactsOut) {
	if e.job != s.leaflet.job || s.leaflet.state != leafletPrinting {
		return
	}
	s.changed, s.leaflet.outlet = true, e.outlet
	s.leaflet.state = map[printer.Outcome]leafletState{
		printer.Printed: leafletPrinted, printer.Unknown: leafletUnknown, printer.NotPrinted: leafletFailed,
	}[e.outcome]
}

// forgetLeaflet takes the line about a paper that is out, or did not come out,
// away.
func (s *Session) forgetLeaflet() {
	if s.leaflet.state != leafletPrinting {
		s.leaflet.state = leafletNone
	}
}

func (s *Session) visitNumber() uint64 {
	if s.visit == nil {
		return 0
	}
	return s.visit.number
}
