package hub_test

import (
	"crypto/ed25519"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// BenchmarkSubmissions compares, in the same run and by turns, what a hundred
// senders in another process get for 4 KB over TLS: a receipt of the hub, or a
// bare 200 of a server that inserts the same bytes with group commit and does
// nothing else. "%-of-bare" is of the throughput on a machine that senders and
// server share; CPU is the server's alone.
//
//	go test ./kiosk/hub -run '^$' -bench Submissions -benchtime 20000x
//	HUB_LOAD_POSTGRES=1 …   the same on PostgreSQL
func BenchmarkSubmissions(b *testing.B) {
	l := newSubmitLoad(b)
	var ours, bare tally
	b.ResetTimer()
	const turn = 2000
	for left := b.N; left > 0; left -= turn {
		ours.add(l.send(b, l.hub, min(left, turn), 0, 1))
		bare.add(l.send(b, l.bare, min(left, turn), 0, 0))
	}
	b.ReportMetric(ours.rate(), "receipts/s")
	b.ReportMetric(bare.rate(), "bare/s")
	b.ReportMetric(100*ours.rate()/bare.rate(), "%-of-bare")
	b.ReportMetric(ours.p99.Seconds()*1000, "ms-p99")
	b.ReportMetric(bare.p99.Seconds()*1000, "ms-p99-bare")
	b.ReportMetric(ours.cpuEach(), "cpu-ms")
	b.ReportMetric(bare.cpuEach(), "cpu-ms-bare")
	b.ReportMetric(ours.allocsEach(), "mallocs")
	b.ReportMetric(bare.allocsEach(), "mallocs-bare")
}

// BenchmarkPaced sends HUB_LOAD_RATE submissions a second (100) for each of its
// turns of a second, and says how long a receipt takes from when it was due.
//
//	HUB_LOAD_RATE=1000 go test ./kiosk/hub -run '^$' -bench Paced -benchtime 20x
func BenchmarkPaced(b *testing.B) {
	rate := env("HUB_LOAD_RATE", 100)
	l := newSubmitLoad(b)
	b.ResetTimer()
	t := l.send(b, l.hub, b.N*rate, rate, 1)
	b.ReportMetric(t.p50.Seconds()*1000, "ms-p50")
	b.ReportMetric(t.p99.Seconds()*1000, "ms-p99")
	b.ReportMetric(t.most.Seconds()*1000, "ms-most")
	b.ReportMetric(t.rate(), "receipts/s")
	b.ReportMetric(t.cpuEach(), "cpu-ms")
}

// submitLoad is the hub and the bare server in this process, and the senders.
type submitLoad struct {
	hub, bare string // addresses
	senders   *part
}

func newSubmitLoad(b *testing.B) *submitLoad {
	b.Helper()
	h, bare := hubtest.New(b), storetest.Bare(nil)
	if env("HUB_LOAD_POSTGRES", 0) > 0 {
		server := storetest.Postgres(b)
		s, err := store.Open(b.Context(), server.Database())
		check(b, err)
		b.Cleanup(func() { s.Close() })
		h, bare = hubtest.On(b, s, b.TempDir()), storetest.BarePostgres(b, server.Database())
	} else {
		bare = storetest.BareSQLite(b, filepath.Join(b.TempDir(), "bare.db"))
	}
	for i := range atOnce {
		addLoadKiosk(b, h.Store, i)
	}
	l := &submitLoad{hub: strings.TrimPrefix(h.URL, "https://"), bare: serveBare(b, bare)}
	l.senders = startPart(b, "HUB_LOAD_PART=senders", "HUB_LOAD_PUBLIC="+hex.EncodeToString(h.Public()))
	for _, address := range []string{l.hub, l.bare} { // connections and caches
		l.send(b, address, 10*atOnce, 0, 0)
	}
	return l
}

func addLoadKiosk(b *testing.B, s store.Store, i int) {
	b.Helper()
	key := loadKey(i).Public().(ed25519.PublicKey)
	k := store.Kiosk{ID: custody.KioskID(key), Town: hubtest.Town, Name: fmt.Sprint("K", i), Key: key, EnrolledAt: time.Now()}
	if err := s.AddKiosk(b.Context(), k); err != nil {
		b.Error(err)
	}
}

// serveBare is the same server as the hub's, HTTP/1.1 over the same TLS, whose
// handler knows nothing but the engine.
func serveBare(b *testing.B, put storetest.Bare) (address string) {
	b.Helper()
	c, err := hub.MakeCertificates([]string{"127.0.0.1"}, time.Now())
	check(b, err)
	conf, err := hub.ServerTLS(c.Certificate, c.Key)
	check(b, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(b, err)
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data := make([]byte, r.ContentLength)
		_, err := io.ReadFull(r.Body, data)
		if err == nil {
			err = put(r.Header.Get("Id"), data)
		}
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})}
	conf.NextProtos = []string{"http/1.1"}
	go s.Serve(tls.NewListener(l, conf))
	b.Cleanup(func() { s.Close() })
	return l.Addr().String()
}

// send lets the senders send n submissions, and weighs what this process does
// meanwhile.
func (l *submitLoad) send(b *testing.B, address string, n, rate, receipts int) tally {
	b.Helper()
	l.senders.ask(b, fmt.Sprintf("send %s %d %d %d", address, n, rate, receipts), "sealed")
	before := weigh()
	var took, p50, p99, most int64
	fmt.Sscan(l.senders.ask(b, "", "sent"), &took, &p50, &p99, &most)
	t := tally{n: n, weight: weigh().minus(before)}
	for i, us := range []int64{took, p50, p99, most} {
		*[]*time.Duration{&t.took, &t.p50, &t.p99, &t.most}[i] = time.Duration(us) * time.Microsecond
	}
	return t
}

// tally is what so many submissions took.
type tally struct {
	weight
	n                    int
	took, p50, p99, most time.Duration // of several turns, the worst
}

func (t *tally) add(o tally) {
	t.n, t.took, t.weight = t.n+o.n, t.took+o.took, t.weight.plus(o.weight)
	t.p50, t.p99, t.most = max(t.p50, o.p50), max(t.p99, o.p99), max(t.most, o.most)
}

func (t *tally) rate() float64       { return float64(t.n) / t.took.Seconds() }
func (t *tally) cpuEach() float64    { return t.cpu.Seconds() * 1000 / float64(t.n) }
func (t *tally) allocsEach() float64 { return float64(t.mallocs) / float64(t.n) }
