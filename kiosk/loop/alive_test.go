package loop

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A loop that comes to the ping answers; one that does not in time is told why.
func TestAlive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(func(e, last event) bool { return false })
		q.Put(next{1})
		late := errors.New("loop_test: too late")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, late)
		defer cancel()
		if err := Alive(ctx, func(p Ping) { q.Put(p) }); err != late {
			t.Errorf("a loop that hangs: %v", err)
		}
		go func() {
			time.Sleep(time.Minute)
			for e, ok := q.Take(); ok; e, ok = q.Take() {
				if p, ok := e.(Ping); ok {
					p.Answer()
				}
			}
		}()
		if err := Alive(t.Context(), func(p Ping) { q.Put(p) }); err != nil || q.Len() > 0 {
			t.Errorf("a loop that goes on: %v, and %d wait", err, q.Len())
		}
	})
}
