package serial

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// slice is the longest sleep in the kernel: a context that is cancelled, and
// an unplugged device that the driver did not report, are seen after it.
const slice = 50 * time.Millisecond

// wait returns when the line is ready for events (POLLIN or POLLOUT).
func (p *port) wait(ctx context.Context, events int16) error {
	for {
		if err := over(ctx); err != nil {
			return err
		}
		ready, err := p.poll(events, remaining(ctx))
		if err != nil || ready {
			return err
		}
	}
}

// poll is one sleep of at most d.
func (p *port) poll(events int16, d time.Duration) (ready bool, err error) {
	fds := []unix.PollFd{{Fd: int32(p.fd), Events: events}, {Fd: int32(p.wake), Events: unix.POLLIN}}
	ts := unix.NsecToTimespec(d.Nanoseconds())
	n, err := unix.Ppoll(fds, &ts, nil)
	switch {
	case err == unix.EINTR:
		return false, nil
	case err != nil:
		return false, classify("poll", err)
	case p.closed.Load():
		return false, ErrClosed
	case fds[0].Revents&(unix.POLLHUP|unix.POLLERR|unix.POLLNVAL) != 0:
		return false, fmt.Errorf("%w: hung up", ErrGone)
	case n == 0:
		return false, classify("poll", gone(p.fd))
	}
	return fds[0].Revents&events != 0, nil
}

// pause sleeps for d, less if the port closes or the device goes.
func (p *port) pause(ctx context.Context, d time.Duration) error {
	if err := over(ctx); err != nil {
		return err
	}
	_, err := p.poll(0, min(d, remaining(ctx)))
	return err
}

// remaining is the time until ctx's deadline, at most a slice.
func remaining(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return slice
	}
	return max(0, min(slice, time.Until(deadline)))
}
