package session

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A loop that runs answers, between any two events; one that hangs does not.
func TestALoopThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{})
		var block chan struct{}
		s, err := New(Config{Show: func(View) {
			if block != nil {
				<-block
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { s.Run(ctx); close(ended) }()
		synctest.Wait()
		soon := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return s.Alive(ctx)
		}
		if err := soon(); err != nil {
			t.Errorf("a loop that runs: %v", err)
		}
		block = hangs
		s.Send(SetTheme{Dark})
		if err := soon(); err == nil {
			t.Error("a loop that hangs answers")
		}
		close(hangs)
		if err := soon(); err != nil {
			t.Errorf("a loop that goes on: %v", err)
		}
		stop()
		<-ended
		if err := soon(); err == nil {
			t.Error("a loop that has ended answers")
		}
	})
}
