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

// Calls. Never a number, a text or a name.
const (
	HelpAsked        Name = "help_asked"
	CallAsked        Name = "call_asked"
	CallAnswered     Name = "call_answered"
	CallEnded        Name = "call_ended"
	CallOutcome      Name = "call_outcome"
	CallBackKept     Name = "call_back_kept"
	CallBackFailed   Name = "call_back_failed"
	PageShared       Name = "page_shared"
	DeskAnswered     Name = "desk_answered"
	DeskPaperPrinted Name = "desk_paper_printed"
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

// What is wrong with the kiosk, and who came to mend it.
const (
	ConditionRaised  Name = "condition_raised"
	ConditionCleared Name = "condition_cleared"
	StaffCame        Name = "staff_came"
	StaffRefused     Name = "staff_refused"
	StaffLeft        Name = "staff_left"
	StaffDid         Name = "staff_did"
)

// The hub.
const (
	KioskEnrolled     Name = "kiosk_enrolled"
	EnrolRefused      Name = "enrol_refused"
	HubReached        Name = "hub_reached"
	HubLost           Name = "hub_lost"
	HubOlder          Name = "hub_older"
	KioskRevoked      Name = "kiosk_revoked"
	ClockBehind       Name = "clock_behind"
	Delivered         Name = "submission_delivered"
	DeliveryFailed    Name = "delivery_failed"
	DeliveryRefused   Name = "delivery_refused"
	PackInstalled     Name = "pack_installed"
	PackActivated     Name = "pack_activated"
	PackRefused       Name = "pack_refused"
	RecipientsChanged Name = "recipients_changed"
)

// The program: what it could not open, and what watches over it.
const (
	BeginsAnew     Name = "begins_anew"
	SpoolRefused   Name = "spool_refused"
	TownRefused    Name = "town_refused"
	PrinterRefused Name = "printer_refused"
	CallRefused    Name = "call_refused"
	LightRefused   Name = "light_refused"
	ControlRefused Name = "control_refused"
	MetricsRefused Name = "metrics_refused"
	StaffForgets   Name = "staff_forgets"
	RollNotCounted Name = "roll_not_counted"
	PanelTooSmall  Name = "panel_too_small"
	PartBroken     Name = "part_broken"
	NotClaimed     Name = "folder_not_claimed"
	CoreLimit      Name = "core_limit_refused"
	Dumpable       Name = "dumpable_refused"

	WatchdogFed           Name = "watchdog_fed"
	WatchdogNotFed        Name = "watchdog_not_fed"
	WatchdogNotUnderstood Name = "watchdog_not_understood"
	SystemdNotTold        Name = "systemd_not_told"
)

// The helper, which does what needs root: a program of its own, in the journal.
const (
	HelperRefused     Name = "helper_refused"
	HelperFailed      Name = "helper_failed"
	HelperProbe       Name = "helper_probe"
	HelperStickOpened Name = "helper_stick_opened"
	HelperStickClosed Name = "helper_stick_closed"
	HelperPower       Name = "helper_power"
	HelperClock       Name = "helper_clock"
)

// Level is how grave a line is: an error is for a technician, a warning for
// whoever looks after the kiosk.
func (n Name) Level() slog.Level {
	switch n {
	case VisitBroken, OutboxBroken, SubmissionNotKept, KioskRevoked, DeliveryRefused, PackRefused,
		SpoolRefused, TownRefused, PrinterRefused, CallRefused, LightRefused, ControlRefused, MetricsRefused, StaffForgets,
		PartBroken, WatchdogNotFed, HelperFailed:
		return slog.LevelError
	case PrinterFault, PrintedOnSheets, ConditionRaised, StaffRefused, EnrolRefused, HubLost, HubOlder, DeliveryFailed, ClockBehind, CallBackFailed,
		BeginsAnew, RollNotCounted, PanelTooSmall, CoreLimit, Dumpable, NotClaimed, WatchdogNotUnderstood, SystemdNotTold, HelperRefused:
		return slog.LevelWarn
	case HelperProbe:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

var sentences = map[Name]string{
	VisitStarted:      "Somebody left the home page.",
	VisitEnded:        "The visit ended and its data were wiped; why says how: finished, left, idle, back, staff, broken or stopped.",
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
	HelpAsked:         "Somebody asked for a person and was shown the ways to reach one; from says which page.",
	CallAsked:         "A call was begun; way and service say how and to whom.",
	CallAnswered:      "Somebody answered a call; wait_s says after how many seconds.",
	CallEnded:         "A call ended; cause says why, answered whether somebody was there, seconds how long it took in all.",
	CallOutcome:       "How an offered call came to its end: answered, call_back, contacts, or the way in which the citizen left.",
	CallBackKept:      "Somebody will call the citizen back.",
	CallBackFailed:    "Nobody took the wish for a call back; the citizen was told. why says what kind of error.",
	PageShared:        "The citizen let the agent see his page, or no more; on says which.",
	DeskAnswered:      "What an agent asked for was answered; asked, yes and why say what and how.",
	DeskPaperPrinted:  "The printer was asked for a paper of an agent; outcome and fault say what came of it.",
	PrinterReady:      "The printer can print again.",
	PrinterFault:      "The printer cannot print; fault says why.",
	PrintedOnSheets:   "The receipt printer did not print, so the A4 printer was asked; why says what stopped it, outcome what came of it.",
	PacksChanged:      "Other procedures are offered from now on; packs says how many.",
	OutboxBroken:      "The spool cannot be opened: the kiosk takes no submission.",
	KioskEnrolled:     "Somebody typed a code on the first page: the hub knows this kiosk now; kiosk, name and town say as whom.",
	EnrolRefused:      "Somebody typed a code on the first page, and the kiosk was not made known; why and error say what came of it.",
	HubReached:        "The hub answers again.",
	HubLost:           "The hub does not answer; the kiosk works on and tries again. error says what happened.",
	HubOlder:          "The hub has an older list of packs than this kiosk, as after an old backup: publish again what is missing.",
	KioskRevoked:      "The hub no longer knows this kiosk: submissions stay safe here until it is enrolled again.",
	ClockBehind:       "The machine's clock is behind the hub's, and that could not be noted; error says why.",
	Delivered:         "The hub has a submission and has signed for it; it was erased here.",
	DeliveryFailed:    "It is not known whether a submission reached the hub; the same is sent again later.",
	DeliveryRefused:   "The hub will not take a submission; it is kept here for somebody to look at. error says why.",
	PackInstalled:     "A revision was verified and passed its own tests; it waits for the home page.",
	PackActivated:     "A revision is the one that is offered from now on.",
	PackRefused:       "A pack was not taken and nothing was changed; why says the kind of reason.",
	RecipientsChanged: "The town hall has new keys: submissions are encrypted to them from now on.",
	ConditionRaised:   "Something is wrong with the kiosk; name says what, who whose work it is, detail which.",
	ConditionCleared:  "It is mended; name says what.",
	StaffCame:         "The front desk came in; by says how: number or key.",
	StaffRefused:      "A number or a key of the front desk was not the right one; left says how many tries are free.",
	StaffLeft:         "The front desk left; why says how: left, idle, call, stopped or broken.",
	StaffDid:          "The front desk did something; did says what, outcome what came of it.",
	SessionStopped:    "The kiosk is stopping; the visit under way, if any, was wiped.",

	BeginsAnew:     "The program ends, to be started again: nothing can be saved, and only opening everything anew shows whether that is over.",
	SpoolRefused:   "The folder of the submissions cannot be opened: the kiosk takes none. error says why.",
	TownRefused:    "The kiosk cannot read what ties it to its town hall: it takes no submission. error says why.",
	PrinterRefused: "A printer cannot be opened: the kiosk works without it. error says why.",
	CallRefused:    "One way to call cannot be opened: the others are offered. way says which, error why.",
	LightRefused:   "The staff light cannot be opened. error says why.",
	ControlRefused: "kioskctl cannot reach the kiosk: its socket cannot be opened. error says why.",
	MetricsRefused: "The figures of /metrics cannot be served or written. error says why.",
	StaffForgets:   "The data folder cannot be opened: what the front desk chooses is forgotten at the next start. error says why.",
	RollNotCounted: "The paper that is left cannot be noted. error says why.",
	PanelTooSmall:  "The screen is smaller than the pages: buttons and letters are drawn smaller by this factor.",
	PartBroken:     "A mistake in the program stopped a part of it, which begins anew; part says which, at where the mistake is.",
	NotClaimed:     "The data folder cannot be locked: a second kiosk on it would not be noticed. error says why.",
	CoreLimit:      "The size of core files cannot be limited; error says why.",
	Dumpable:       "The kernel may write the program's memory into a core file; error says why.",

	WatchdogFed:           "A part of the program works again; check says which.",
	WatchdogNotFed:        "A part of the program stands still: systemd ends the program unless it moves soon. check says which, error how.",
	WatchdogNotUnderstood: "What systemd says about its watchdog cannot be read: nobody watches over the program. error says why.",
	SystemdNotTold:        "systemd does not hear how the program is; state says what it was to hear, error why it did not.",

	HelperRefused:     "A user who may not ask connected to the helper and got no answer; uid says who.",
	HelperFailed:      "The helper could not do what was asked; error says why.",
	HelperProbe:       "The kernel took no notice of a USB stick that was let in; error says why.",
	HelperStickOpened: "The front desk asked for its USB stick, and it was opened; kind says with which file system.",
	HelperStickClosed: "The USB stick was let go.",
	HelperPower:       "The machine restarts or shuts down; verb says which.",
	HelperClock:       "The clock was set; by says how far.",
}

// Sentence says what a log line of this name means; empty for a name that the
// kiosk does not know.
func (n Name) Sentence() string { return sentences[n] }
