package session

import (
	"slices"

	"guichet/drivers/printer"
	"guichet/kiosk/event"
)

// packsChanged waits for the home page: a visit keeps the packs it began with.
func (s *Session) packsChanged(packs []Procedure) {
	s.nextPacks = slices.DeleteFunc(slices.Clone(packs), func(p Procedure) bool { return p == nil })
	if s.nextPacks == nil {
		s.nextPacks = []Procedure{}
	}
	s.takePacks()
}

func (s *Session) takePacks() {
	if s.visit == nil && s.nextPacks != nil {
		s.packs, s.nextPacks, s.changed = s.nextPacks, nil, true
		s.log(event.PacksChanged, "packs", len(s.packs))
	}
}

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
		return
	}
	s.log(event.PrinterFault, "fault", now.fault)
}
