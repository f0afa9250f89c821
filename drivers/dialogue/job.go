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

const (
	// chunk is how much is sent between two looks at what the printer says.
	chunk = 128
	// turnOfLine is how long a write may stand before we look.
	turnOfLine = 100 * time.Millisecond
)

// send writes p and watches the printer meanwhile. It returns how much of p
// the line took. It ends early for a fault, and with ErrNoAnswer when the
// printer holds the line for longer than the patience.
func (l *link) send(ctx context.Context, p []byte) (sent int, err error) {
	moved := time.Now()
	for sent < len(p) {
		n, err := l.write(ctx, p[sent:min(sent+chunk, len(p))])
		sent += n
		if err != nil {
			return sent, err
		}
		if n > 0 {
			moved = time.Now()
		}
		if time.Since(moved) > l.Stall {
			return sent, fmt.Errorf("dialogue: the printer holds the line: %w", printer.ErrNoAnswer)
		}
		if err := l.look(ctx); err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// write gives the line one turn; that it took nothing is no error yet.
func (l *link) write(ctx context.Context, p []byte) (int, error) {
	turn, cancel := context.WithTimeout(ctx, turnOfLine)
	defer cancel()
	n, err := l.port.Write(turn, p)
	l.passes(n)
	if errors.Is(err, serial.ErrTimeout) {
		err = nil
	}
	return n, err
}

// passes counts the time that n bytes need on the line. An adapter or a pty
// takes them much faster, and a question queues behind them.
func (l *link) passes(n int) {
	if now := time.Now(); l.empty.Before(now) {
		l.empty = now
	}
	l.empty = l.empty.Add(time.Duration(n) * 10 * time.Second / time.Duration(l.baud))
}

// look fetches what the printer said by itself.
func (l *link) look(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := l.listen(ctx, moment); err != nil {
		return err
	}
	return faultOf(l.status)
}

// confirmed waits until the printer says that all it got is printed. Where its
// answer only says that the bytes were processed, the sensors say whether there
// was paper under the head.
func (l *link) confirmed(ctx context.Context, id string) error {
	if l.byMouth() {
		return l.shown(ctx)
	}
	q, ok := l.lang.Confirm(id)
	if !ok {
		return fmt.Errorf("dialogue: this model confirms nothing: %w", printer.ErrNoAnswer)
	}
	if err := l.settled(ctx, q, l.Opts.Confirm); err != nil || l.lang.Proves() {
		return err
	}
	s, err := l.sense(ctx)
	if err != nil {
		return err
	}
	return faultOf(s)
}

// settled queues q behind what was sent and waits for its answer. The sensors
// are asked meanwhile: a printer that is off-line answers nothing that is
// queued, and one that lost its power nothing at all.
func (l *link) settled(ctx context.Context, q Question, patience time.Duration) error {
	if _, err := l.send(ctx, q.Bytes); err != nil {
		return err
	}
	until, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for silent := 0; silent < 2 && until.Err() == nil; silent++ {
		if err := l.wait(until, q.Fits); !errors.Is(err, printer.ErrNoAnswer) {
			return err
		}
		excused := l.excused()
		s, err := l.sense(until)
		if l.answered(q, err) {
			return nil
		}
		if err := errors.Join(faultOf(s), notSilence(err)); err != nil {
			return err
		}
		if err == nil || excused {
			silent = -1
		}
	}
	return errors.Join(fmt.Errorf("dialogue: not confirmed: %w", printer.ErrNoAnswer), ctx.Err())
}

// answered says whether the answer to q has come: while the sensors were asked,
// or, from a printer that has one question for both, as theirs.
func (l *link) answered(q Question, err error) bool {
	_, ok := l.take(q.Fits)
	return ok || err == nil && slices.ContainsFunc(l.senses, q.Fits)
}

// excused says whether silence means nothing: the bytes are still on the line,
// or the printer said that it rests (a hot head, a finger on a button), and a
// question waits behind the bytes that it does not take.
func (l *link) excused() bool {
	f := l.status.Fault()
	return time.Now().Before(l.empty) || f == printer.FaultHot || f == printer.FaultOffline
}

// wait gives the answer one turn to come.
func (l *link) wait(ctx context.Context, fits func(Reply) bool) error {
	turn, cancel := context.WithTimeout(ctx, l.Answer)
	defer cancel()
	_, err := l.await(ctx, turn, fits)
	return err
}

// notSilence leaves the errors of the line.
func notSilence(err error) error {
	if errors.Is(err, printer.ErrNoAnswer) {
		return nil
	}
	return err
}

// recover brings a printer that may hold part of an abandoned document back to
// where a new one can begin.
//
// A command that empties it does so at once. Where the model has not got one,
// whatever its profile says, zeros end whatever command was cut short, and the
// answer to a queued question tells when the rest has been printed. An answer to
// a question of the abandoned document may come first, so it listens on until
// there is silence: taken for ours it would confirm a document that was never
// printed.
func (l *link) recover(ctx context.Context, id string) error {
	if l.clean {
		return nil
	}
	if q, ok := l.lang.Clear(); ok {
		if err := l.clear(ctx, q); !errors.Is(err, printer.ErrNoAnswer) {
			return err
		}
	}
	l.armed = false // padding initialises
	if _, err := l.send(ctx, l.lang.Padding()); err != nil {
		return err
	}
	if q, ok := l.lang.Confirm(id); ok {
		if err := l.swallowed(ctx, q); err != nil {
			return err
		}
		for l.wait(ctx, q.Fits) == nil {
		}
	}
	l.clean = true
	return nil
}

// head is longer than the head of any command.
const head = 16

// neutralise ends the head of a command that was cut short there with zeros,
// before anything else is sent: the bytes of a question would be taken for its
// length, and the printer would wait for kilobytes of dots.
func (l *link) neutralise(ctx context.Context) error {
	turn, cancel := context.WithTimeout(ctx, turnOfLine)
	defer cancel()
	return notSilence(l.port.Urgent(turn, make([]byte, head)))
}

const (
	// mouthful is how many zeros more are sent at a time, and mouthfuls how
	// often: a raster of 1040 rows (0410h) on 80 mm takes 75 KB.
	mouthful  = 8 << 10
	mouthfuls = 10
	// soon is how long an answer may take once there is nothing left to swallow,
	// and rest how long the rest of a document takes to print.
	soon = time.Second
	rest = 5 * time.Second
)

// swallowed waits until q, behind the padding, is answered. A command that was
// cut short in its head may have taken the bytes of our questions (10h 04h) for
// its length, and then wants far more zeros than any command of ours.
func (l *link) swallowed(ctx context.Context, q Question) error {
	err := l.settled(ctx, q, min(rest, l.Opts.Confirm))
	for n := 0; n < mouthfuls && errors.Is(err, printer.ErrNoAnswer) && ctx.Err() == nil; n++ {
		if _, silence := l.sense(ctx); silence != nil {
			return err // it is not hungry but gone
		}
		if _, err := l.send(ctx, make([]byte, mouthful)); err != nil {
			return err
		}
		err = l.settled(ctx, q, soon)
	}
	return err
}

// clear empties the printer's buffers in real time and waits until it says so.
func (l *link) clear(ctx context.Context, q Question) error {
	_, err := l.ask(ctx, q)
	if err == nil {
		l.clean = true
	}
	return err
}
