package serial

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// Port is an open serial line. Read may be called beside Write and Urgent;
// Drop and Close may be called beside anything.
type Port interface {
	// Read waits until a byte has come or ctx ends, and returns what is there.
	// n is at least 1 where err is nil. The error wraps ErrTimeout at ctx's
	// deadline, ErrGone, ErrClosed, or is context.Canceled.
	Read(ctx context.Context, p []byte) (n int, err error)

	// Write sends all of p, or says in n how much the line took before err.
	// Those n bytes may reach the device unless Drop follows. The errors are
	// those of Read; ErrTimeout also when nothing moved for WriteTimeout, and
	// ErrDropped.
	Write(ctx context.Context, p []byte) (n int, err error)

	// Urgent sends p, a real-time command of a few bytes, although the device
	// may have said "wait". Bytes that still wait are not pushed: it lets them
	// go out first, and ends with ErrTimeout if they do not. Drop them before.
	// A device that held the line holds it after the command as well, until it
	// takes that back, at most for WriteTimeout since it said so last: one that
	// lost its power knows nothing of it any more. Ask it for its state before
	// writing to a line that was held.
	Urgent(ctx context.Context, p []byte) error

	// Drop throws away what was written and has not gone out, and what came
	// and was not read. A Write or Urgent under way ends with ErrDropped: the
	// rest of a job whose middle is missing is no job.
	Drop() error

	// Close ends every Read and Write under way with ErrClosed and throws
	// away what has not gone out. Closing twice is allowed.
	Close() error
}

type port struct {
	cfg     Config
	fd      int           // our own descriptor: non-blocking
	wake    int           // an eventfd; it becomes readable at Close
	lib     io.ReadCloser // the library's port
	waiting func() int    // bytes in the kernel; the benchmark puts a UART here
	adapter bool          // it may stop at XOFF by itself

	closed  atomic.Bool
	drops   atomic.Uint64 // how often Drop was called
	open    sync.RWMutex  // held for reading while a call uses the descriptors
	writing sync.Mutex    // one Write or Urgent at a time
	input   sync.Mutex    // one reader at a time, of the line and of ahead
	gate    sync.Mutex    // handing bytes over, or throwing them away

	held  atomic.Bool // the device said XOFF and IXON is off
	since time.Time   // when it said so last; guarded by input
	ahead []byte      // came while a Write waited for XON; guarded by input

	opened  time.Time
	checked atomic.Int64 // when the line was last asked whether it is there, ns after opened
}

func newPort(cfg Config, fd int, lib io.ReadCloser) (*port, error) {
	if err := setFlow(fd, cfg.Flow); err != nil {
		return nil, classify("set flow control", err)
	}
	if err := flush(fd); err != nil {
		return nil, classify("flush", err)
	}
	wake, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		return nil, classify("open", err)
	}
	return &port{
		cfg: cfg, fd: fd, wake: wake, lib: lib, adapter: isAdapter(fd),
		waiting: func() int { return pending(fd) }, opened: time.Now(),
	}, nil
}

func flush(fd int) error {
	return unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIOFLUSH)
}

// enter keeps Close from closing the descriptors under a call.
func (p *port) enter() error {
	p.open.RLock()
	if p.closed.Load() {
		p.open.RUnlock()
		return ErrClosed
	}
	return nil
}

func (p *port) Drop() error {
	if err := p.enter(); err != nil {
		return err
	}
	defer p.open.RUnlock()
	return errors.Join(p.dropOutput(), p.dropInput())
}

func (p *port) dropOutput() error {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.drops.Add(1)
	return classify("drop", unix.IoctlSetInt(p.fd, unix.TCFLSH, unix.TCOFLUSH))
}

// dropInput must not throw an XON away, which is a byte among others as long
// as the hold lasts.
func (p *port) dropInput() (err error) {
	if p.held.Load() {
		err = p.listen()
	}
	p.input.Lock()
	defer p.input.Unlock()
	p.ahead = nil
	if p.held.Load() {
		return err
	}
	return errors.Join(err, classify("drop", unix.IoctlSetInt(p.fd, unix.TCFLSH, unix.TCIFLUSH)))
}

func (p *port) Close() error {
	if !p.end() {
		return nil
	}
	unix.Write(p.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0})
	p.open.Lock()
	defer p.open.Unlock()
	err := p.lib.Close()
	unix.Close(p.fd)
	unix.Close(p.wake)
	if classified := classify("close", err); !isAny(classified, ErrGone) {
		return classified
	}
	return nil
}

// end lets nothing more out. It comes before the last close, or the kernel
// waits up to 30 s for a device that holds the line (closing_wait).
func (p *port) end() (first bool) {
	p.gate.Lock()
	defer p.gate.Unlock()
	if p.closed.Swap(true) {
		return false
	}
	flush(p.fd)
	return true
}

var _ Port = (*port)(nil)
