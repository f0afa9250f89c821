package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
)

var news = map[string]func(*testing.T, store.Store){
	"notices for one, a town, all":   noticesFor,
	"numbers have no gaps":           noticeNumbers,
	"a listener hears all, in order": noticesHeard,
	"listening ends":                 listeningEnds,
	"nothing before one listens":     listenAfter,
}

func publish(t testing.TB, s store.Store, town, kiosk string) int64 {
	t.Helper()
	n, err := s.Publish(context.Background(), town, kiosk, wire.NoticePacks)
	must(t, err)
	return n
}

func noticesFor(t *testing.T, s store.Store) {
	last, err := s.LastNotice(t.Context())
	must(t, err)
	want(t, "before the first", last, 0)
	for _, to := range [][2]string{{"", ""}, {Town, ""}, {Town, "k1"}, {Other, ""}, {Other, "k2"}} {
		publish(t, s, to[0], to[1])
	}
	for _, c := range []struct {
		after       int64
		town, kiosk string
		want        string
	}{
		{0, Town, "k1", "[1 2 3]"}, {0, Town, "k9", "[1 2]"}, {0, Other, "k2", "[1 4 5]"}, {0, "01001", "k1", "[1]"},
		{2, Town, "k1", "[3]"}, {5, Town, "k1", "[]"}, {99, Town, "k1", "[]"},
	} {
		list, err := s.Since(t.Context(), c.after, c.town, c.kiosk)
		must(t, err)
		got := []int64{}
		for _, n := range list {
			got = append(got, n.Number)
			want(t, "kind", n.Kind, wire.NoticePacks)
		}
		want(t, fmt.Sprintf("%+v", c), fmt.Sprint(got), c.want)
	}
	last, err = s.LastNotice(t.Context())
	must(t, err)
	want(t, "last", last, 5)
}

func noticeNumbers(t *testing.T, s store.Store) {
	var publishers sync.WaitGroup
	for range 20 {
		publishers.Go(func() {
			for range 6 {
				publish(t, s, "", "")
			}
		})
	}
	publishers.Wait()
	first, err := s.Since(t.Context(), 0, "", "")
	must(t, err)
	want(t, "at most", len(first), 100)
	rest, err := s.Since(t.Context(), 100, "", "")
	must(t, err)
	for i, n := range append(first, rest...) {
		want(t, "number", n.Number, int64(i+1))
	}
	want(t, "all", len(first)+len(rest), 120)
}

// Ear hears what a store says, from the time that it is made.
type Ear struct {
	tb   testing.TB
	stop context.CancelFunc
	done chan error
	more chan int64
}

// NewEar listens until the test ends. It publishes until it hears, so that
// nothing that comes later is missed.
func NewEar(tb testing.TB, s store.Store) *Ear {
	tb.Helper()
	ctx, stop := context.WithCancel(context.Background())
	e := &Ear{tb: tb, stop: stop, done: make(chan error, 1), more: make(chan int64, 10000)}
	go func() {
		e.done <- s.Listen(ctx, func(n wire.Notice, town, kiosk string) { e.more <- n.Number })
	}()
	tb.Cleanup(func() { e.End() })
	for {
		last := publish(tb, s, "", "")
		select {
		case <-e.more:
			e.skip(last)
			return e
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// skip hears on until it has heard a number.
func (e *Ear) skip(last int64) {
	for {
		select {
		case n := <-e.more:
			if n >= last {
				return
			}
		case <-time.After(100 * time.Millisecond):
			return
		}
	}
}

// Next is the next number that it hears.
func (e *Ear) Next() int64 {
	e.tb.Helper()
	select {
	case n := <-e.more:
		return n
	case <-time.After(time.Minute):
		e.tb.Fatal("nothing was heard for a minute")
		return 0
	}
}

// End stops listening and gives what Listen returned.
func (e *Ear) End() error {
	e.stop()
	err := <-e.done
	e.done <- err
	return err
}

func noticesHeard(t *testing.T, s store.Store) {
	one, two := NewEar(t, s), NewEar(t, s)
	last, err := s.LastNotice(t.Context())
	must(t, err)
	for n := last - 100; n <= last; n++ { // one heard how two found its feet
		if got := one.Next(); got == last {
			break
		}
	}
	for range 250 {
		publish(t, s, Town, "")
	}
	for n := last + 1; n <= last+250; n++ {
		want(t, "one", one.Next(), n)
		want(t, "two", two.Next(), n)
	}
}

// listenAfter: what came between the last that one knows and the first that one
// hears is heard.
func listenAfter(t *testing.T, s store.Store) {
	known := publish(t, s, "", "")
	missed := []int64{publish(t, s, "", ""), publish(t, s, Town, "")}
	heard := make(chan int64, 10)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- s.ListenAfter(ctx, known, func(n wire.Notice, _, _ string) { heard <- n.Number })
	}()
	for _, n := range missed {
		want(t, "heard", <-heard, n)
	}
	stop()
	want(t, "stopped", <-done, context.Canceled)
}

func listeningEnds(t *testing.T, s store.Store) {
	e := NewEar(t, s)
	want(t, "stopped", e.End(), context.Canceled)
	e = NewEar(t, s)
	must(t, s.Close())
	if err := <-e.done; !errors.Is(err, store.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
	e.done <- nil
}
