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
	s.printBeside(v.ctx, doc, func(out printer.Outcome, err error) result {
		return printed{visit: number, outcome: out, err: err, duplicate: copied == receipt.Duplicate}
	})
}

// printBeside prints one document after the other. One that has not begun when
// its time is over was not printed; one that has, and does not come back, is
// unknown.
func (s *Session) printBeside(base context.Context, doc printer.Document, say func(printer.Outcome, error) result) {
	p, limit := s.cfg.Printer, s.cfg.PrintTimeout
	s.beside(func() Event {
		ctx, cancel := context.WithTimeout(base, limit)
		defer cancel()
		select {
		case s.press <- struct{}{}:
		case <-ctx.Done():
			return say(printer.NotPrinted, ctx.Err())
		}
		r := within(ctx, sheet{printer.Unknown, printer.ErrNoAnswer}, func() sheet {
			defer func() { <-s.press }()
			out, err := p.Print(ctx, doc)
			return sheet{out, err}
		})
		return say(r.outcome, r.err)
	})
}

// sheet is what Print returns.
type sheet struct {
	outcome printer.Outcome
	err     error
}

// afterPrint notes what is known of the receipt and says goodbye. After
// Unknown, one copy may be asked for; after NotPrinted, the receipt itself.
func (s *Session) afterPrint(e printed) {
	p := &s.visit.paper
	p.outcome, p.fault = e.outcome, faultOf(e.err)
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

// inDone: the reference, what happens now, goodbye.
func (s *Session) inDone(e named) {
	switch e.(type) {
	case Next:
		s.leave("finished")
	case PrintReceipt:
		if s.offersReceipt() {
			s.printReceipt()
		}
	}
}
