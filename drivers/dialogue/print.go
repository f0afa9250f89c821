package dialogue

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// Print sends doc and waits until the printer says that it is on paper. It
// keeps a little of ctx's time, at most a second, to throw away the rest of a
// document that it gives up.
//
// It says NotPrinted only when no byte that prints was taken by the line: all
// that is sent before that is the clearing of an earlier document. Any doubt
// is Unknown.
func (d *Dev) Print(ctx context.Context, doc printer.Document) (printer.Outcome, error) {
	job, err := d.lang.Encode(doc)
	if err != nil {
		return printer.NotPrinted, err
	}
	if err := d.takeTurn(ctx); err != nil {
		return printer.NotPrinted, err
	}
	defer d.release()
	d.printing.Store(true)
	defer d.printing.Store(false)
	return d.print(ctx, job)
}

func (d *Dev) print(ctx context.Context, job []byte) (printer.Outcome, error) {
	working, cancel := withReserve(ctx)
	defer cancel()
	if err := d.prepare(working); err != nil {
		return printer.NotPrinted, d.check(err)
	}
	outcome, err := d.transfer(working, job)
	if outcome != printer.Printed {
		d.giveUp(ctx, outcome)
		err = d.explain(ctx, err)
	}
	err = d.check(err)
	d.remember(err)
	return outcome, err
}

// withReserve ends before ctx does.
func withReserve(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(time.Until(deadline)/4, time.Second)))
}

// prepare makes sure that the printer is there, ready and empty, and that
// nobody's paper is in its mouth.
func (d *Dev) prepare(ctx context.Context) error {
	s, err := d.sense(ctx)
	if err != nil && !(d.profile.Confirm == "none" && errors.Is(err, printer.ErrNoAnswer)) {
		return err
	}
	if err == nil && !s.Ready() {
		return &printer.FaultError{Fault: s.Fault(), Status: s}
	}
	if err := d.untilTaken(ctx, s); err != nil {
		return err
	}
	d.link.heard = nil
	if err := d.link.recover(ctx, d.nextName()); err != nil {
		return err
	}
	return d.cutOff(ctx)
}

// cutOff parts the paper of an abandoned document from the next. It is not
// known to be done before the next is confirmed.
func (d *Dev) cutOff(ctx context.Context) error {
	if !d.abandoned {
		return nil
	}
	if _, err := d.link.send(ctx, d.lang.Parting()); err != nil || !d.link.byMouth() {
		return err
	}
	return d.settled(ctx)
}

// transfer sends the job and waits for its confirmation.
func (d *Dev) transfer(ctx context.Context, job []byte) (printer.Outcome, error) {
	d.fresh, d.link.clean, d.link.padded, d.link.armed = false, false, false, false
	sent, err := d.link.send(ctx, job)
	if err != nil && sent <= d.lang.Lead() {
		return printer.NotPrinted, err
	}
	if err != nil {
		return printer.Unknown, err
	}
	d.link.padded = true // the job is whole
	if err := d.link.confirmed(ctx, d.nextName()); err != nil {
		return printer.Unknown, err
	}
	d.link.clean, d.link.armed, d.abandoned = true, true, false
	return printer.Printed, nil
}

// nextName is 4 capital letters, another for every question: what answers an
// earlier one must not answer this.
func (d *Dev) nextName() string {
	d.jobs++
	n := d.jobs
	var name [4]byte
	for i := range name {
		name[i] = 'A' + byte(n%26)
		n /= 26
	}
	return string(name[:])
}

// giveUp throws away the rest of a document: what waits here, and what the
// printer has taken and not printed. What it cannot do in ctx's time, the next
// Print does first.
func (d *Dev) giveUp(ctx context.Context, outcome printer.Outcome) {
	if outcome == printer.Unknown {
		d.abandoned = true
	}
	if err := d.link.port.Drop(); err != nil {
		return
	}
	err := d.link.neutralise(ctx)
	if q, ok := d.lang.Clear(); ok {
		err = d.link.clear(ctx, q)
	}
	if errors.Is(err, serial.ErrGone) {
		d.disconnect()
	}
}

// explain asks the sensors of a printer that was silent: one that does not
// tell a fault by itself only holds the line.
func (d *Dev) explain(ctx context.Context, err error) error {
	if !errors.Is(err, printer.ErrNoAnswer) {
		return err
	}
	if s, silence := d.sense(ctx); silence == nil {
		if fault := faultOf(s); fault != nil {
			return fault
		}
	}
	return err
}

// remember keeps what the printer told while it printed, for Status. Of one
// that was silent, explain has just asked it.
func (d *Dev) remember(err error) {
	switch {
	case errors.Is(err, printer.ErrNoAnswer):
	case d.link == nil:
		d.note(printer.Status{}, err)
	default:
		d.note(d.link.status, nil)
	}
}
