package dialogue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"guichet/drivers/printer"
)

// mouth follows what a presenter holds out. No printer tells a paper that was
// taken from one that it drew back: the time tells.
type mouth struct {
	timeout   time.Duration // 0: a paper is held for ever
	since     time.Time     // when a paper was first seen there; zero for none
	drawn     bool          // we told it to let go
	forgotten int
}

// see takes what the sensor says and returns how many papers nobody took.
func (m *mouth) see(now printer.Mouth, at time.Time) int {
	switch {
	case now == printer.MouthHolding && m.since.IsZero():
		m.since, m.drawn = at, false
	case now == printer.MouthEmpty && !m.since.IsZero():
		if m.drawn || m.overdue(at) {
			m.forgotten++
		}
		m.since = time.Time{}
	}
	return m.forgotten
}

// overdue says whether a paper is held for longer than it should be.
func (m *mouth) overdue(at time.Time) bool {
	return m.timeout > 0 && !m.since.IsZero() && at.Sub(m.since) >= m.timeout
}

const (
	// lookAtMouth is how often a document looks whether the one before it was
	// taken.
	lookAtMouth = 250 * time.Millisecond
	// letGo is how long the motor needs to draw a paper back.
	letGo = 5 * time.Second
)

// untilTaken waits until nobody's paper is held out: the next one would push
// it on the floor, or stay behind it. A paper whose time is over is drawn back;
// one whose time is not may be the same citizen's: he is asked to take it.
func (d *Dev) untilTaken(ctx context.Context, s printer.Status) (err error) {
	if s, err = d.emptied(ctx, s, d.opts.Taken); err != nil || s.Mouth != printer.MouthHolding {
		return err
	}
	if d.mouth.overdue(time.Now()) {
		if err := d.retract(ctx); err != nil {
			return err
		}
		if s, err = d.emptied(ctx, s, letGo); err != nil || s.Mouth != printer.MouthHolding {
			return err
		}
	}
	return &printer.FaultError{Fault: printer.FaultPresenter, Status: s}
}

// emptied asks until the mouth is empty, at most for so long.
func (d *Dev) emptied(ctx context.Context, s printer.Status, long time.Duration) (printer.Status, error) {
	var err error
	for until := time.Now().Add(long); s.Mouth == printer.MouthHolding && time.Now().Before(until); {
		if err = pause(ctx, lookAtMouth); err != nil {
			return s, err
		}
		if s, err = d.sense(ctx); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (l *link) byMouth() bool {
	m, ok := l.lang.(Presenting)
	return ok && m.ByMouth()
}

// shown waits until the mouth holds the paper of the job: it was empty before.
func (l *link) shown(ctx context.Context) error {
	until, cancel := context.WithTimeout(ctx, l.Opts.Confirm)
	defer cancel()
	for silent := 0; silent < 2 && until.Err() == nil; {
		excused := l.excused()
		s, err := l.sense(until)
		if err == nil && s.Mouth == printer.MouthHolding {
			return faultOf(s)
		}
		if err := errors.Join(faultOf(s), notSilence(err)); err != nil {
			return err
		}
		if silent++; err == nil || excused {
			silent = 0
		}
		pause(until, lookAtMouth)
	}
	return errors.Join(fmt.Errorf("dialogue: no paper came out: %w", printer.ErrNoAnswer), ctx.Err())
}

// settled waits until no paper has come out for a while: what was abandoned
// may still be on its way to the mouth, and would be taken for the next job's.
func (d *Dev) settled(ctx context.Context) error {
	for since := time.Now(); time.Since(since) < d.opts.Settle; {
		if err := pause(ctx, lookAtMouth); err != nil {
			return err
		}
		s, err := d.sense(ctx)
		switch {
		case err != nil:
			return err
		case !s.Ready():
			return &printer.FaultError{Fault: s.Fault(), Status: s}
		case s.Mouth == printer.MouthHolding:
			if err := d.untilTaken(ctx, s); err != nil {
				return err
			}
			since = time.Now()
		}
	}
	return nil
}

// retract draws a paper back, once. A printer with a clock of its own has done
// so, or cannot.
func (d *Dev) retract(ctx context.Context) error {
	d.mouth.drawn = true
	command := d.lang.Retract()
	if command == nil || d.link == nil {
		return nil
	}
	_, err := d.link.send(ctx, command)
	return err
}

func pause(ctx context.Context, d time.Duration) error {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wait.C:
		return nil
	}
}
