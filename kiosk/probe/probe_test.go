package probe

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/health"
)

// raised are the names on a board.
func raised(b *health.Board) (names []health.Name) {
	for _, c := range b.All() {
		names = append(names, c.Name)
	}
	return names
}

func want(t *testing.T, b *health.Board, names ...health.Name) {
	t.Helper()
	synctest.Wait()
	if got := raised(b); !slices.Equal(got, names) {
		t.Errorf("raised %v, want %v", got, names)
	}
}

// fixed is a probe whose finding a test changes.
type fixed struct{ found atomic.Pointer[[]Finding] }

func newFixed(found ...Finding) *fixed {
	f := new(fixed)
	f.set(found...)
	return f
}

func (f *fixed) set(found ...Finding) { f.found.Store(&found) }

func (f *fixed) probe(name string) Probe {
	return Probe{Name: name, Look: func() []Finding { return *f.found.Load() }}
}

// run begins Run in a bubble; it ends with the test.
func run(t *testing.T, b *health.Board, every time.Duration, probes ...Probe) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go Run(ctx, b, every, probes...)
}

const second = time.Second

func TestALookIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		f := newFixed(Finding{health.PackRefused, true, "one"})
		run(t, &b, 10*second, f.probe("one"))
		want(t, &b, health.PackRefused) // it looks at once
		f.set(Finding{health.PackRefused, false, ""})
		time.Sleep(9 * second)
		want(t, &b, health.PackRefused)
		time.Sleep(2 * second)
		want(t, &b)
	})
}

// Two cameras have one condition: it holds while one of them is gone.
func TestTwoProbesOfOneCondition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		one := newFixed(Finding{health.PackRefused, true, "one"})
		two := newFixed(Finding{health.PackRefused, false, "two"})
		run(t, &b, 10*second, one.probe("one"), two.probe("two"))
		time.Sleep(second)
		want(t, &b, health.PackRefused)
		if d := b.All()[0].Detail; d != "one" {
			t.Errorf("detail %q of the one that is well", d)
		}
		one.set(Finding{health.PackRefused, false, ""})
		two.set(Finding{health.PackRefused, true, "two"})
		time.Sleep(11 * second)
		want(t, &b, health.PackRefused)
		two.set() // it says nothing: nothing changes
		time.Sleep(10 * second)
		want(t, &b, health.PackRefused)
		two.set(Finding{health.PackRefused, false, ""})
		time.Sleep(10 * second)
		want(t, &b)
	})
}

// A look that hangs is reported, holds up nobody, and counts when it comes back.
func TestALookThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		free := make(chan struct{})
		looks := 0
		stuck := Probe{
			Name: "stuck",
			Look: func() []Finding {
				looks++
				<-free
				return []Finding{{health.PackRefused, false, ""}}
			},
			Late: []Finding{{health.PackRefused, true, "no answer"}},
		}
		other := newFixed()
		run(t, &b, 10*second, stuck, other.probe("other"))
		time.Sleep(Patience - second)
		want(t, &b)
		time.Sleep(2 * second)
		want(t, &b, health.PackRefused)
		other.set(Finding{health.SpoolOld, true, ""})
		time.Sleep(11 * second)
		want(t, &b, health.PackRefused, health.SpoolOld)
		time.Sleep(time.Hour)
		synctest.Wait()
		if looks != 1 {
			t.Errorf("it looked %d times although the first look hangs", looks)
		}
		close(free)
		want(t, &b, health.SpoolOld)
		time.Sleep(11 * second)
		synctest.Wait()
		if looks < 2 {
			t.Error("it looks no more")
		}
	})
}

// A look that breaks is a condition; what it spoke of stays as it was, the others
// go on, and it is asked again.
func TestALookThatBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		var broken atomic.Bool
		frail := Probe{Name: "frail", Look: func() []Finding {
			if broken.Load() {
				panic("Camille Martin")
			}
			return []Finding{{health.PackRefused, true, "one"}}
		}}
		other := newFixed(Finding{health.SpoolOld, true, ""})
		run(t, &b, 10*second, frail, other.probe("other"))
		want(t, &b, health.PackRefused, health.SpoolOld)
		broken.Store(true)
		time.Sleep(11 * second)
		want(t, &b, health.PackRefused, health.SpoolOld, health.PartBroken)
		if d := b.All()[2].Detail; !strings.HasPrefix(d, "frail probe_test.go:") {
			t.Errorf("detail %q", d)
		}
		other.set(Finding{health.SpoolOld, false, ""})
		broken.Store(false)
		time.Sleep(2 * time.Minute)
		want(t, &b, health.PackRefused)
	})
}

// A token makes it look between two turns.
func TestALookBetweenTwoTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b health.Board
		f, token := newFixed(), make(chan struct{}, 1)
		run(t, &b, time.Hour, f.probe("one").Soon(token))
		want(t, &b)
		f.set(Finding{health.PackRefused, true, ""})
		time.Sleep(time.Minute)
		want(t, &b)
		token <- struct{}{}
		want(t, &b, health.PackRefused)
		f.set(Finding{health.PackRefused, false, ""})
		time.Sleep(time.Hour)
		want(t, &b)
	})
}

func TestRunEndsWhileALookHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			Run(ctx, new(health.Board), second, Probe{Look: func() []Finding { <-free; return nil }})
			close(ended)
		}()
		synctest.Wait()
		cancel()
		<-ended // a bubble in which all sleep is an error
		close(free)
	})
}
