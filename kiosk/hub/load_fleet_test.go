package hub_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// The fleet under load: hubs and kiosks as processes of their own, TLS between
// them, an event stream and a heartbeat a minute each.
//
//	HUB_LOAD_KIOSKS=10000 go test ./kiosk/hub -run '^$' -bench Fleet -benchtime 1x -timeout 30m
//	HUB_LOAD_KIOSKS=34900 HUB_LOAD_HUBS=2 HUB_LOAD_POSTGRES=1 HUB_LOAD_RESTART=1 …
//
// HUB_LOAD_POSTGRES=1 starts a PostgreSQL of its own, HUB_LOAD_DATABASE names
// another; HUB_LOAD_RESTART=1 kills all hubs and waits for the last kiosk, each of
// which waits 2 s and up to HUB_LOAD_JITTER (60) more. A process has 8,500 kiosks,
// from an address of 127.0.0.0/8 of its own; a hub needs a descriptor for each.

// load is hubs and crowds.
type load struct {
	b       *testing.B
	hubs    []*part
	crowds  []*part
	sizes   []int
	address []string
	keys    hub.Certificates
}

// crowdSize is half of what a process may have open: a stream and a heartbeat each.
var crowdSize = env("HUB_LOAD_CROWD", 8_500)

func newLoad(b *testing.B) *load {
	b.Helper()
	l := &load{b: b}
	var err error
	l.keys, err = hub.MakeCertificates([]string{"127.0.0.1"}, time.Now())
	check(b, err)
	database := loadDatabase(b)
	b.Setenv("HUB_LOAD_DATABASE", database)
	kiosks := env("HUB_LOAD_KIOSKS", 100)
	seedKiosks(b, database, kiosks)
	for range env("HUB_LOAD_HUBS", 1) {
		l.address = append(l.address, "")
		l.hubs = append(l.hubs, nil)
		l.startHub(len(l.hubs)-1, "127.0.0.1:0")
	}
	for first := 0; first < kiosks; first += crowdSize {
		l.startCrowd(first, min(crowdSize, kiosks-first))
	}
	return l
}

func loadDatabase(b *testing.B) string {
	b.Helper()
	if url := os.Getenv("HUB_LOAD_DATABASE"); url != "" {
		return url
	}
	if env("HUB_LOAD_POSTGRES", 0) > 0 {
		return storetest.Postgres(b).Database()
	}
	return filepath.Join(b.TempDir(), "hub.db")
}

// seedKiosks makes all of them known, a hundred at a time.
func seedKiosks(b *testing.B, database string, n int) {
	b.Helper()
	s, err := store.Open(b.Context(), database)
	check(b, err)
	defer s.Close()
	var all sync.WaitGroup
	next := atomic.Int64{}
	for range 100 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				addLoadKiosk(b, s, i)
			}
		})
	}
	all.Wait()
}

func (l *load) startHub(i int, address string) {
	l.b.Helper()
	l.hubs[i] = startPart(l.b, "HUB_LOAD_PART=hub", "HUB_LOAD_ADDRESS="+address,
		"HUB_LOAD_CERTIFICATE="+string(l.keys.Certificate), "HUB_LOAD_KEY="+string(l.keys.Key))
	l.address[i] = l.hubs[i].ask(l.b, "", "address")
}

func (l *load) startCrowd(first, n int) {
	l.b.Helper()
	i := len(l.crowds)
	l.crowds = append(l.crowds, startPart(l.b, "HUB_LOAD_PART=kiosks", "HUB_LOAD_ADDRESS="+l.address[i%len(l.address)],
		fmt.Sprintf("HUB_LOAD_SOURCE=127.0.0.%d", 10+i), fmt.Sprintf("HUB_LOAD_FIRST=%d", first), fmt.Sprintf("HUB_LOAD_COUNT=%d", n)))
	l.sizes = append(l.sizes, n)
}

// connected waits until every kiosk listens, and gives how many tries failed and
// the most that one kiosk failed in a row.
func (l *load) connected() (failed, most int) {
	l.b.Helper()
	for i, c := range l.crowds {
		for open := -1; open != l.sizes[i]; {
			var f, m int
			fmt.Sscan(c.ask(l.b, "", "open"), &open, &f, &m)
			if open == l.sizes[i] {
				failed, most = failed+f, max(most, m)
			}
		}
	}
	return failed, most
}

// disconnected waits until no kiosk listens.
func (l *load) disconnected() {
	for i, c := range l.crowds {
		for open := l.sizes[i]; open == l.sizes[i]; {
			fmt.Sscan(c.ask(l.b, "", "open"), &open)
		}
	}
}

// notice tells all kiosks something, and waits until each has heard it.
func (l *load) notice() time.Duration {
	l.b.Helper()
	began := time.Now()
	number, _, _ := strings.Cut(l.hubs[0].ask(l.b, "publish", "published"), " ")
	for _, c := range l.crowds {
		for c.ask(l.b, "", "heard") != number {
		}
	}
	return time.Since(began)
}

// cpu is what all hubs have used, in ms.
func (l *load) cpu() (ms float64) {
	l.b.Helper()
	for _, h := range l.hubs {
		one, err := strconv.ParseFloat(h.ask(l.b, "cpu", "cpu"), 64)
		check(l.b, err)
		ms += one
	}
	return ms
}

func (l *load) profile() {
	for _, h := range l.hubs {
		h.ask(l.b, "profile", "profile")
	}
}

func (l *load) kiosks() (n float64) {
	for _, size := range l.sizes {
		n += float64(size)
	}
	return n
}

func BenchmarkFleet(b *testing.B) {
	for b.Loop() {
		l := newLoad(b)
		began := time.Now()
		l.connected()
		b.ReportMetric(time.Since(began).Seconds(), "s-to-connect")
		b.ReportMetric(l.cpu()/l.kiosks(), "cpu-ms-to-connect-one")
		time.Sleep(time.Duration(env("HUB_LOAD_SETTLE", 1)) * time.Second)
		for i := range l.hubs {
			var kb, streams int
			fmt.Sscan(l.hubs[i].ask(b, "memory", "memory"), &kb, &streams)
			b.ReportMetric(float64(kb)/float64(max(streams, 1)), fmt.Sprintf("KB/kiosk-hub%d", i))
		}
		worst, best, before := time.Duration(0), time.Hour, l.cpu()
		for range 5 {
			took := l.notice()
			worst, best = max(worst, took), min(best, took)
		}
		b.ReportMetric(float64(worst.Milliseconds()), "ms-notice-worst-of-5")
		b.ReportMetric(float64(best.Milliseconds()), "ms-notice-best-of-5")
		b.ReportMetric((l.cpu()-before)/l.kiosks()/5*1000, "cpu-us-notice-to-one")
		l.profile()
		if env("HUB_LOAD_RESTART", 0) > 0 {
			l.restart()
		}
	}
}

// restart kills all hubs at once, and starts them again.
func (l *load) restart() {
	l.b.Helper()
	began := time.Now()
	for _, h := range l.hubs {
		h.kill()
	}
	l.disconnected()
	for i, address := range l.address {
		l.startHub(i, address)
	}
	failed, most := l.connected()
	l.b.ReportMetric(time.Since(began).Seconds(), "s-restart")
	l.b.ReportMetric(l.cpu()/l.kiosks(), "cpu-ms-to-come-back-one")
	l.profile()
	l.b.ReportMetric(float64(failed), "failed-tries")
	l.b.ReportMetric(float64(most), "most-failed-by-one")
}
