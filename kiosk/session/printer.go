package session

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
)

// printerState is what is known of the printer. Nothing known is not a fault.
type printerState struct {
	known bool
	fault printer.Fault
}

func (s *Session) printerChanged(e PrinterChanged) {
	now := printerState{known: true, fault: e.Status.Fault()}
	if e.Gone {
		now.fault = printer.FaultGone
	}
	s.setPrinter(now)
}

func (s *Session) setPrinter(now printerState) {
	if now == s.printer {
		return
	}
	s.printer, s.changed = now, true
	if now.fault == printer.NoFault {
		s.log(event.PrinterReady)
		s.nowOffered()
		return
	}
	s.log(event.PrinterFault, "fault", now.fault.String())
}

// learn takes from a print what it says about the printer.
func (s *Session) learn(out printer.Outcome, err error) {
	switch fault := faultOf(err); {
	case out == printer.Printed, fault == printer.FaultPresenter: // it prints once the paper is taken
		s.setPrinter(printerState{known: true})
	case fault != printer.NoFault:
		s.setPrinter(printerState{known: true, fault: fault})
		s.lookAgain()
	}
}

// lookAfter is longer than the pause of whoever watches the sensors.
const lookAfter = 5 * time.Second

// lookAgain asks the sensors once, a little later. A fault that mends itself
// between two looks of the watcher is no change to him: without this, the
// session would believe in it for ever.
func (s *Session) lookAgain() {
	ctx, p := s.ctx, s.cfg.Printer
	s.beside(func() Event {
		select {
		case <-time.After(lookAfter):
		case <-ctx.Done():
			return nil
		}
		ctx, cancel := context.WithTimeout(ctx, lookAfter)
		defer cancel()
		return within(ctx, PrinterChanged{}, func() PrinterChanged {
			status, err := p.Status(ctx)
			return PrinterChanged{Status: status, Gone: errors.Is(err, printer.ErrGone)}
		})
	})
}

// faultOf is what an error of a printer says of it; NoFault where it says
// nothing, as when the time was over.
func faultOf(err error) printer.Fault {
	var f *printer.FaultError
	switch {
	case errors.As(err, &f):
		return f.Fault
	case errors.Is(err, printer.ErrGone):
		return printer.FaultGone
	case errors.Is(err, printer.ErrNoAnswer):
		return printer.FaultOffline
	}
	return printer.NoFault
}

// printerUsable tells whether a print may be offered: nothing known against it.
func (s *Session) printerUsable() bool {
	return s.cfg.Printer != nil && s.aboutPaper() == ""
}
