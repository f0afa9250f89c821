package session

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"guichet/forms"
	"guichet/kiosk/event"
)

// errLate is a save that did not come back: nobody knows whether it is kept.
var errLate = errors.New("session: the outbox does not come back")

// send hands the answers in. Trying again sends the very same submission, so
// that an outbox which kept it all the same keeps it once.
func (s *Session) send() {
	v := s.visit
	if v.sent.ID == "" {
		sub, err := s.submission()
		if err != nil {
			s.turn(Saving)
			s.saveFailed(err)
			return
		}
		v.sent = sub
		v.reminders = s.reminders()
	}
	v.saving, v.failed = true, false
	s.turn(Saving)
	s.put()
}

func (s *Session) submission() (forms.Submission, error) {
	v := s.visit
	id, err := forms.NewID(s.cfg.Rand)
	if err != nil {
		return forms.Submission{}, err
	}
	reference, err := forms.NewReference(s.cfg.Rand)
	if err != nil {
		return forms.Submission{}, err
	}
	return forms.Submission{
		ID: id, Reference: reference, Pack: v.pack.Manifest.ID, Version: v.pack.Manifest.Version,
		Lang: s.lang, At: s.cfg.Now(), KeepDays: v.pack.RetentionDays, Entries: v.journey.Entries(s.catalog(), s.words()),
		Computed: v.journey.Computed(s.catalog(), s.words()),
	}, nil
}

// put saves beside the loop. It goes on when the visit ends: half a save
// helps nobody.
func (s *Session) put() {
	number, sub := s.visit.number, cloneSubmission(s.visit.sent)
	outbox, limit := s.cfg.Outbox, s.cfg.SaveTimeout
	base := context.WithoutCancel(s.ctx)
	s.beside(func() Event {
		ctx, cancel := context.WithTimeout(base, limit)
		defer cancel()
		err := within(ctx, errLate, func() error {
			defer wipeSubmission(sub)
			return outbox.Put(ctx, sub)
		})
		return saved{visit: number, reference: sub.Reference, err: err}
	})
}

// afterSave goes to the paper once the submission is safe, never before.
func (s *Session) afterSave(e saved) {
	v := s.visit
	v.saving, s.alive = false, time.Now()
	switch {
	case e.err == nil:
		s.closeKinds(ConfirmEnd)
		s.printReceipt()
	case s.cfg.ReferenceTaken != nil && errors.Is(e.err, s.cfg.ReferenceTaken) && v.draws < maxDraws:
		s.drawAgain()
	default:
		s.saveFailed(e.err)
	}
}

// maxDraws ends a run of taken references: among a thousand million they are
// a mistake, not chance.
const maxDraws = 5

func (s *Session) drawAgain() {
	v := s.visit
	v.draws++
	s.log(event.ReferenceTaken)
	reference, err := forms.NewReference(s.cfg.Rand)
	if err != nil {
		s.saveFailed(err)
		return
	}
	v.sent.Reference, v.saving = reference, true
	s.put()
}

// saveFailed says that nothing is sent. The answers stay. The text of the
// error is not logged: an outbox is not ours, and may quote what it was given.
func (s *Session) saveFailed(err error) {
	v := s.visit
	v.failed, s.changed = true, true
	s.page = s.newPage()
	s.log(event.SubmissionNotKept, "why", kindOf(err))
}

func kindOf(err error) string {
	switch {
	case errors.Is(err, errLate), errors.Is(err, context.DeadlineExceeded):
		return "time-out"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return fmt.Sprintf("%T", err)
}

// inSaving: nothing to do but wait, or after a failure try again. Going back
// makes another submission of it: the answers may change.
func (s *Session) inSaving(e named) {
	if !s.visit.failed {
		return
	}
	switch e.(type) {
	case Next:
		s.send()
	case Back:
		wipeSubmission(s.visit.sent)
		s.visit.sent, s.visit.failed = forms.Submission{}, false
		s.answersGoOn()
		s.follow()
	case PrintSheet:
		s.printAnswers()
	case DontKnow:
		s.openHelp("session.help.page")
	}
}

func cloneEntry(e forms.Entry) forms.Entry {
	e.Instance = slices.Clone(e.Instance)
	e.Answer.Fields = maps.Clone(e.Answer.Fields)
	e.Shown = slices.Clone(e.Shown)
	return e
}
