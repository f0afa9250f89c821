package session

import (
	"context"
	"slices"
	"time"

	"guichet/forms"
	"guichet/kiosk/event"
	"guichet/kiosk/loop"
)

// result is what comes back from slow work. It names its visit, its call or its
// person: the result of an earlier one changes nothing but the log.
type result interface {
	Event
	of() uint64
}

type (
	saved struct {
		visit     uint64
		reference string
		err       error
	}
	printed struct {
		sheet
		visit     uint64
		duplicate bool
	}
	contactsOut struct {
		sheet
		visit uint64
		job   uint64
	}
)

func (saved) event()             {}
func (printed) event()           {}
func (contactsOut) event()       {}
func (e saved) of() uint64       { return e.visit }
func (e printed) of() uint64     { return e.visit }
func (e contactsOut) of() uint64 { return e.visit }

// finished takes a result to the visit that waits for it.
func (s *Session) finished(e result) {
	s.logResult(e)
	switch e := e.(type) {
	case saved:
		if s.ours(e) && s.state == Saving {
			s.afterSave(e)
		}
	case printed:
		s.learn(e.outcome, e.err)
		if s.ours(e) && s.state == Printing {
			s.afterPrint(e)
		}
	case contactsOut:
		s.learn(e.outcome, e.err)
		s.afterContacts(e)
	case backKept:
		s.backKept(e)
	case deskPaperOut:
		s.deskPaper(e)
	default:
		s.called(e)
	}
}

func (s *Session) ours(e result) bool { return s.visit != nil && s.visit.number == e.of() }

func (s *Session) logResult(e result) {
	switch e := e.(type) {
	case saved:
		if e.err == nil {
			s.log(event.SubmissionSaved, "reference", e.reference, "late", !s.ours(e))
		}
	case printed:
		s.log(event.ReceiptPrinted, "outcome", e.outcome.String(), "fault", faultOf(e.err).String(), "duplicate", e.duplicate)
	case contactsOut:
		s.log(event.ContactsPrinted, "outcome", e.outcome.String(), "fault", faultOf(e.err).String())
	}
}

// beside runs slow work beside the loop; its result comes back as an event, or
// as nil where there is nothing to say.
func (s *Session) beside(work func() Event) {
	s.jobs.Go(func() { s.events.Put(work()) })
}

// slack is how long work may take to come back once its context has ended.
const slack = 2 * time.Second

// within gives the result of f, or late where f does not come back soon after
// ctx has ended. Then f goes on alone and its result is lost. A panic of f is
// late as well.
func within[T any](ctx context.Context, late T, f func() T) T {
	v, err := loop.Within(ctx, slack, func() (T, error) { return f(), nil })
	if err != nil {
		return late
	}
	return v
}

// cloneSubmission copies all that the wiping of a visit would empty.
func cloneSubmission(sub forms.Submission) forms.Submission {
	entries := make([]forms.Entry, len(sub.Entries))
	for i, e := range sub.Entries {
		entries[i] = cloneEntry(e)
	}
	sub.Entries = entries
	sub.Computed = slices.Clone(sub.Computed)
	for i := range sub.Computed {
		sub.Computed[i].Shown = slices.Clone(sub.Computed[i].Shown)
	}
	return sub
}
