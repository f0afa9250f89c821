package light

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// pace is how often what was asked for is shown again, and how long the device
// may take.
type pace struct{ again, patience time.Duration }

var usual = pace{5 * time.Second, Patience}

// half is how long a lamp that this program blinks is on, and then off.
const half = 500 * time.Millisecond

// state is what a light is asked for.
type state struct {
	colour Colour
	blink  bool
}

// device is an open light. A call may take long; ctx ends it where it can, with an
// error that is a deadline's.
type device interface {
	show(ctx context.Context, s state) error
	close() error
}

// wish is a state with somebody who waits for it.
type wish struct {
	state
	done chan error // has room for one
}

// lamp is a light whose device comes and goes. The goroutine run owns the device.
type lamp struct {
	holder holder // of run

	mu     sync.Mutex
	next   *wish // the newest, not yet taken
	closed bool
	wake   chan struct{}
	over   chan struct{}
}

var _ Light = (*lamp)(nil)

// newLamp drives what open gives. A soft one cannot blink: it is switched on and
// off.
func newLamp(open func() (device, error), soft bool, p pace) *lamp {
	l := &lamp{holder: holder{pace: p, open: open, soft: soft}, wake: make(chan struct{}, 1), over: make(chan struct{})}
	go l.run()
	return l
}

func (l *lamp) Show(c Colour, blink bool) error {
	if c < Off || c > Red {
		return fmt.Errorf("%w: %d", ErrColour, int(c))
	}
	w := &wish{state{c, blink && c != Off}, make(chan error, 1)}
	if !l.ask(w) {
		return ErrClosed
	}
	late := time.NewTimer(l.holder.patience)
	defer late.Stop()
	select {
	case err := <-w.done:
		return err
	case <-late.C:
		return ErrSlow
	}
}

// ask puts w in the place of what was not yet taken.
func (l *lamp) ask(w *wish) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	if l.next != nil {
		l.next.done <- nil
	}
	l.next = w
	l.stir()
	return true
}

// stir wakes run. The caller has mu.
func (l *lamp) stir() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *lamp) Close() error {
	l.mu.Lock()
	l.closed = true
	l.stir()
	l.mu.Unlock()
	late := time.NewTimer(l.holder.patience)
	defer late.Stop()
	select {
	case <-l.over:
		return nil
	case <-late.C:
		return ErrSlow
	}
}

// take gives what was asked for since the last time.
func (l *lamp) take() (w *wish, closed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, l.next = l.next, nil
	return w, l.closed
}

func (l *lamp) run() {
	defer close(l.over)
	h := &l.holder
	defer h.leave()
	for due := false; ; {
		w, closed := l.take()
		if closed {
			w.refuse()
			return
		}
		if w != nil || due {
			h.step(w)
		}
		select {
		case <-l.wake:
			due = false
		case <-time.After(h.pause()):
			due = true
		}
	}
}

func (w *wish) refuse() {
	if w != nil {
		w.done <- ErrClosed
	}
}
