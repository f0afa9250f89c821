package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

const (
	callers = 100  // at once
	size    = 4096 // of a ciphertext
)

// BenchmarkPutOverBare is the target of 60 %: a hundred callers put items of
// 4 KB, and for comparison the least that the engine can do for the same bytes
// with the same care. They take turns, so that a slow moment of the disk falls
// on both.
func BenchmarkPutOverBare(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		dir := b.TempDir()
		compare(b, open(b, filepath.Join(dir, "hub.db")), storetest.BareSQLite(b, filepath.Join(dir, "bare.db")))
	})
	b.Run("postgres", func(b *testing.B) {
		server := storetest.Postgres(b)
		compare(b, open(b, server.Database()), storetest.BarePostgres(b, server.Database()))
	})
}

// compare gives rounds of a thousand to each in turn.
func compare(b *testing.B, s store.Store, bare storetest.Bare) {
	var n atomic.Uint64
	var ours, theirs []time.Duration
	var our, their time.Duration
	for b.Loop() {
		d, all := round(b, func() error {
			i, ciphertext := drawn(n.Add(1))
			_, err := s.PutItem(context.Background(), i, ciphertext)
			return err
		})
		our, ours = our+d, append(ours, all...)
		d, all = round(b, func() error {
			i, ciphertext := drawn(n.Add(1))
			return bare(i.ID, ciphertext)
		})
		their, theirs = their+d, append(theirs, all...)
	}
	b.ReportMetric(100*float64(their)/float64(our), "%-of-bare")
	b.ReportMetric(float64(len(ours))/our.Seconds(), "items/s")
	b.ReportMetric(float64(len(theirs))/their.Seconds(), "bare/s")
	b.ReportMetric(percentile(ours, 99), "p99-ms")
	b.ReportMetric(percentile(theirs, 99), "bare-p99-ms")
}

// drawn is an item with an id that is drawn, as all are: it goes to another
// place of the index than the one before.
func drawn(n uint64) (store.Item, []byte) {
	i, ciphertext := storetest.Item(int(n), storetest.Town, size)
	i.ID = fmt.Sprintf("%016x%016x", rand.Uint64(), n)
	return i, ciphertext
}

func round(b *testing.B, f func() error) (total time.Duration, each []time.Duration) {
	const perCaller = 10
	each = make([]time.Duration, callers*perCaller)
	var all sync.WaitGroup
	start := time.Now()
	for c := range callers {
		all.Go(func() {
			for n := range perCaller {
				began := time.Now()
				if err := f(); err != nil {
					b.Error(err)
				}
				each[c*perCaller+n] = time.Since(began)
			}
		})
	}
	all.Wait()
	return time.Since(start), each
}

func percentile(all []time.Duration, p int) float64 {
	slices.Sort(all)
	return float64(all[len(all)*p/100].Microseconds()) / 1000
}

// BenchmarkPace is the other target: a thousand a second, evenly, for as long as
// it runs; p99 under 100 ms.
func BenchmarkPace(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { pace(b, open(b, filepath.Join(b.TempDir(), "hub.db"))) })
	b.Run("postgres", func(b *testing.B) { pace(b, open(b, storetest.Postgres(b).Database())) })
}

func pace(b *testing.B, s store.Store) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var each []time.Duration
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begun := time.Now()
	for n := 0; b.Loop(); n++ {
		if n%10 == 0 {
			<-tick.C
		}
		due := time.Now()
		all.Go(func() {
			i, ciphertext := storetest.Item(n, storetest.Town, size)
			if _, err := s.PutItem(context.Background(), i, ciphertext); err != nil {
				b.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			each = append(each, time.Since(due))
		})
	}
	all.Wait()
	b.ReportMetric(float64(len(each))/time.Since(begun).Seconds(), "items/s")
	b.ReportMetric(percentile(each, 99), "p99-ms")
	b.ReportMetric(percentile(each, 50), "p50-ms")
}

// BenchmarkFleet has the kiosks of all French communes.
func BenchmarkFleet(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { fleet(b, open(b, filepath.Join(b.TempDir(), "hub.db"))) })
	b.Run("postgres", func(b *testing.B) { fleet(b, open(b, storetest.Postgres(b, storetest.Fast...).Database())) })
}

const communes = 34900

func fleet(b *testing.B, s store.Store) {
	beats := make([]store.Beat, communes)
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for n := c; n < communes; n += callers {
				k := storetest.Kiosk(fmt.Sprintf("%05d", n), "Hall")
				if err := s.AddKiosk(context.Background(), k); err != nil {
					b.Error(err)
				}
				beats[n] = store.Beat{Kiosk: k.ID, At: time.Now(), Beat: sampleBeat}
			}
		})
	}
	all.Wait()
	if err := s.Beats(b.Context(), beats); err != nil {
		b.Fatal(err)
	}
	b.Run("beats600", func(b *testing.B) {
		for n := 0; b.Loop(); n = (n + 600) % (communes - 600) {
			if err := s.Beats(b.Context(), beats[n:n+600]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("town", func(b *testing.B) { list(b, s, strconv.Itoa(26362), 1) })
	b.Run("all", func(b *testing.B) { list(b, s, "", communes) })
}

func list(b *testing.B, s store.Store, town string, want int) {
	for b.Loop() {
		if all, err := s.Kiosks(b.Context(), town); err != nil || len(all) != want {
			b.Fatal(len(all), err)
		}
	}
}

var sampleBeat = wire.Heartbeat{
	At: time.Now(), Version: "1.4.0", Started: time.Now(), State: "attract", LastVisit: time.Now(),
	Printer: wire.Printer{Model: "tm-t88vi", State: "ready", Paper: "ok"},
	Packs: []wire.PackState{
		{ID: "cantine", Version: "1.2.0", Step: wire.Shown}, {ID: "acte-naissance", Version: "1.2.0", Step: wire.Shown},
		{ID: "recensement", Version: "1.0.0", Step: wire.Shown}, {ID: "listes-electorales", Version: "1.0.0", Step: wire.Shown},
	},
	Trust: wire.Trust{Root: 3, Expires: time.Now()},
}
