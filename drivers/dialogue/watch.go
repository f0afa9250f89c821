package dialogue

import (
	"context"
	"time"

	"guichet/drivers/printer"
)

const (
	// askEvery is how often the sensors are asked although the printer tells
	// changes by itself: a power cut makes it forget to.
	askEvery = 3 * time.Second
	// overhear is how long Watch listens before it lets others talk.
	overhear = 200 * time.Millisecond
)

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
		if now := (seen{true, s, err != nil}); now != was && ctx.Err() == nil {
			was = now
			tell(s, err)
		}
	}
}

// seen is what makes a change: an error is one whatever it says.
type seen struct {
	told   bool
	status printer.Status
	failed bool
}

// overhear listens to what the printer says by itself, at most for d. Where
// there is nothing to hear it lets the time pass.
func (d *Dev) overhear(ctx context.Context, left time.Duration) error {
	left = min(left, overhear)
	select {
	case <-d.turn:
	default:
		return pause(ctx, left)
	}
	if d.link == nil {
		d.release()
		return pause(ctx, left)
	}
	defer d.release()
	err := d.check(d.link.listen(ctx, left))
	if err != nil && ctx.Err() == nil {
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
