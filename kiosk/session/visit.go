package session

import (
	"context"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/engine"
	"guichet/kiosk/event"
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

	checked   bool // the check was confirmed
	declaring bool // on the declaration of the kiosk's own
	saving    bool
	draws     int  // references that were taken
	failed    bool // the outbox did not take it
	sent      forms.Submission
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
		s.closeOverlays()
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
}

// wipe forgets the person. A print under way is cancelled.
func (s *Session) wipe(why string) {
	if s.visit != nil {
		s.visit.wipe()
		s.visit = nil
		s.log(event.VisitEnded, "why", why)
	}
	s.closeOverlays()
	s.resetSettings()
	s.alive = time.Now()
}

func (v *visit) wipe() {
	v.cancel()
	v.dropDrafts()
	wipeEntries(v.sent.Entries)
	*v = visit{number: v.number, cancel: func() {}}
}

func (v *visit) dropDrafts() {
	for _, in := range v.drafts {
		clear(in)
	}
	clear(v.drafts)
}

// wipeEntries empties answers in place.
func wipeEntries(entries []forms.Entry) {
	for _, e := range entries {
		clear(e.Answer.Fields)
		clear(e.Shown)
	}
	clear(entries)
}

// begin starts the journey of a pack. Coming back to the pack that was open
// keeps what was answered.
func (v *visit) begin(p Procedure, today forms.Day) {
	if v.pack == p && v.journey != nil {
		return
	}
	v.dropDrafts()
	v.pack, v.journey, v.declaring = p, engine.New(p.Form, today), false
	v.checked = false
}

// draft is the input of the page as it stands: what was typed, else what was
// answered before.
func (v *visit) draft(step engine.Step) forms.Input {
	if in, ok := v.drafts[step.Place]; ok {
		return in
	}
	if step.Page == nil || !step.Answered {
		return forms.Input{}
	}
	return searched(step.Page, forms.Refill(step.Page, step.Answer))
}
