package calltest

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/call"
)

// patience is how long anything may take on a machine that does other work too.
const patience = 20 * time.Second

// Bench is a phone and the other ends of its line. The suite closes the phone.
type Bench struct {
	Phone call.Phone

	Answers call.Target // somebody who answers at once and stays
	Rings   call.Target // it rings for ever
	Busy    call.Target // 486
	Bad     call.Target // nobody can be called by that

	// HangUp is what the other side of a call that was answered does.
	HangUp func()
}

// Run runs the suite; open is called once a test, so that each has a line of its
// own, whose other ends it stops with t.Cleanup.
func Run(t *testing.T, open func(t *testing.T) Bench) {
	for _, story := range stories {
		t.Run(story.name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			t.Cleanup(func() { left(t, before) }) // runs after those of open
			b := open(t)
			defer closed(t, b.Phone)
			story.tell(t, b)
		})
	}
}

func closed(t *testing.T, p call.Phone) {
	if err := p.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

// left fails where goroutines of the story still run.
func left(t *testing.T, before int) {
	end := time.Now().Add(patience)
	for runtime.NumGoroutine() > before && time.Now().Before(end) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		buf := make([]byte, 1<<20)
		t.Errorf("%d goroutines, %d before\n%s", n, before, buf[:runtime.Stack(buf, true)])
	}
}

// Until reads the events of a call up to the first in that state, and fails
// where the call ends before. The events that it read come with it.
func Until(t testing.TB, c call.Call, want call.State) []call.Event {
	t.Helper()
	var seen []call.Event
	timeout := time.After(patience)
	for {
		select {
		case e, open := <-c.Events():
			if !open {
				t.Fatalf("the call ended without %q: %s", want, states(seen))
			}
			if seen = append(seen, e); e.State == want {
				return seen
			}
		case <-timeout:
			t.Fatalf("no %q came: %s", want, states(seen))
		}
	}
}

// Ended reads the events of a call up to its end and checks that it has one: a
// call ends once, says why, and then its channel is closed.
func Ended(t testing.TB, c call.Call) call.Event {
	t.Helper()
	seen := Until(t, c, call.Terminated)
	last := seen[len(seen)-1]
	if last.Cause == "" {
		t.Error("it ended without a cause")
	}
	select {
	case e, open := <-c.Events():
		if open {
			t.Errorf("after the end came %q", e.State)
		}
	case <-time.After(patience):
		t.Error("it ended, but its channel stays open")
	}
	return last
}

func states(events []call.Event) (all []call.State) {
	for _, e := range events {
		all = append(all, e.State)
	}
	return all
}

// use calls every method of a call at once, from many goroutines.
func use(c call.Call) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			c.Mute(call.Microphone, i%2 == 0)
			c.Mute(call.Camera, i%2 == 1)
			c.Volume(i * 25)
			c.Hold(i%2 == 0)
			c.Hold(false)
			_ = c.DTMF("")
		})
	}
	all.Wait()
}
