package session

import (
	"guichet/drivers/printer"
	"guichet/kiosk/health"
)

// notice is one line about the kiosk itself, the most useful one of the page:
// that nothing can be saved, then what of the paper, then when it is sent. The
// last page says in its own words what became of the receipt.
func (s *Session) notice() Text {
	switch s.state {
	case Menu, Before, Question, Check, Declaration:
		if s.broken() {
			return s.say("session.notice.cannot_save")
		}
	case Attract:
		if s.broken() {
			return Text{} // the sign says it; that something is kept would be no help
		}
	}
	switch s.state {
	case Attract, Menu, Before, Check, Declaration:
		if key := s.aboutPaper(); key != "" {
			return s.say("session.notice." + key)
		}
	}
	if !s.wrong[health.NoNetwork] {
		return Text{}
	}
	switch s.state {
	case Check, Declaration:
		return s.say("session.notice.sent_later")
	case Printing, Done:
		return s.say("session.notice.kept_here")
	}
	return Text{}
}

// aboutPaper is the end of the key of what is wrong with the printer; empty
// where a receipt will come out.
func (s *Session) aboutPaper() string {
	switch {
	case s.cfg.Printer == nil || s.wrong[health.PrinterMissing]:
		return "no_printer"
	case s.printer.fault == printer.NoFault:
		return ""
	}
	return faultKey(s.printer.fault)
}
