package loop

import (
	"context"
	"errors"
	"time"
)

// ErrBroken is work that panicked.
var ErrBroken = errors.New("loop: a mistake in the program")

// Within gives the result of f, or the error of ctx where f does not come back
// within slack after that has ended. Then f goes on alone and its result is lost.
// A panic of f is ErrBroken.
func Within[T any](ctx context.Context, slack time.Duration, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	out := make(chan result, 1)
	go func() {
		r := result{err: ErrBroken}
		defer func() {
			recover()
			out <- r
		}()
		r.value, r.err = f()
	}()
	select {
	case r := <-out:
		return r.value, r.err
	case <-ctx.Done():
	}
	t := time.NewTimer(slack)
	defer t.Stop()
	select {
	case r := <-out:
		return r.value, r.err
	case <-t.C:
		var none T
		return none, ctx.Err()
	}
}
