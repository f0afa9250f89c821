package session

import (
	"slices"

	"guichet/drivers/printer"
	"guichet/forms/pack"
	"guichet/kiosk/receipt"
)

// hasSheet tells whether the pack prints the answers on a sheet to hand over.
func hasSheet(p Procedure) bool {
	return slices.ContainsFunc(p.Outputs, func(o pack.Output) bool { return o.Kind == "paper" && o.Paper == "sheet" })
}

// sheetPaper is the form filled in.
func (s *Session) sheetPaper(copied receipt.Copy) printer.Document {
	f := receipt.Of(s.visit.pack, s.visit.sent, copied)
	f.Large = s.readsLarge()
	return receipt.Sheet(f, s.visit.pack, s.visit.sent)
}

// printSheet prints it for who stands there: it is his own paper, so it is
// given up when he leaves.
func (s *Session) printSheet() {
	if hasSheet(s.visit.pack) {
		s.printLeaflet(s.visit.ctx, aboutSheet, s.sheetPaper)
	}
}
