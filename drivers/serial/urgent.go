package serial

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// A command that must pass the device's "wait" has one way through Linux: to
// take the flow control away for as long as it goes. TIOCSTI, which could put
// an XON into the input, needs CAP_SYS_ADMIN; the XON and XOFF of tcflow(3) and
// of the drivers' send_xchar go to the device, not to our own side.
//
// Taking IXON away makes the kernel forget an XOFF for good (n_tty_set_termios
// starts the line). tcflow(TCOOFF) is no way to put the stop back: a line that
// is stopped so ignores the device's XON (__start_tty). So the port remembers
// the XOFF itself. IXON stays off, nothing waits in the kernel, Write hands
// nothing over, and whoever reads looks for the XON; then IXON comes back. It
// also comes back by itself, see held.go.
//
// CTS needs none of this: it is a level, which the kernel reads again.

func (p *port) Urgent(ctx context.Context, b []byte) error {
	if err := p.enter(); err != nil {
		return err
	}
	defer p.open.RUnlock()
	j := p.newJob()
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := j.drain(ctx, 0); err != nil {
		return err
	}
	switch {
	case p.cfg.Flow == FlowXonXoff && !p.held.Load():
		return j.passXOFF(ctx, b)
	case p.cfg.Flow == FlowRtsCts:
		return j.passCTS(ctx, b)
	}
	return j.send(ctx, b)
}

// send writes b and waits until it has gone.
func (j job) send(ctx context.Context, b []byte) error {
	if _, err := j.writeAll(ctx, b); err != nil {
		return err
	}
	return j.drain(ctx, 0)
}

func (j job) passCTS(ctx context.Context, b []byte) error {
	if err := setFlow(j.fd, FlowNone); err != nil {
		return classify("urgent", err)
	}
	err := j.send(ctx, b)
	return errors.Join(err, classify("urgent", setFlow(j.fd, j.cfg.Flow)))
}

// passXOFF learns from b itself whether the device holds the line.
func (j job) passXOFF(ctx context.Context, b []byte) error {
	n, free, err := j.try(ctx, b)
	if err != nil || free && !j.adapter {
		return err
	}
	if err := setFlow(j.fd, FlowNone); err != nil {
		return classify("urgent", err)
	}
	if !free { // XOFF it was, whatever becomes of b
		j.hold()
		return j.send(ctx, b[n:])
	}
	err = j.pause(ctx, j.lineTime(len(b)))
	return errors.Join(err, classify("urgent", setFlow(j.fd, j.cfg.Flow)))
}

// slack is what a driver may need to send bytes that nothing holds, above
// their time on the line.
const slack = 50 * time.Millisecond

// try hands b over with IXON on. It says how much the kernel took, and whether
// the line is free: all has gone.
func (j job) try(ctx context.Context, b []byte) (n int, free bool, err error) {
	if n, err = j.hand(b); err != nil || n < len(b) {
		return n, false, err
	}
	short, cancel := context.WithTimeout(ctx, slack+j.lineTime(len(b)))
	defer cancel()
	err = j.drain(short, 0)
	if errors.Is(err, ErrTimeout) && over(ctx) == nil {
		return n, false, nil
	}
	return n, err == nil, err
}

// lineTime is how long n bytes are on the line.
func (p *port) lineTime(n int) time.Duration {
	return time.Duration(n) * 10 * time.Second / time.Duration(p.cfg.Baud)
}

// majorUSB is the number of the devices ttyUSB (Linux's devices.txt). Some of
// those adapters stop at XOFF themselves: ftdi_sio gives the whole matter to
// the chip. Bytes that such a chip holds look as if they had gone, so IXON is
// taken away from it in any case, and whether it held the line nobody can say.
const majorUSB = 188

func isAdapter(fd int) bool {
	var s unix.Stat_t
	return unix.Fstat(fd, &s) == nil && unix.Major(s.Rdev) == majorUSB
}
