package escpos

import (
	"context"
	"errors"
	"fmt"
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
		if time.Since(moved) > l.stall {
			return sent, fmt.Errorf("escpos: the printer holds the line: %w", printer.ErrNoAnswer)
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

// confirmed waits until the printer says that all it got is printed.
func (l *link) confirmed(ctx context.Context, how, id string) error {
	switch how {
	case "process_id":
		return l.settled(ctx, processID(id), isBlock("\x37\x22"+id))
	case "fence":
		return l.confirmByFence(ctx)
	}
	return fmt.Errorf("escpos: this model confirms nothing: %w", printer.ErrNoAnswer)
}

// confirmByFence: GS r says that the bytes were processed; the sensors say
// whether there was paper under the head.
func (l *link) confirmByFence(ctx context.Context) error {
	if err := l.settled(ctx, fence, isQueued); err != nil {
		return err
	}
	s, err := l.sense(ctx)
	if err != nil {
		return err
	}
	return faultOf(s)
}

// settled queues question behind the document and waits for its answer. The
// sensors are asked meanwhile: a printer that is off-line answers nothing that
// is queued, and one that lost its power nothing at all.
func (l *link) settled(ctx context.Context, question []byte, fits func(reply) bool) error {
	if _, err := l.send(ctx, question); err != nil {
		return err
	}
	until, cancel := context.WithTimeout(ctx, l.confirm)
	defer cancel()
	for silent := 0; silent < 2 && until.Err() == nil; silent++ {
		if err := l.wait(until, fits); !errors.Is(err, printer.ErrNoAnswer) {
			return err
		}
		s, err := l.sense(until)
		if _, ok := l.take(fits); ok {
			return nil
		}
		if err := errors.Join(faultOf(s), notSilence(err)); err != nil {
			return err
		}
		if err == nil || time.Now().Before(l.empty) {
			silent = -1
		}
	}
	return errors.Join(fmt.Errorf("escpos: not confirmed: %w", printer.ErrNoAnswer), ctx.Err())
}

// wait gives the answer one turn to come.
func (l *link) wait(ctx context.Context, fits func(reply) bool) error {
	turn, cancel := context.WithTimeout(ctx, l.answer)
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
// DLE DC4 8 empties it. Where the model has not got that, zeros end whatever
// command was cut short, and a fence tells when the rest has been printed. An
// answer to a fence of the abandoned document may come first, so it listens on
// until there is silence: taken for ours it would confirm a document that was
// never printed.
func (l *link) recover(ctx context.Context, p printer.Profile) error {
	if l.clean {
		return nil
	}
	if p.Clear == "dle_dc4" {
		return l.clear(ctx)
	}
	if _, err := l.send(ctx, append(make([]byte, maxCommand(p.Dots)), initialise...)); err != nil {
		return err
	}
	if p.Confirm == "fence" {
		if err := l.settled(ctx, fence, isQueued); err != nil {
			return err
		}
		for l.wait(ctx, isQueued) == nil {
		}
	}
	l.clean = true
	return nil
}

// separate cuts off, or feeds out, what an abandoned document left on the
// paper: it must not hang in front of the next citizen's.
func separate(p printer.Profile) []byte {
	return join(initialise, lineFeed, finish(p))
}
