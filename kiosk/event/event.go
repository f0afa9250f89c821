// Package event names what the kiosk writes in its log, each name with the
// sentence that says what it means to whoever reads the log.
//
// A log line is a name and a few attributes: a reference, the id of a page, an
// outcome. It never holds an answer, nor a name, nor anything a person typed.
package event

import "log/slog"

// Name is the message of a log line: short, stable, made to be searched for.
type Name string

// The visit.
const (
	VisitStarted      Name = "visit_started"
	VisitEnded        Name = "visit_ended"
	VisitBroken       Name = "visit_broken"
	PageShown         Name = "page_shown"
	PackPicked        Name = "pack_picked"
	LanguageChosen    Name = "language_chosen"
	StillThereAsked   Name = "still_there_asked"
	ContactsAsked     Name = "contacts_asked"
	SubmissionSaved   Name = "submission_saved"
	SubmissionNotKept Name = "submission_not_saved"
	ReferenceTaken    Name = "reference_taken"
	ReceiptPrinted    Name = "receipt_printed"
	ContactsPrinted   Name = "contacts_printed"
)

// The kiosk.
const (
	PrinterReady    Name = "printer_ready"
	PrinterFault    Name = "printer_fault"
	PrintedOnSheets Name = "printed_on_sheets"
	PacksChanged    Name = "packs_changed"
	OutboxBroken    Name = "outbox_broken"
	SessionStopped  Name = "session_stopped"
)

// Level is how grave a line is: an error is for a technician, a warning for
// whoever looks after the kiosk.
func (n Name) Level() slog.Level {
	switch n {
	case VisitBroken, OutboxBroken, SubmissionNotKept:
		return slog.LevelError
	case PrinterFault, PrintedOnSheets:
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

var sentences = map[Name]string{
	VisitStarted:      "Somebody left the home page.",
	VisitEnded:        "The visit ended and its data were wiped; why says how: finished, left, idle, back or stopped.",
	VisitBroken:       "A mistake in the program ended the visit; its data were wiped. doing and state say where.",
	PageShown:         "A page came on the screen; state and page say which.",
	PackPicked:        "A procedure was chosen; pack and version say which.",
	LanguageChosen:    "The language was changed; lang says to which.",
	StillThereAsked:   "Nobody touched the screen for a while: the kiosk asks whether somebody is there.",
	ContactsAsked:     "Somebody asked whom to talk to; from says which page.",
	SubmissionSaved:   "A submission is in the spool under this reference.",
	SubmissionNotKept: "The spool did not take a submission; the citizen was told. why says what kind of error.",
	ReferenceTaken:    "A reference drawn by chance was in use; another one is drawn.",
	ReceiptPrinted:    "The printer was asked for a receipt; outcome, fault and duplicate say what came of it.",
	ContactsPrinted:   "The printer was asked for a list of contacts; outcome says what came of it.",
	PrinterReady:      "The printer can print again.",
	PrinterFault:      "The printer cannot print; fault says why.",
	PrintedOnSheets:   "The receipt printer did not print, so the A4 printer was asked; why says what stopped it, outcome what came of it.",
	PacksChanged:      "Other procedures are offered from now on; packs says how many.",
	OutboxBroken:      "The spool cannot be opened: the kiosk takes no submission.",
	SessionStopped:    "The kiosk is stopping; the visit under way, if any, was wiped.",
}

// Sentence says what a log line of this name means; empty for a name that the
// kiosk does not know.
func (n Name) Sentence() string { return sentences[n] }
