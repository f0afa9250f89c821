package dialogue

import (
	"context"
	"errors"
	"time"

	"guichet/drivers/printer"
)

// askEvery is how often the sensors are asked although the printer tells
// changes by itself: a power cut makes it forget to.
const askEvery = 3 * time.Second

// Watch tells the status now and after every change. See printer.Watcher.
func (d *Dev) Watch(ctx context.Context, tell func(printer.Status, error)) {
	var was seen
	for due := time.Now(); ctx.Err() == nil; {
		if !time.Now().Before(due) {
			d.Status(ctx)
			due = time.Now().Add(askEvery)
		} else if d.overhear(ctx, time.Until(due)) != nil {
			due = time.Now()
		}
		s, err, _ := d.known()
		if now := (seen{s, err == nil, errors.Is(err, printer.ErrGone), true}); now != was && ctx.Err() == nil {
			was = now
			tell(s, err)
		}
	}
}

// seen is what makes a change.
type seen struct {
	status            printer.Status
	fine, gone, known bool
}

// overhear listens to what the printer says by itself, at most for left, and
// less if somebody wants to talk to it. Where there is nothing to hear it lets
// the time pass.
func (d *Dev) overhear(ctx context.Context, left time.Duration) error {
	select {
	case <-d.turn:
	default:
		return pause(ctx, min(left, busy))
	}
	if d.link == nil {
		d.release()
		return pause(ctx, left)
	}
	defer d.release()
	listening, cancel := context.WithCancel(ctx)
	defer cancel()
	d.hush.Store(&cancel)
	defer d.hush.Store(nil)
	err := d.check(d.link.listen(listening, left))
	if listening.Err() != nil {
		err = nil
	}
	return d.heard(ctx, err)
}

// busy is how long Watch leaves alone a printer that somebody talks to.
const busy = 50 * time.Millisecond

// heard keeps what the printer said.
func (d *Dev) heard(ctx context.Context, err error) error {
	if err != nil {
		d.note(printer.Status{}, err)
		return err
	}
	if d.link != nil && d.link.news {
		d.link.news = false
		d.note(d.link.status, nil)
	}
	return d.drawBack(ctx)
}

// drawBack ends the time of a paper that nobody took, where the printer has no
// clock for it.
func (d *Dev) drawBack(ctx context.Context) error {
	if !d.mouth.overdue(time.Now()) || d.mouth.drawn {
		return nil
	}
	return d.check(d.retract(ctx))
}
