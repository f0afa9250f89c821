package ipp

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/OpenPrinting/goipp"

	"guichet/drivers/printer"
)

// The states of a job (RFC 8011 §5.3.7).
const (
	jobHeld       = 4
	jobProcessing = 5
	jobStopped    = 6
	jobCanceled   = 7
	jobAborted    = 8
	jobCompleted  = 9
)

// job is what the printer says of one.
type job struct {
	state     int
	processed bool // it was begun, or nobody can tell
	attributes
}

func (j job) over() bool { return j.state >= jobCanceled && j.state <= jobCompleted }

// outcome is what an ended job says of the paper.
func (j job) outcome() (printer.Outcome, error) {
	if j.state == jobCompleted {
		if j.says("job-state-reasons", "job-completed-with-errors") {
			return printer.Unknown, ErrAborted
		}
		return printer.Printed, nil
	}
	err := ErrAborted
	if j.says("job-state-reasons", "unsupported-document-format") {
		err = ErrFormat
	}
	if j.processed {
		return printer.Unknown, err
	}
	return printer.NotPrinted, err
}

// look is Get-Job-Attributes (RFC 8011 §4.3.4).
func (p *Printer) look(ctx context.Context, id int) (job, error) {
	m := p.of(p.request(goipp.OpGetJobAttributes), id)
	m, err := p.ask(ctx, want(m, "job-state", "job-state-reasons", "time-at-processing"))
	if err != nil {
		return job{}, err
	}
	return jobOf(attributes(m.Job)), nil
}

func jobOf(a attributes) job {
	j := job{attributes: a}
	j.state, _ = j.number("job-state")
	j.processed = !j.none("time-at-processing") || j.state == jobProcessing || j.state == jobStopped
	return j
}

// early ends before ctx does, so that there is time to cancel the job.
func early(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(answer, time.Until(deadline)/4)))
}

// follow asks until the job is over. Where the printer stands still or says
// nothing for too long, and when waiting ends, it gives the job up.
func (p *Printer) follow(waiting, ctx context.Context, id int) (printer.Outcome, error) {
	var halt halt
	for {
		j, err := p.look(waiting, id)
		if err == nil && j.over() {
			return j.outcome()
		}
		if no := new(StatusError); errors.As(err, &no) && no.Status == goipp.StatusErrorNotFound {
			return printer.Unknown, err // the queue keeps no history
		}
		if err == nil {
			err = p.still(waiting, j)
		}
		if waiting.Err() != nil {
			return p.giveUp(ctx, id, halt.or(waiting.Err()))
		}
		if halt.lasts(err) >= p.cfg.Patience {
			return p.giveUp(ctx, id, err)
		}
		p.pause(waiting)
	}
}

// halt is why a job does not go on, and since when.
type halt struct {
	why   error
	since time.Time
}

// lasts takes what is known now; nil is that the job goes on.
func (h *halt) lasts(why error) time.Duration {
	if why == nil {
		*h = halt{}
		return 0
	}
	if h.why == nil {
		h.since = time.Now()
	}
	h.why = why
	return time.Since(h.since)
}

// or is the reason to end: that of the halt, if there is one.
func (h *halt) or(err error) error {
	if h.why != nil {
		return h.why
	}
	return fmt.Errorf("ipp: %w", err)
}

// still says why a job does not go on. CUPS says "connecting-to-device" in every
// job, and in that of a printer that is switched off it goes on saying so.
func (p *Printer) still(ctx context.Context, j job) error {
	a, err := p.attributes(ctx)
	if err != nil {
		return err
	}
	s := statusOf(a)
	fault := s.Fault()
	if fault == printer.NoFault && (j.state == jobHeld || j.state == jobStopped ||
		a.says("printer-state-reasons", "connecting-to-device")) {
		fault = printer.FaultOffline
	}
	if fault == printer.NoFault {
		return nil
	}
	return &printer.FaultError{Fault: fault, Status: s}
}

func (p *Printer) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(p.cfg.Poll):
	}
}
