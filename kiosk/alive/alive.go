package alive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"guichet/kiosk/event"
)

// Check asks one part of the program whether it lives.
type Check struct {
	Name string // for the log: "visit loop", "frames"
	// Works returns nil once the part has answered. One that does not return by
	// the end of ctx hangs, even if it returns nil later.
	Works func(ctx context.Context) error
}

// Config is what is watched.
type Config struct {
	Checks []Check
	Log    *slog.Logger
}

// Watch speaks to systemd. Where the program was not started by it, or asked
// for no watchdog, it keeps silent and asks nothing.
type Watch struct {
	parts  []*part
	log    *slog.Logger
	ready  chan struct{}
	once   sync.Once
	notify func(state string) error
	every  time.Duration // of feeding; 0: there is no dog
}

// New reads NOTIFY_SOCKET and WATCHDOG_USEC.
func New(c Config) *Watch {
	w := &Watch{log: c.Log, ready: make(chan struct{}), notify: notify}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	for _, one := range c.Checks {
		w.parts = append(w.parts, &part{Check: one, asked: make(chan struct{}, 1)})
	}
	w.every = w.limit() / 3
	return w
}

// limit is after how much silence systemd kills; 0: never.
func (w *Watch) limit() time.Duration {
	if os.Getenv("NOTIFY_SOCKET") == "" {
		return 0
	}
	limit, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		w.log.Warn(string(event.WatchdogNotUnderstood), "error", err)
	}
	return limit
}

// notify does nothing without NOTIFY_SOCKET.
func notify(state string) error {
	_, err := daemon.SdNotify(false, state)
	return err
}

// Ready says that the first page stands. From then on the dog is fed. A second
// call does nothing.
func (w *Watch) Ready() { w.once.Do(func() { close(w.ready) }) }

// Run speaks until ctx ends, and last says that the program stops.
func (w *Watch) Run(ctx context.Context) {
	defer w.say(daemon.SdNotifyStopping)
	select {
	case <-ctx.Done():
		return
	case <-w.ready:
		w.say(daemon.SdNotifyReady)
	}
	if w.every <= 0 {
		<-ctx.Done()
		return
	}
	turn := time.NewTicker(w.every)
	defer turn.Stop()
	for ctx.Err() == nil {
		if w.alive(ctx) {
			w.say(daemon.SdNotifyWatchdog)
		}
		select {
		case <-ctx.Done():
		case <-turn.C:
		}
	}
}

func (w *Watch) say(state string) {
	if err := w.notify(state); err != nil {
		w.log.Warn(string(event.SystemdNotTold), "state", state, "error", err)
	}
}

// alive asks all parts at once, and gives them until the next turn.
func (w *Watch) alive(parent context.Context) bool {
	ctx, cancel := context.WithTimeout(parent, w.every)
	defer cancel()
	answers := make([]error, len(w.parts))
	var all sync.WaitGroup
	for i, p := range w.parts {
		all.Go(func() { answers[i] = p.ask(ctx) })
	}
	all.Wait()
	if parent.Err() != nil {
		return false // it stops: an answer that did not come is no fault
	}
	for i, p := range w.parts {
		p.tell(w.log, answers[i])
	}
	return errors.Join(answers...) == nil
}

// part is one check, and how it was.
type part struct {
	Check
	asked chan struct{} // full while it is asked: one that hangs is not asked twice
	ill   bool
}

var (
	errHangs  = errors.New("alive: it does not answer")
	errBroken = errors.New("alive: it broke while it was asked")
)

// ask waits for the answer, but not for ever.
func (p *part) ask(ctx context.Context) error {
	select {
	case p.asked <- struct{}{}:
	default:
		return errHangs
	}
	answer := make(chan error, 1)
	go func() {
		defer func() { <-p.asked }()
		answer <- p.works(ctx)
	}()
	select {
	case err := <-answer:
		if err == nil && ctx.Err() != nil {
			return errHangs
		}
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", errHangs, ctx.Err())
	}
}

// works asks. A mistake in the asking is no answer; what a panic says may hold
// anything, and is not told.
func (p *part) works(ctx context.Context) (err error) {
	err = errBroken
	defer func() { recover() }()
	return p.Works(ctx)
}

// tell logs what has changed.
func (p *part) tell(log *slog.Logger, err error) {
	if ill := err != nil; ill != p.ill {
		p.ill = ill
		if ill {
			log.Error(string(event.WatchdogNotFed), "check", p.Name, "error", err)
		} else {
			log.Info(string(event.WatchdogFed), "check", p.Name)
		}
	}
}
