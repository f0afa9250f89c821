package serial

import (
	"context"
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
		if err := j.stopped(ctx); err != nil {
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
	if err := j.stopped(ctx); err != nil {
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
		return false, p.lost()
	}
	return fds[0].Revents&events != 0, nil
}

// lost asks a silent line whether it is still there, once a slice: a caller who
// looks for answers every few milliseconds shall not pay for it each time.
func (p *port) lost() error {
	now := time.Since(p.opened)
	if now-time.Duration(p.checked.Load()) < slice {
		return nil
	}
	p.checked.Store(int64(now))
	return classify("poll", gone(p.fd))
}

// remaining is the time until ctx's end, at most a slice.
func remaining(ctx context.Context) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	deadline, ok := ctx.Deadline()
	if !ok {
		return slice
	}
	return max(0, min(slice, time.Until(deadline)))
}
