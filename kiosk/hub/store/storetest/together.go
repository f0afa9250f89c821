package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
)

// together are many callers at once.
var together = map[string]func(*testing.T, store.Store){
	"fifty take one code":                     fiftyTakeACode,
	"many bring items, some twice":            manyItems,
	"one refused among many":                  oneRefused,
	"fifty change the files":                  fiftyChangeFiles,
	"fifty use a one-time code":               fiftyTOTP,
	"fifty take the deliveries":               fiftyDeliveries,
	"who gave up before their turn":           gaveUp,
	"close waits for those who write":         closeWaits,
	"a pool of readers while somebody writes": readersWhileWriting,
}

func fifty(f func(n int) error) (errs [50]error) {
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() { errs[n] = f(n) })
	}
	all.Wait()
	return errs
}

// oneOf checks that exactly one went through and all others got an error.
func oneOf(t *testing.T, errs [50]error, others error) {
	t.Helper()
	through := 0
	for _, err := range errs {
		if err == nil {
			through++
		} else if !errors.Is(err, others) {
			t.Error(err)
		}
	}
	want(t, "went through", through, 1)
}

func fiftyTakeACode(t *testing.T, s store.Store) {
	must(t, s.AddCode(t.Context(), sampleCode(1)))
	oneOf(t, fifty(func(int) error {
		_, err := s.TakeCode(t.Context(), [32]byte{1}, noon)
		return err
	}), store.ErrNotFound)
}

func fiftyChangeFiles(t *testing.T, s store.Store) {
	oneOf(t, fifty(func(n int) error {
		_, err := s.ChangeFiles(t.Context(), 0, map[string][]byte{"a": fmt.Append(nil, n), "b": fmt.Append(nil, n)})
		return err
	}), store.ErrChanged)
	a, _, err := s.File(t.Context(), "a")
	must(t, err)
	b, _, err := s.File(t.Context(), "b")
	must(t, err)
	want(t, "both by the same", string(a), string(b))
}

func fiftyTOTP(t *testing.T, s store.Store) {
	must(t, s.PutUser(t.Context(), someone("alix", Town)))
	oneOf(t, fifty(func(int) error { return s.UseTOTP(t.Context(), "alix", 99) }), store.ErrChanged)
}

// Each of 40 items is brought by five, all at once.
func manyItems(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	for n := range 200 {
		all.Go(func() {
			i, ciphertext := Item(n%40, Town, 500)
			i.Receipt = noon.Add(time.Duration(n) * time.Second)
			if _, err := s.PutItem(context.Background(), i, ciphertext, "archive"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	list, err := s.Items(t.Context(), store.Query{Town: Town, Limit: 1000})
	must(t, err)
	want(t, "items", len(list), 40)
	waiting, err := s.Deliveries(t.Context())
	must(t, err)
	want(t, "deliveries", waiting, 40)
}

// One in seven fails; the others, in the same transaction, do not notice.
func oneRefused(t *testing.T, s store.Store) {
	Put(t, s, Town, 1000)
	var all sync.WaitGroup
	for n := range 140 {
		all.Go(func() {
			i, ciphertext := Item(n, Town, 50)
			switch {
			case n%7 != 0:
			case n%2 == 0: // refused by us
				i.ID = fmt.Sprintf("%032x", 1000)
			default: // refused by the engine, after it wrote
				i.Envelope = "\x00\xff"
			}
			_, err := s.PutItem(context.Background(), i, ciphertext)
			if n%14 == 0 && !errors.Is(err, store.ErrTaken) || n%7 != 0 && err != nil {
				t.Errorf("%d: %v", n, err)
			}
		})
	}
	all.Wait()
	list, err := s.Items(t.Context(), store.Query{Town: Town, Limit: 1000})
	must(t, err)
	if len(list) < 121 {
		t.Errorf("%d items are left of 121", len(list))
	}
	for _, i := range list {
		if i.Damaged {
			t.Errorf("%s is damaged", i.ID)
		}
	}
}

func fiftyDeliveries(t *testing.T, s store.Store) {
	for n := range 20 {
		post(t, s, n, "archive")
	}
	var taken atomic.Int64
	for _, err := range fifty(func(int) error {
		due, err := s.TakeDeliveries(t.Context(), noon.Add(time.Hour), noon.Add(2*time.Hour), 3)
		taken.Add(int64(len(due)))
		return err
	}) {
		must(t, err)
	}
	want(t, "taken", taken.Load(), 20)
}

func gaveUp(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	i, ciphertext := Item(1, Town, 10)
	_, err := s.PutItem(ctx, i, ciphertext)
	want(t, "error", err, context.Canceled)
	want(t, "kept", numbers(t, s, store.Query{Town: Town}), "[]")
}

// closeWaits: who gets no error before the end has its item in the database;
// all others are told.
func closeWaits(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	var refused atomic.Int64
	for n := range 50 {
		all.Go(func() {
			for m := range 100 {
				i, ciphertext := Item(n*100+m, Town, 100)
				if _, err := s.PutItem(context.Background(), i, ciphertext); errors.Is(err, store.ErrClosed) {
					refused.Add(1)
					return
				} else if err != nil {
					t.Error(err)
				}
			}
		})
	}
	must(t, s.Close())
	must(t, s.Close())
	all.Wait()
	if refused.Load() == 0 {
		t.Error("nobody was told that the store is closed")
	}
}

func readersWhileWriting(t *testing.T, s store.Store) {
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		defer stop()
		for n := 1; n <= 100; n++ {
			Put(t, s, Town, n)
		}
	})
	for range 4 {
		all.Go(func() {
			for seen := 0; ctx.Err() == nil; {
				list, err := s.Items(context.Background(), store.Query{Town: Town})
				if err != nil || len(list) < seen {
					t.Errorf("%d items after %d: %v", len(list), seen, err)
					return
				}
				seen = len(list)
			}
		})
	}
	all.Wait()
}
