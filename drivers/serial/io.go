package serial

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sys/unix"
)

// chunk is the most that we hand to the kernel at once: a device that stops, or
// a Drop, then loses little. At 9600 baud it is 133 ms of line.
const chunk = 128

// level is what waits in the kernel when the next chunk follows: at least 50 ms
// of line, so that it does not stand still when a busy machine lets us come late.
func (p *port) level() int { return max(chunk, p.cfg.Baud/10/20) }

func (p *port) Read(ctx context.Context, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if err := p.enter(); err != nil {
		return 0, err
	}
	defer p.open.RUnlock()
	for {
		if n, err := p.readSome(ctx, b); n > 0 || err != nil {
			return n, err
		}
	}
}

// readSome waits for a slice; 0, nil is silence. What has come is read after
// ctx's end too.
func (p *port) readSome(ctx context.Context, b []byte) (int, error) {
	if p.hasAhead() {
		return p.readReady(b)
	}
	ready, err := p.poll(unix.POLLIN, remaining(ctx))
	switch {
	case err != nil:
		return 0, err
	case ready:
		return p.readReady(b)
	}
	return 0, over(ctx)
}

// readReady reads what is there, without waiting. A Write that waits for XON
// reads too, so the lock goes around the look and the read.
func (p *port) readReady(b []byte) (int, error) {
	p.input.Lock()
	defer p.input.Unlock()
	if n := p.takeAhead(b); n > 0 {
		return n, nil
	}
	if ready, err := p.poll(unix.POLLIN, 0); err != nil || !ready {
		return 0, err
	}
	n, err := p.readLibrary(b)
	if err != nil || !p.held.Load() {
		return n, err
	}
	kept, last := withoutFlow(b[:n])
	return len(kept), p.obey(last)
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
	j := p.newJob()
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := j.released(ctx); err != nil {
		return 0, err
	}
	return j.writeAll(ctx, b)
}

// job is one Write or Urgent. It ends with its context, at Close, or at the
// next Drop.
type job struct {
	*port
	drops uint64 // how many there had been when it began
}

func (p *port) newJob() job { return job{p, p.drops.Load()} }

func (j job) writeAll(ctx context.Context, b []byte) (n int, err error) {
	for n < len(b) {
		m, err := j.writeSome(ctx, b[n:min(n+chunk, len(b))])
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// writeSome hands part of b to the kernel, once something of it is taken.
func (j job) writeSome(ctx context.Context, b []byte) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, j.cfg.WriteTimeout)
	defer cancel()
	if err := j.drain(ctx, j.level()); err != nil {
		return 0, err
	}
	for {
		if err := j.stopped(ctx); err != nil {
			return 0, err
		}
		if n, err := j.hand(b); n > 0 || err != nil {
			return n, err
		}
		if err := j.wait(ctx, unix.POLLOUT); err != nil {
			return 0, err
		}
	}
}

// hand is the one place where a byte leaves for the kernel. The gate makes
// Drop and Close come before it or after it, never in the middle: what was
// handed over before them they throw away, and nothing follows.
func (j job) hand(b []byte) (int, error) {
	j.gate.Lock()
	defer j.gate.Unlock()
	if err := j.ended(); err != nil {
		return 0, err
	}
	n, err := unix.Write(j.fd, b)
	if err == unix.EAGAIN || err == unix.EINTR {
		return 0, nil
	}
	return max(n, 0), classify("write", err)
}

// stopped says why j may not go on; nil while it may.
func (j job) stopped(ctx context.Context) error { return errors.Join(j.ended(), over(ctx)) }

func (j job) ended() error {
	switch {
	case j.closed.Load():
		return ErrClosed
	case j.drops != j.port.drops.Load():
		return ErrDropped
	}
	return nil
}

// drain waits until at most limit bytes wait in the kernel. No event tells
// that, so it looks again when they can have gone.
func (j job) drain(ctx context.Context, limit int) error {
	for {
		above := j.waiting() - limit
		if above <= 0 {
			return nil
		}
		if err := j.pause(ctx, max(2*time.Millisecond, j.lineTime(above))); err != nil {
			return err
		}
	}
}
