package dialogue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// Opts is how long the printer is given. The zero value is right for a real
// printer.
type Opts struct {
	// Answer is the longest time to a real-time answer. 0 is 500 ms: the
	// slowest USB adapter holds a byte for 16 ms, a clone may be busy feeding.
	Answer time.Duration
	// Stall is the longest time that the printer may hold the line while a
	// document is sent. 0 is 10 s.
	Stall time.Duration
	// Confirm is the longest time from the last byte to the confirmation.
	// 0 is 30 s: 1.5 m of paper at 50 mm/s.
	Confirm time.Duration
	// Taken is the longest time that a document waits for the paper before it
	// to be taken out of the presenter. 0 is 10 s: then the screen had better say
	// what it waits for.
	Taken time.Duration
	// Settle is how long no paper may come out before the first document, where
	// only the mouth confirms it. 0 is 5 s.
	Settle time.Duration
	// Fresh: the caller knows that no document was abandoned in the printer
	// before, by a program that died or by a Dev that was closed. The first
	// document is then printed without clearing anything and without a slip cut
	// off in front. If it is not true, the rest of the other document may stand
	// on the same paper, or swallow the beginning of this one.
	Fresh bool
}

// Dev is a receipt printer. It opens its port when it first needs it, and
// again after the printer was unplugged.
type Dev struct {
	lang    Language
	profile printer.Profile
	open    func(context.Context) (Port, error)
	opts    Opts

	turn      chan struct{} // holds a token while nobody talks to the printer
	link      *link         // nil while not connected; owned by the token
	abandoned bool          // part of a document may hang out; owned by the token
	fresh     bool          // Opts.Fresh, until a document is sent; owned by the token
	jobs      uint32        // documents sent, for their names; owned by the token
	mouth     mouth         // owned by the token

	printing atomic.Bool
	hush     atomic.Pointer[context.CancelFunc] // ends Watch's listening; nil while it does not

	mu     sync.Mutex // guards what follows
	port   Port       // the port of link, for Close
	last   printer.Status
	why    error // of the last Status
	asked  bool  // last and why are known
	closed bool
}

// New returns the printer behind the port that open opens. It does not touch
// the printer: one that is missing is found out by Status and Print. The error
// is a fault of the profile. A nil opts is the zero value.
func New(lang Language, profile printer.Profile, open func(context.Context) (Port, error), opts *Opts) (*Dev, error) {
	if err := profiles.Check(profile); err != nil {
		return nil, err
	}
	d := &Dev{lang: lang, profile: profile, open: open, turn: make(chan struct{}, 1)}
	if opts != nil {
		d.opts = *opts
	}
	d.opts = d.opts.withDefaults()
	d.mouth.timeout = time.Duration(profile.Presenter.Timeout) * time.Second
	d.jobs = uint32(time.Now().UnixNano()) // names differ from those before a restart
	d.fresh = d.opts.Fresh
	d.abandoned = !d.fresh // by a program that died while it printed
	d.turn <- struct{}{}
	return d, nil
}

func (o Opts) withDefaults() Opts {
	set := func(d *time.Duration, byDefault time.Duration) {
		if *d == 0 {
			*d = byDefault
		}
	}
	set(&o.Answer, 500*time.Millisecond)
	set(&o.Stall, 10*time.Second)
	set(&o.Confirm, 30*time.Second)
	set(&o.Settle, 5*time.Second)
	set(&o.Taken, 10*time.Second)
	return o
}

// Profile returns what the driver knows of its model.
func (d *Dev) Profile() printer.Profile { return d.profile }

// String names the driver and the model, for logs.
func (d *Dev) String() string { return d.profile.Driver + " " + d.profile.Name }

// Status asks the sensors. While a document is printed it returns what is known
// from before instead of waiting: a question may not stand in the middle of a
// command.
func (d *Dev) Status(ctx context.Context) (printer.Status, error) {
	if s, err, ok := d.known(); ok && d.printing.Load() {
		return s, err
	}
	if err := d.takeTurn(ctx); err != nil {
		s, _, _ := d.known()
		return s, err
	}
	defer d.release()
	s, err := d.sense(ctx)
	if err == nil {
		err = d.drawBack(ctx)
	}
	return s, err
}

// takeTurn waits until nobody talks to the printer. Who only listens gives way.
func (d *Dev) takeTurn(ctx context.Context) error {
	for {
		if cancel := d.hush.Load(); cancel != nil {
			(*cancel)()
		}
		select {
		case <-d.turn:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("%s: another document is being printed: %w", d.profile.Driver, ctx.Err())
		case <-time.After(busy): // a listener may have begun meanwhile
		}
	}
}

// known is the last status, if the printer was ever asked.
func (d *Dev) known() (printer.Status, error, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last, d.why, d.asked
}

// note keeps what is known, with what the presenter did, for Status.
func (d *Dev) note(s printer.Status, err error) printer.Status {
	s.Forgotten = d.mouth.see(s.Mouth, time.Now())
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last, d.why, d.asked = s, err, true
	return s
}

// sense asks the sensors; the caller holds the turn.
func (d *Dev) sense(ctx context.Context) (printer.Status, error) {
	s, err := d.senseLink(ctx)
	err = d.check(err)
	return d.note(s, err), err
}

func (d *Dev) senseLink(ctx context.Context) (printer.Status, error) {
	l, err := d.connect(ctx)
	if err != nil {
		return printer.Status{}, err
	}
	s, err := l.sense(ctx)
	if err == nil && s.Ready() {
		err = l.arm(ctx)
	}
	return s, err
}

// connect opens the port if it is not open.
func (d *Dev) connect(ctx context.Context) (*link, error) {
	if d.link != nil {
		return d.link, nil
	}
	if d.isClosed() {
		return nil, serial.ErrClosed
	}
	port, err := d.open(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed { // meanwhile
		port.Close()
		return nil, serial.ErrClosed
	}
	d.port = port
	d.link = &link{lang: d.lang, port: port, split: d.lang.Splitter(), clean: d.fresh, baud: d.profile.Baud, Opts: d.opts}
	return d.link, nil
}

func (d *Dev) isClosed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

// check gives the errors of the line the words of the contract, and lets go of
// a port that has them: the next call opens it anew. Silence, faults and the
// caller's own end are not of the line.
func (d *Dev) check(err error) error {
	var fault *printer.FaultError
	switch {
	case err == nil, errors.As(err, &fault), errors.Is(err, printer.ErrNoAnswer), errors.Is(err, printer.ErrGone),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	d.disconnect()
	return fmt.Errorf("%s: %w: %w", d.profile.Driver, printer.ErrGone, err)
}

func (d *Dev) disconnect() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.port != nil {
		d.port.Close()
	}
	d.port, d.link = nil, nil
}

// Close drops what has not gone out and releases the port. A Print under way
// ends at once; so does every later call, with ErrGone.
func (d *Dev) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	if d.port == nil {
		return nil
	}
	return d.port.Close()
}

func (d *Dev) release() { d.turn <- struct{}{} }

var (
	_ printer.Printer = (*Dev)(nil)
	_ printer.Watcher = (*Dev)(nil)
)
