package fleet

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/spool"
)

// calmWorld is a kiosk's box and an inbox, with a network that works.
func calmWorld(t *testing.T, submissions int) *world {
	w := newWorld(t, 1)
	w.calm = true
	for range submissions {
		w.submit()
	}
	return w
}

// down is a network that fails while no is set.
func down(t *testing.T, w *world, no *bool) *Client {
	return client(t, func(r *http.Request) (*http.Response, error) {
		w.mu.Lock()
		fails := *no
		w.mu.Unlock()
		if fails {
			return nil, errors.New("network: no route to host")
		}
		return w.RoundTrip(r)
	})
}

func (w *world) set(no *bool, to bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*no = to
}

func (w *world) left() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.box)
}

// damage makes one of what is in the box unreadable; they are counted in their order.
func (w *world) damage(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := slices.Sorted(maps.Keys(w.box))[n]
	r := w.box[id]
	r.Damaged = true
	w.box[id] = r
}

// starts lets a courier run.
func starts(t *testing.T, c *courier, box Box) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); c.run(ctx, box) }()
	return func() { cancel(); <-done }
}

// The network was away for hours, and the courier sleeps for minutes between two
// tries. Who stands there waits for none of that.
func TestDeliverNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, no := calmWorld(t, 40), true
		c := newCourier(down(t, w, &no), w.id, slog.New(slog.DiscardHandler))
		defer starts(t, c, w)()
		time.Sleep(3 * time.Hour)
		for range 2 {
			began := time.Now()
			if err := c.now(t.Context()); !errors.Is(err, ErrNoHub) || time.Since(began) > time.Second {
				t.Fatalf("without a network: %v after %v", err, time.Since(began))
			}
		}
		w.set(&no, false)
		began := time.Now()
		if err := c.now(t.Context()); err != nil || w.left() != 0 {
			t.Fatalf("%v, %d are still here", err, w.left())
		}
		if took := time.Since(began); took > 40*time.Second { // 40 answers of at most 0.8 s
			t.Errorf("it took %v", took)
		}
		if err := c.now(t.Context()); err != nil {
			t.Errorf("nothing waits: %v", err)
		}
	})
}

// Several ask at once, while a round is on its way: each is answered after a
// round that began when he had asked.
func TestManyAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, no := calmWorld(t, 5), false
		c := newCourier(down(t, w, &no), w.id, slog.New(slog.DiscardHandler))
		defer starts(t, c, w)()
		answers := make(chan error, 9)
		for range 9 {
			time.Sleep(100 * time.Millisecond)
			w.submit()
			go func() { answers <- c.now(t.Context()) }()
		}
		for range 9 {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		if w.left() != 0 {
			t.Errorf("%d are still here", w.left())
		}
	})
}

// What the hub refuses for good stays, and is said; it is tried again when
// somebody asks, for the hub may have been mended.
func TestDeliverWhatWasRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, refuses := calmWorld(t, 2), true
		c := newCourier(client(t, func(r *http.Request) (*http.Response, error) {
			if refuses {
				return problem(http.StatusConflict, "taken", time.Now()), nil
			}
			return w.RoundTrip(r)
		}), w.id, slog.New(slog.DiscardHandler))
		defer starts(t, c, w)()
		if err := c.now(t.Context()); !errors.Is(err, ErrKept) || errors.Is(err, ErrNoHub) {
			t.Errorf("refused: %v", err)
		}
		refuses = false
		if err := c.now(t.Context()); err != nil || w.left() != 0 {
			t.Errorf("mended: %v, %d are still here", err, w.left())
		}
	})
}

// What cannot be read is counted once, whoever counts it.
func TestDamagedIsCountedOnce(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		w := calmWorld(t, 2)
		w.damage(0)
		w.damage(1)
		d := &deskOfHub{box: w.RoundTrip}
		a := agentOf(t, d, t.TempDir(), nil, func(context.Context) wire.Heartbeat {
			return wire.Heartbeat{Spool: wire.Spool{Waiting: w.left(), Damaged: w.left()}}
		})
		defer runs(t, a, w)()
		time.Sleep(3 * time.Minute)
		d.set(func(d *deskOfHub) {
			if b := d.beats[len(d.beats)-1]; b.Spool.Damaged != 2 || b.Spool.Waiting != 2 {
				t.Errorf("the hub hears %+v", b.Spool)
			}
		})
	})
}

// One of two cannot be read, and there is no network: the board hears of it all
// the same.
func TestDamagedWithoutANetwork(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		w, board := calmWorld(t, 2), &health.Board{}
		w.damage(1)
		a := agentOf(t, &deskOfHub{down: true}, t.TempDir(), board, nil)
		a.courier.client = client(t, func(*http.Request) (*http.Response, error) { return nil, errors.New("network: down") })
		defer runs(t, a, w)()
		time.Sleep(10 * time.Minute)
		wants(t, raised(board), "no_network", "spool_damaged")
	})
}

// A kiosk that was taken out is told apart from a hub that is away.
func TestDeliverAsAStranger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := calmWorld(t, 1)
		c := newCourier(client(t, func(*http.Request) (*http.Response, error) {
			return problem(http.StatusForbidden, "revoked", time.Now()), nil
		}), w.id, slog.New(slog.DiscardHandler))
		defer starts(t, c, w)()
		if err := c.now(t.Context()); !refused(err, (*Refusal).stranger) || errors.Is(err, ErrNoHub) {
			t.Error(err)
		}
	})
}

// A portal answers in the hub's place: that is no hub, whatever it says.
func TestDeliverThroughAPortal(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusFound, http.StatusForbidden, http.StatusBadGateway} {
		synctest.Test(t, func(t *testing.T) {
			w := calmWorld(t, 1)
			c := newCourier(client(t, func(r *http.Request) (*http.Response, error) {
				io.Copy(io.Discard, r.Body)
				return answer(status, "<html>Identifiez-vous</html>"), nil
			}), w.id, slog.New(slog.DiscardHandler))
			defer starts(t, c, w)()
			if err := c.now(t.Context()); !errors.Is(err, ErrNoHub) || w.left() != 1 {
				t.Errorf("%d: %v, %d wait", status, err, w.left())
			}
		})
	}
}

// Nobody waits for a courier that is not there.
func TestDeliverWithoutACourier(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		a := agentOf(t, &deskOfHub{}, t.TempDir(), &health.Board{}, nil)
		early, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := a.Deliver(early); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("before it runs: %v", err)
		}
		stop := runs(t, a, nil)
		if err := a.Deliver(t.Context()); !errors.Is(err, errNoBox) {
			t.Errorf("without a spool: %v", err)
		}
		stop()
		w, no := calmWorld(t, 1), true
		c := newCourier(down(t, w, &no), w.id, slog.New(slog.DiscardHandler))
		end := starts(t, c, w)
		synctest.Wait()
		end()
		if err := c.now(t.Context()); !errors.Is(err, context.Canceled) {
			t.Errorf("after its end: %v", err)
		}
	})
}

// Delivered is news: the hub hears at once that nothing waits any more.
func TestDeliveredIsNews(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		w := calmWorld(t, 1)
		d := &deskOfHub{}
		d.box = func(r *http.Request) (*http.Response, error) { return w.RoundTrip(r) }
		a := agentOf(t, d, t.TempDir(), nil, func(context.Context) wire.Heartbeat {
			return wire.Heartbeat{Spool: wire.Spool{Waiting: w.left()}}
		})
		defer runs(t, a, w)()
		if err := a.Deliver(t.Context()); err != nil || a.LastReceipt().IsZero() {
			t.Fatalf("%v, last receipt %v", err, a.LastReceipt())
		}
		time.Sleep(3 * time.Second)
		d.set(func(d *deskOfHub) {
			if b := d.beats[len(d.beats)-1]; b.Spool.Waiting != 0 || b.Spool.Last.IsZero() {
				t.Errorf("the hub hears %+v", b.Spool)
			}
		})
	})
}

// brittle is a box with a mistake in its program.
type brittle struct {
	Box
	mu     sync.Mutex
	breaks bool
}

func (b *brittle) Next(ctx context.Context, after spool.Record, n int) ([]spool.Record, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.breaks {
		var none []spool.Record
		_ = none[n]
	}
	return b.Box.Next(ctx, after, n)
}

func (b *brittle) set(breaks bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.breaks = breaks
}

// A mistake where submissions are read ends nothing else: who asked is told, the
// front desk sees it, heartbeats go on, and once it is past all is delivered.
func TestDeliverAfterAMistake(t *testing.T) {
	rootOnce()
	synctest.Test(t, func(t *testing.T) {
		w, board := calmWorld(t, 3), &health.Board{}
		box, desk := &brittle{Box: w}, &deskOfHub{box: w.RoundTrip}
		a := agentOf(t, desk, t.TempDir(), board, nil)
		defer runs(t, a, box)()
		need(t, a.Deliver(t.Context()))
		box.set(true)
		if err := a.Deliver(t.Context()); !errors.Is(err, errBroke) {
			t.Errorf("while it breaks: %v", err)
		}
		w.submit()
		before := desk.count()
		time.Sleep(10 * time.Minute)
		if all := raised(board); !slices.Contains(all, string(health.PartBroken)) {
			t.Errorf("the front desk sees %v", all)
		}
		if desk.count() <= before {
			t.Error("no heartbeat came any more")
		}
		box.set(false)
		time.Sleep(5 * time.Minute)
		if all := raised(board); w.left() != 0 || slices.Contains(all, string(health.PartBroken)) {
			t.Errorf("%d are here, the front desk sees %v", w.left(), all)
		}
	})
}
