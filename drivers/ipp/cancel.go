package ipp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

// lastMoments is the time to cancel a job: what is left until the deadline of ctx, or
// a little where ctx is over.
func lastMoments(ctx context.Context) (context.Context, context.CancelFunc) {
	end := time.Now().Add(answer)
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && deadline.Before(end) {
		end = deadline.Add(-time.Until(deadline) / 10) // ctx is not over when Print returns
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}

// giveUp cancels a job (RFC 8011 §4.3.3) and says what became of it; why is the
// reason. A job that ended meanwhile cannot be cancelled, and says so itself.
func (p *Printer) giveUp(ctx context.Context, id int, why error) (printer.Outcome, error) {
	ctx, cancel := lastMoments(ctx)
	defer cancel()
	_, err := p.ask(ctx, p.of(p.request(goipp.OpCancelJob), id))
	cancelled := err == nil
	for ctx.Err() == nil {
		j, err := p.look(ctx, id)
		if err == nil && j.over() {
			return ended(j, why)
		}
		if no := new(StatusError); errors.As(err, &no) { // a queue without a memory
			break
		}
		p.pause(ctx)
	}
	if !cancelled {
		why = errors.Join(why, ErrNotCancelled)
	}
	return printer.Unknown, why
}

// ended is the outcome of a job that was given up. It may have been printed
// while it was being cancelled.
func ended(j job, why error) (printer.Outcome, error) {
	outcome, err := j.outcome()
	if err == nil {
		return outcome, nil
	}
	return outcome, why
}

// recover looks for a job of which only the name is known, and gives it up.
func (p *Printer) recover(ctx context.Context, name string, why error) (printer.Outcome, error) {
	if ctx.Err() != nil {
		why = fmt.Errorf("ipp: %w", ctx.Err())
	}
	searching, cancel := lastMoments(ctx)
	defer cancel()
	for _, which := range []string{"not-completed", "completed"} {
		if id, ok := p.find(searching, which, name); ok {
			return p.giveUp(searching, id, why)
		}
	}
	return printer.Unknown, errors.Join(why, ErrNotCancelled)
}

// find is Get-Jobs (RFC 8011 §4.2.6): the jobs of this user.
func (p *Printer) find(ctx context.Context, which, name string) (id int, ok bool) {
	m := p.by(p.request(goipp.OpGetJobs))
	m.Operation.Add(goipp.MakeAttr("which-jobs", goipp.TagKeyword, goipp.String(which)))
	m.Operation.Add(goipp.MakeAttr("my-jobs", goipp.TagBoolean, goipp.Boolean(true)))
	m, err := p.ask(ctx, want(m, "job-id", "job-name"))
	if err != nil {
		return 0, false
	}
	for _, group := range m.Groups {
		if a := attributes(group.Attrs); group.Tag == goipp.TagJobGroup && a.says("job-name", name) {
			return a.number("job-id")
		}
	}
	return 0, false
}
