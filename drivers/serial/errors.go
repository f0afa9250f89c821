package serial

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

var (
	// ErrTimeout: the time was over before the bytes were. The line is there.
	ErrTimeout = errors.New("serial: time-out")
	// ErrGone: there is no such device, or it was unplugged.
	ErrGone = errors.New("serial: no such device any more")
	// ErrClosed: Close was called on this port.
	ErrClosed = errors.New("serial: port closed")
	// ErrDropped: Drop was called while the bytes were on their way.
	ErrDropped = errors.New("serial: dropped")
	// ErrBusy: another program has the port open.
	ErrBusy = errors.New("serial: port in use by another program")
)

// ConfigError is a field of a [Config] that cannot be used.
type ConfigError struct {
	Field string // as in the struct: "Baud"
	Value any
	Why   string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("serial: %s %v: %s", e.Field, e.Value, e.Why)
}

// classify gives the errors of the kernel the names of this package.
func classify(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case isAny(err, unix.EIO, unix.ENXIO, unix.ENODEV, unix.ENOENT, unix.EBADF):
		return fmt.Errorf("%w: %s: %w", ErrGone, doing, err)
	case isAny(err, unix.EBUSY, unix.EWOULDBLOCK):
		return fmt.Errorf("%w: %s", ErrBusy, doing)
	default:
		return fmt.Errorf("serial: %s: %w", doing, err)
	}
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// over says why ctx is over, nil while it is not. A deadline is a time-out of
// the line; a cancellation is the caller's own. The timer of ctx may come later
// than its deadline, by milliseconds on a busy machine; nobody waits for it.
func over(ctx context.Context) error {
	err := ctx.Err()
	if deadline, ok := ctx.Deadline(); err == nil && ok && !time.Now().Before(deadline) {
		runtime.Gosched() // the timer's turn
		err = context.DeadlineExceeded
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return err
}
