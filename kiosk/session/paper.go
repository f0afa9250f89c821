package session

import (
	"context"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/receipt"
)

// printReceipt prints the receipt, or goes on where there is no printer.
func (s *Session) printReceipt() {
	v := s.visit
	if s.cfg.Printer == nil {
		s.turn(Done)
		return
	}
	copied := receipt.Original
	if v.paper.maybeOut {
		copied = receipt.Duplicate
	}
	doc, number := s.receipt(copied), v.number
	v.paper.asked = true
	s.turn(Printing)
	s.printBeside(v.ctx, doc, func(r sheet) result {
		return printed{visit: number, sheet: r, duplicate: copied == receipt.Duplicate}
	})
}

// printBeside prints one document after the other. One that has not begun when
// its time is over was not printed; one that has, and does not come back, is
// unknown.
func (s *Session) printBeside(base context.Context, doc printer.Document, say func(sheet) result) {
	p, limit := s.cfg.Printer, s.cfg.PrintTimeout
	s.beside(func() Event {
		ctx, cancel := context.WithTimeout(base, limit)
		defer cancel()
		select {
		case s.press <- struct{}{}:
		case <-ctx.Done():
			return say(sheet{printer.NotPrinted, ctx.Err(), ""})
		}
		r := within(ctx, sheet{printer.Unknown, printer.ErrNoAnswer, ""}, func() sheet {
			defer func() { <-s.press }()
			out, err := p.Print(ctx, doc)
			return sheet{out, err, s.outlet()}
		})
		if r.outlet == "" { // it still prints, alone
			r.outlet = s.outlet()
		}
		return say(r)
	})
}

// sheet is what Print returns, and where the paper is.
type sheet struct {
	outcome printer.Outcome
	err     error
	outlet  string
}

// outlet is where the last paper came out, next where the next one will: two
// printers behind one say it themselves. The next paper may come out elsewhere,
// so what is said of one is noted when it comes.
func (s *Session) outlet() string {
	if p, ok := s.cfg.Printer.(Placed); ok {
		return p.Outlet()
	}
	return s.cfg.Outlet
}

func (s *Session) next() string {
	if p, ok := s.cfg.Printer.(Placed); ok {
		return p.Next()
	}
	return s.cfg.Outlet
}

// afterPrint notes what is known of the receipt and says goodbye. After
// Unknown, one copy may be asked for; after NotPrinted, the receipt itself.
func (s *Session) afterPrint(e printed) {
	p := &s.visit.paper
	p.outcome, p.fault = e.outcome, faultOf(e.err)
	if e.outcome != printer.NotPrinted {
		p.outlet = e.outlet
	}
	p.copied = p.copied || e.duplicate && e.outcome != printer.NotPrinted
	p.maybeOut = p.maybeOut || e.outcome == printer.Unknown
	s.alive = time.Now()
	s.closeKinds(ConfirmEnd)
	s.turn(Done)
}

// offersReceipt tells whether the receipt may be asked for now.
func (s *Session) offersReceipt() bool {
	p := s.visit.paper
	return s.cfg.Printer != nil && p.asked && p.outcome != printer.Printed && !p.copied && s.printerUsable()
}

// nowOffered lets the pause of the last page begin anew, once, when the printer
// can print the receipt that it owes: somebody has just put paper in. It does
// not print by itself. The citizen may have noted his reference and gone while
// the roll was changed, and the next one would find the paper; the tile that
// stands there asks for the touch of who wants it.
func (s *Session) nowOffered() {
	if s.state == Done && !s.visit.paper.waited && s.offersReceipt() {
		s.visit.paper.waited, s.alive = true, time.Now()
	}
}

// inDone: the reference, what happens now, goodbye.
func (s *Session) inDone(e named) {
	switch e.(type) {
	case Next:
		s.leaveOrAsk("finished")
	case PrintReceipt:
		if s.offersReceipt() {
			s.printReceipt()
		}
	case PrintList:
		s.printList()
	case PrintSheet:
		s.printSheet()
	case PrintReminders:
		s.printReminders()
	case Another:
		if !s.broken() {
			s.another()
		}
	}
}
