package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// Contact is somebody to talk to.
type Contact = receipt.Contact

// leaflet is how far the paper with the contacts has come.
type leaflet struct {
	job   uint64 // grows with every print
	state leafletState
}

type leafletState int

const (
	leafletNone leafletState = iota
	leafletPrinting
	leafletPrinted
	leafletFailed
)

// printContacts prints whom to talk to. It holds nothing personal, so it comes
// out even if the visit has ended before.
func (s *Session) printContacts() {
	if !s.printerUsable() || s.leaflet.state == leafletPrinting {
		return
	}
	s.leaflet = leaflet{job: s.leaflet.job + 1, state: leafletPrinting}
	s.changed = true
	job, number := s.leaflet.job, s.visitNumber()
	s.printBeside(s.ctx, s.contactsPaper(), func(out printer.Outcome, err error) result {
		return contactsOut{visit: number, job: job, outcome: out, err: err}
	})
}

func (s *Session) afterContacts(e contactsOut) {
	if e.job != s.leaflet.job || s.leaflet.state != leafletPrinting {
		return
	}
	s.changed, s.leaflet.state = true, leafletFailed
	if e.outcome == printer.Printed {
		s.leaflet.state = leafletPrinted
	}
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
