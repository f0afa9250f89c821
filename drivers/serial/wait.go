package serial

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// slice is the longest sleep in the kernel: a context that is cancelled, a
// Drop, and an unplugged device that the driver did not report, are seen after
// it.
const slice = 50 * time.Millisecond

// wait returns when the line is ready for events (POLLIN or POLLOUT).
func (j job) wait(ctx context.Context, events int16) error {
	for {
		if err := errors.Join(j.ended(), over(ctx)); err != nil {
			return err
		}
		ready, err := j.poll(events, remaining(ctx))
		if err != nil || ready {
			return err
		}
	}
}

// pause sleeps for d, less if the port closes or the device goes.
func (j job) pause(ctx context.Context, d time.Duration) error {
	if err := errors.Join(j.ended(), over(ctx)); err != nil {
		return err
	}
	_, err := j.poll(0, min(d, remaining(ctx)))
	return err
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

// remaining is the time until ctx's deadline, at most a slice.
func remaining(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return slice
	}
	return max(0, min(slice, time.Until(deadline)))
}
