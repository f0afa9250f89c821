package dialogue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// Port is the line to the printer: what package serial opens. Errors wrap
// serial.ErrTimeout, serial.ErrGone or serial.ErrClosed, or are ctx.Err().
type Port interface {
	Read(ctx context.Context, p []byte) (int, error)
	Write(ctx context.Context, p []byte) (int, error)
	// Urgent sends a real-time command although the printer said "wait".
	Urgent(ctx context.Context, p []byte) error
	// Drop throws away what has not gone out yet.
	Drop() error
	Close() error
}

// link is an open port and what the printer has said on it so far. Only the
// goroutine that holds Dev.turn uses it.
type link struct {
	lang  Language
	port  Port
	split Splitter
	Opts
	status printer.Status // the last that is known
	news   bool           // the printer told a status by itself
	heard  []Reply        // answers that nobody has taken yet
	senses []Reply        // answers to the last questions about the sensors
	clean  bool           // nothing of an earlier document is in the printer
	padded bool           // no command of an earlier document is unfinished there
	armed  bool           // it was told to tell changes, and has answered since

	baud  int       // bits a second
	empty time.Time // when all that was written has passed the line, at that speed
}

// maxHeard bounds the answers that nobody asked for.
const maxHeard = 64

// listen reads what comes within d, and puts what the printer tells by itself
// into the status. The error is nil for silence.
func (l *link) listen(ctx context.Context, d time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var buf [64]byte
	n, err := l.port.Read(ctx, buf[:])
	for _, r := range l.split.Feed(buf[:n]) {
		l.hear(r)
	}
	if errors.Is(err, serial.ErrTimeout) {
		return nil
	}
	return err
}

func (l *link) hear(r Reply) {
	if s, ok := l.lang.Told(r); ok {
		l.status, l.news = s, true
	}
	l.heard = append(l.heard, r)
	l.heard = l.heard[max(0, len(l.heard)-maxHeard):]
}

// moment is long enough to fetch what has already come.
const moment = time.Millisecond

// ask sends a real-time command and waits for the answer that fits.
func (l *link) ask(ctx context.Context, q Question) (Reply, error) {
	if err := l.listen(ctx, moment); err != nil {
		return Reply{}, err
	}
	l.take(q.Fits) // late answers to earlier questions
	if q.Queued {
		return l.askInTurn(ctx, q)
	}
	deadline, cancel := context.WithTimeout(ctx, l.Answer)
	defer cancel()
	if err := l.port.Urgent(deadline, q.Bytes); err != nil && !errors.Is(err, serial.ErrTimeout) {
		return Reply{}, err
	}
	return l.await(ctx, deadline, q.Fits)
}

// askInTurn puts q behind what an abandoned job may have left unfinished. What
// the printer does not take is taken back: a question a second would fill its
// buffer while it is off-line.
func (l *link) askInTurn(ctx context.Context, q Question) (Reply, error) {
	command := q.Bytes
	if !l.clean && !l.padded {
		command = append(l.lang.Padding(), q.Bytes...)
		l.armed = false // it initialises
	}
	patience := l.Answer + time.Duration(len(command))*10*time.Second/time.Duration(l.baud)
	deadline, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := l.port.Write(deadline, command)
	if errors.Is(err, serial.ErrTimeout) {
		return Reply{}, errors.Join(fmt.Errorf("dialogue: %w", printer.ErrNoAnswer), l.port.Drop())
	}
	if err != nil {
		return Reply{}, err
	}
	l.padded = true
	return l.await(ctx, deadline, q.Fits)
}

// await returns the first answer that fits. The error wraps
// printer.ErrNoAnswer when deadline passes first. What came while this program
// had no processor counts: it looks once more when deadline has passed.
func (l *link) await(ctx, deadline context.Context, fits func(Reply) bool) (Reply, error) {
	for over := false; ; {
		if r, ok := l.take(fits); ok {
			return r, nil
		}
		if err := ctx.Err(); err != nil {
			return Reply{}, fmt.Errorf("dialogue: %w: %w", printer.ErrNoAnswer, err)
		}
		if over {
			return Reply{}, fmt.Errorf("dialogue: %w", printer.ErrNoAnswer)
		}
		over = deadline.Err() != nil
		if err := l.listen(deadline, l.Answer); err != nil {
			return Reply{}, err
		}
	}
}

// take returns the last answer that fits, and forgets all that do.
func (l *link) take(fits func(Reply) bool) (last Reply, ok bool) {
	l.heard = slices.DeleteFunc(l.heard, func(r Reply) bool {
		if !fits(r) {
			return false
		}
		last, ok = r, true
		return true
	})
	return last, ok
}

// sense asks about the sensors. A printer answers the first question at least,
// the second time it is asked: a byte can get lost. A clone that leaves one of
// the others out is believed to be well there.
func (l *link) sense(ctx context.Context) (printer.Status, error) {
	questions := l.lang.Sense()
	answers := make([]Reply, len(questions))
	for i, q := range questions {
		r, err := l.ask(ctx, q)
		if i == 0 && errors.Is(err, printer.ErrNoAnswer) {
			l.armed = false // it may have lost its power
			r, err = l.askAgain(ctx, q)
		}
		if err == nil {
			answers[i] = r
		} else if i == 0 || !errors.Is(err, printer.ErrNoAnswer) {
			return printer.Status{}, err
		}
	}
	l.status, l.senses = l.lang.Read(answers), answers
	return l.status, nil
}

// askAgain is a question once more. A printer that was slow, not deaf, answers
// twice; the second answer is not one to the next question.
func (l *link) askAgain(ctx context.Context, q Question) (Reply, error) {
	r, err := l.ask(ctx, q)
	if err == nil {
		err = notSilence(l.wait(ctx, q.Fits))
	}
	return r, err
}

// arm has a printer that is ready tell changes by itself.
func (l *link) arm(ctx context.Context) error {
	a, ok := l.lang.(Armer)
	if !ok || l.armed {
		return nil
	}
	l.armed = true
	if command := a.Arm(); command != nil {
		_, err := l.write(ctx, command)
		return err
	}
	return nil
}

// faultOf is the fault that ends a document under way. A hot head mends itself
// and the printer goes on; being off-line without a reason may be somebody's
// finger on the feed button.
func faultOf(s printer.Status) error {
	switch f := s.Fault(); f {
	case printer.NoFault, printer.FaultHot, printer.FaultOffline:
		return nil
	default:
		return &printer.FaultError{Fault: f, Status: s}
	}
}
