package loop

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// work is what it takes, with or without an ear for its context.
func work(ctx context.Context, takes time.Duration, deaf bool) func() (string, error) {
	return func() (string, error) {
		done := ctx.Done()
		if deaf {
			done = nil
		}
		select {
		case <-time.After(takes):
			return "done", nil
		case <-done:
			time.Sleep(time.Second / 2) // it puts its things away
			return "part", ctx.Err()
		}
	}
}

// Who works is waited for until his time is over, and then a little longer.
func TestWithin(t *testing.T) {
	const limit, slack = 10 * time.Second, time.Second
	for name, c := range map[string]struct {
		takes time.Duration
		deaf  bool
		value string
		err   error
		after time.Duration
	}{
		"in time":              {limit / 2, false, "done", nil, limit / 2},
		"told to end, it does": {time.Hour, false, "part", context.DeadlineExceeded, limit + time.Second/2},
		"a little too late":    {limit + slack/2, true, "done", nil, limit + slack/2},
		"deaf":                 {time.Hour, true, "", context.DeadlineExceeded, limit + slack},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				began := time.Now()
				value, err := Within(ctx, slack, work(ctx, c.takes, c.deaf))
				if took := time.Since(began); value != c.value || !errors.Is(err, c.err) || took != c.after {
					t.Errorf("%q, %v after %v; want %q, %v after %v", value, err, took, c.value, c.err, c.after)
				}
				time.Sleep(2 * time.Hour) // what it leaves behind ends by itself: the bubble would tell
			})
		})
	}
}

// A mistake in the work is an error of it, and not the end of the program.
func TestWithinAMistake(t *testing.T) {
	for name, f := range map[string]func() (int, error){
		"panics":       func() (int, error) { panic("here") },
		"goes nowhere": func() (int, error) { runtime.Goexit(); return 1, nil },
	} {
		if n, err := Within(t.Context(), time.Second, f); n != 0 || err != ErrBroken {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
}
