package health

import (
	"maps"
	"slices"

	"guichet/drivers/printer"
)

// ofPrinter are the conditions that a printer's faults are.
var ofPrinter = map[printer.Fault]Name{
	printer.FaultPaperOut:  PaperOut,
	printer.FaultCover:     CoverOpen,
	printer.FaultCutter:    PaperJam,
	printer.FaultHot:       PrinterHot,
	printer.FaultBroken:    PrinterBroken,
	printer.FaultOffline:   PrinterSilent,
	printer.FaultGone:      PrinterGone,
	printer.FaultPresenter: PaperNotTaken,
}

// OfPrinter is the condition that the sensors of a printer tell, the first that a
// person mends; empty: there is none. gone is a printer that is not connected or
// does not answer.
func OfPrinter(s printer.Status, gone bool) Name {
	fault := s.Fault()
	if gone {
		fault = printer.FaultGone
	}
	switch {
	case fault != printer.NoFault:
		return ofPrinter[fault]
	case s.Mouth == printer.MouthHolding:
		return PaperNotTaken
	case s.Paper == printer.PaperNearEnd:
		return PaperLow
	}
	return ""
}

// ReportPrinter tells the board how the printer is: one fault at a time. What a
// fault hides stays as it was. Near the end of a roll its lever trembles while the
// roll turns: that the paper is near its end is over at once where a hand was in
// the printer since, and else, or where nothing tells of the hand, after a long while.
func (b *Board) ReportPrinter(s printer.Status, gone bool) {
	is := OfPrinter(s, gone)
	for _, n := range slices.Sorted(maps.Values(ofPrinter)) {
		b.Report(n, n == is)
	}
	switch {
	case is == PaperOut:
		b.over(PaperLow)
	case slices.Contains(byHand, is):
		b.touched(PaperLow)
	case s.Fault() == printer.NoFault:
		b.Report(PaperLow, s.Paper == printer.PaperNearEnd)
	}
}

// byHand are those that somebody mends with his hand in the printer.
var byHand = []Name{CoverOpen, PaperJam, PrinterBroken, PrinterSilent, PrinterGone}

// touched says that what is next heard of a condition is no trembling.
func (b *Board) touched(n Name) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m := b.marks[n]; m != nil && !m.sure {
		m.sure = true
		b.wait(m)
	}
}

// over says that a condition holds no more, which is no trembling.
func (b *Board) over(n Name) {
	b.Report(n, false)
	b.touched(n)
}
