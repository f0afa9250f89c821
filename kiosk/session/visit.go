package session

import (
	"context"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/event"
	"guichet/kiosk/receipt"
)

// visit is all that is kept of one person. Its end drops every reference to
// it; the maps that held answers are emptied, for a View may still share them
// with a screen that is being drawn.
type visit struct {
	number uint64
	ctx    context.Context
	cancel context.CancelFunc

	pack    Procedure
	journey *engine.Journey
	drafts  map[engine.Place]forms.Input // typed, not answered yet
	problem *forms.Problem
	why     bool // "Pourquoi cette question ?" is open
	errors  bool // the frequent errors are open
	// known is what was said in earlier procedures of the visit, by concept.
	known map[string]forms.Answer

	checked   bool // the check was confirmed
	declaring bool // on the declaration of the kiosk's own
	saving    bool
	draws     int  // references that were taken
	failed    bool // the outbox did not take it
	sent      forms.Submission
	reminders []receipt.Reminder
	paper     paper
}

// paper is what is known of the receipt.
type paper struct {
	asked    bool // a print was started
	outcome  printer.Outcome
	fault    printer.Fault
	outlet   string // where it came out
	maybeOut bool   // some of it may lie in the tray: the next one is a copy
	copied   bool   // the one copy was printed
	waited   bool   // the clock began anew when the printer was ready again
}

// startVisit leaves the home page.
func (s *Session) startVisit() {
	s.visits++
	v := &visit{number: s.visits, drafts: map[engine.Place]forms.Input{}}
	v.ctx, v.cancel = context.WithCancel(s.ctx)
	s.visit = v
	s.log(event.VisitStarted)
}

// leave ends the visit: the page Ended says goodbye to whoever listens, and
// the home page follows at once.
func (s *Session) leave(why string) {
	if s.visit == nil {
		s.resetHome(why)
		return
	}
	s.wipe(why)
	s.turn(Ended)
	s.publish()
	s.goHome(why)
}

// goHome wipes what is left of a visit and shows the home page.
func (s *Session) goHome(why string) {
	s.wipe(why)
	s.takePacks()
	s.turn(Attract)
	s.hangSign()
}

// wipe forgets the person. A print under way is cancelled.
func (s *Session) wipe(why string) {
	if s.visit != nil {
		s.visit.wipe()
		s.visit = nil
		s.log(event.VisitEnded, "why", why)
	}
	s.dropTalk(why)
	s.closeOverlays()
	s.resetSettings()
	s.alive = time.Now()
}

func (v *visit) wipe() {
	v.cancel()
	v.dropDrafts()
	v.dropKnown()
	wipeSubmission(v.sent)
	*v = visit{number: v.number, cancel: func() {}}
}

func (v *visit) dropDrafts() {
	for _, in := range v.drafts {
		clear(in)
	}
	clear(v.drafts)
}

// wipeSubmission empties answers in place.
func wipeSubmission(sub forms.Submission) {
	for _, e := range sub.Entries {
		clear(e.Answer.Fields)
		clear(e.Shown)
	}
	clear(sub.Entries)
	for _, c := range sub.Computed {
		clear(c.Shown)
	}
	clear(sub.Computed)
}

// begin starts the journey of a pack. Coming back to the pack that was open
// keeps what was answered.
func (v *visit) begin(p Procedure, today forms.Day) {
	if v.pack == p && v.journey != nil {
		return
	}
	v.dropDrafts()
	v.pack, v.journey, v.declaring = p, engine.New(p.Form, today), false
	v.journey.Propose(v.known)
	v.checked = false
}

// draft is the input of the page as it stands: what was typed, else what was
// answered before.
func (v *visit) draft(step engine.Step) forms.Input {
	if in, ok := v.drafts[step.Place]; ok {
		return in
	}
	switch {
	case step.Page == nil:
		return forms.Input{}
	case step.Answered:
		return searched(step.Page, forms.Refill(step.Page, step.Answer))
	case step.Proposed != nil:
		return searched(step.Page, copyInput(step.Proposed))
	}
	return forms.Input{}
}
