package escpos

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
	port  Port
	split splitter
	patience
	status printer.Status // the last that is known
	heard  []reply        // answers that nobody has taken yet, without ASB
	clean  bool           // nothing of an earlier document is in the printer

	baud  int       // bits a second
	empty time.Time // when all that was written has passed the line, at that speed
}

// maxHeard bounds the answers that nobody asked for.
const maxHeard = 64

// patience is how long the printer is given. See Opts.
type patience struct{ answer, stall, confirm time.Duration }

// listen reads what comes within d, and puts ASB into the status. The error is
// nil for silence.
func (l *link) listen(ctx context.Context, d time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var buf [64]byte
	n, err := l.port.Read(ctx, buf[:])
	for _, r := range l.split.feed(buf[:n]) {
		if r.kind == auto {
			l.status = fromAutoStatus([4]byte(r.data))
			continue
		}
		l.heard = append(l.heard, r)
	}
	l.heard = l.heard[max(0, len(l.heard)-maxHeard):]
	if errors.Is(err, serial.ErrTimeout) {
		return nil
	}
	return err
}

// moment is long enough to fetch what has already come.
const moment = time.Millisecond

// ask sends a real-time command and waits for the answer that fits.
func (l *link) ask(ctx context.Context, command []byte, fits func(reply) bool) (reply, error) {
	if err := l.listen(ctx, moment); err != nil {
		return reply{}, err
	}
	l.take(fits) // late answers to earlier questions
	deadline, cancel := context.WithTimeout(ctx, l.answer)
	defer cancel()
	if err := l.port.Urgent(deadline, command); err != nil && !errors.Is(err, serial.ErrTimeout) {
		return reply{}, err
	}
	return l.await(ctx, deadline, fits)
}

// await returns the first answer that fits. The error wraps
// printer.ErrNoAnswer when deadline passes first.
func (l *link) await(ctx, deadline context.Context, fits func(reply) bool) (reply, error) {
	for {
		if r, ok := l.take(fits); ok {
			return r, nil
		}
		if err := ctx.Err(); err != nil {
			return reply{}, fmt.Errorf("escpos: %w: %w", printer.ErrNoAnswer, err)
		}
		if deadline.Err() != nil {
			return reply{}, fmt.Errorf("escpos: %w", printer.ErrNoAnswer)
		}
		if err := l.listen(deadline, l.answer); err != nil {
			return reply{}, err
		}
	}
}

// take returns the last answer that fits, and forgets all that do.
func (l *link) take(fits func(reply) bool) (last reply, ok bool) {
	l.heard = slices.DeleteFunc(l.heard, func(r reply) bool {
		if !fits(r) {
			return false
		}
		last, ok = r, true
		return true
	})
	return last, ok
}

// sense asks the four questions of DLE EOT. A printer answers the first at
// least, the second time it is asked: a byte can get lost. A clone that leaves
// one of the others out is believed to be well there.
func (l *link) sense(ctx context.Context) (printer.Status, error) {
	var answers [4]byte
	for i := range answers {
		r, err := l.ask(ctx, askStatus(byte(i+1)), isRealTime)
		if i == 0 && errors.Is(err, printer.ErrNoAnswer) {
			r, err = l.askAgain(ctx)
		}
		if err == nil {
			answers[i] = r.data[0]
		} else if i == 0 || !errors.Is(err, printer.ErrNoAnswer) {
			return printer.Status{}, err
		}
	}
	l.status = fromRealTime(answers)
	return l.status, nil
}

// askAgain is the first question once more. A printer that was slow, not deaf,
// answers twice; the second answer is not one to the next question.
func (l *link) askAgain(ctx context.Context) (reply, error) {
	r, err := l.ask(ctx, askStatus(1), isRealTime)
	if err == nil {
		err = notSilence(l.wait(ctx, isRealTime))
	}
	return r, err
}

func isRealTime(r reply) bool { return r.kind == realTime }

func isQueued(r reply) bool { return r.kind == queued }

func isBlock(content string) func(reply) bool {
	return func(r reply) bool { return r.kind == block && string(r.data) == content }
}

// clear empties the printer's buffers in real time and waits until it says so.
func (l *link) clear(ctx context.Context) error {
	_, err := l.ask(ctx, clearBuffers, isBlock("\x37\x25"))
	if err == nil {
		l.clean = true
	}
	return err
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
