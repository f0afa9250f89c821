package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// printSlip prints who calls and when; it holds nothing of his own.
func (s *Session) printSlip() {
	s.forgetLeaflet()
	delete(s.came, aboutSlip)
	s.printLeaflet(s.ctx, aboutSlip, s.slipPaper)
}

func (s *Session) slipPaper(copied receipt.Copy) printer.Document {
	f, b := s.facts(), s.talk.back
	f.Copy = copied
	var who receipt.Contact
	if len(f.Contacts) > 0 {
		who = f.Contacts[0]
	}
	zone := s.cfg.Now().Location()
	return receipt.CallSlip(f, receipt.Call{Who: who, Back: &receipt.CallBack{
		Who: s.nameOf(b.service), From: b.window.From.In(zone), To: b.window.To.In(zone),
	}})
}
