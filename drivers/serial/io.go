package serial

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sys/unix"
)

// chunk is the most that we hand to the kernel at once, and the most that we
// leave waiting there: a device that stops, or a Drop, then loses little. At
// 9600 baud it is 133 ms of line.
const chunk = 128

func (p *port) Read(ctx context.Context, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if err := p.enter(); err != nil {
		return 0, err
	}
	defer p.open.RUnlock()
	for {
		if err := p.wait(ctx, unix.POLLIN); err != nil {
			return 0, err
		}
		if n, err := p.readLibrary(b); n > 0 || err != nil {
			return n, err
		}
	}
}

// readLibrary tells silence from an unplugged device. Silence is 0, nil from
// bugst and 0, io.EOF from tarm; unplugged is an error or the same io.EOF.
func (p *port) readLibrary(b []byte) (int, error) {
	n, err := p.lib.Read(b)
	if n > 0 {
		return n, nil
	}
	if lost := gone(p.fd); lost != nil {
		return 0, classify("read", lost)
	}
	if err == nil || errors.Is(err, io.EOF) {
		return 0, nil
	}
	return 0, classify("read", err)
}

func (p *port) Write(ctx context.Context, b []byte) (int, error) {
	if err := p.enter(); err != nil {
		return 0, err
	}
	defer p.open.RUnlock()
	p.writing.Lock()
	defer p.writing.Unlock()
	return p.writeAll(ctx, b)
}

func (p *port) writeAll(ctx context.Context, b []byte) (n int, err error) {
	for n < len(b) {
		m, err := p.writeSome(ctx, b[n:min(n+chunk, len(b))])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// writeSome hands part of b to the kernel; 0, nil means "try again".
func (p *port) writeSome(ctx context.Context, b []byte) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, p.cfg.WriteTimeout)
	defer cancel()
	if err := p.drain(ctx, chunk); err != nil {
		return 0, err
	}
	if err := p.wait(ctx, unix.POLLOUT); err != nil {
		return 0, err
	}
	n, err := unix.Write(p.fd, b)
	if err == unix.EAGAIN || err == unix.EINTR {
		return 0, nil
	}
	return max(n, 0), classify("write", err)
}

// drain waits until at most limit bytes wait in the kernel. No event tells
// that, so it looks every 2 ms: 2 bytes at 9600 baud.
func (p *port) drain(ctx context.Context, limit int) error {
	for pending(p.fd) > limit {
		if err := p.pause(ctx, 2*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

func (p *port) Urgent(ctx context.Context, b []byte) error {
	if err := p.enter(); err != nil {
		return err
	}
	defer p.open.RUnlock()
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := p.drain(ctx, 0); err != nil {
		return err
	}
	return p.unheld(func() error {
		if _, err := p.writeAll(ctx, b); err != nil {
			return err
		}
		return p.drain(ctx, 0)
	})
}

// unheld runs send while the kernel does not listen to the device's "wait".
// Taking IXON away also starts a line that XOFF has stopped.
func (p *port) unheld(send func() error) error {
	if p.cfg.Flow == FlowNone {
		return send()
	}
	if err := setFlow(p.fd, FlowNone); err != nil {
		return classify("urgent", err)
	}
	err := send()
	return errors.Join(err, classify("urgent", setFlow(p.fd, p.cfg.Flow)))
}
