package hub_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
)

// BenchmarkBeats is what a heartbeat costs the hub: over a connection that is
// open, and over one of its own that resumes a session, which is how it comes in
// life (see idleTime).
//
//	go test ./kiosk/hub -run '^$' -bench Beats -benchtime 5000x
func BenchmarkBeats(b *testing.B) {
	h := hubtest.New(b)
	for i := range atOnce {
		addLoadKiosk(b, h.Store, i)
	}
	p := startPart(b, "HUB_LOAD_PART=beaters", "HUB_LOAD_ADDRESS="+h.URL)
	for _, kind := range []string{"open", "resumed"} {
		p.ask(b, fmt.Sprintf("%s %d", kind, 2*atOnce), "beaten")
		before := weigh()
		p.ask(b, fmt.Sprintf("%s %d", kind, b.N), "beaten")
		used := weigh().minus(before)
		b.ReportMetric(used.cpu.Seconds()*1000/float64(b.N), "cpu-ms-"+kind)
		b.ReportMetric(float64(used.mallocs)/float64(b.N), "mallocs-"+kind)
	}
}

const sampleBeat = `{"at":"2026-11-22T12:00:00Z","version":"1.4.0","started":"2026-11-22T08:00:00Z","state":"attract",` +
	`"last_visit":"2026-11-22T11:48:00Z","printer":{"model":"tm-t88vi","state":"ready","paper":"ok"},"spool":{"waiting":0},` +
	`"packs":[{"id":"cantine","version":"1.2.0","step":"shown"},{"id":"acte-naissance","version":"1.2.0","step":"shown"},` +
	`{"id":"recensement","version":"1.0.0","step":"shown"},{"id":"listes-electorales","version":"1.0.0","step":"shown"}],` +
	`"trust":{"root":3,"expires":"2026-11-29T12:00:00Z"}}`

// loadBeaters obeys lines "KIND N" until its input ends.
func loadBeaters() error {
	address := os.Getenv("HUB_LOAD_ADDRESS")[len("https://"):]
	var kiosks [2][atOnce]*taker
	for i := range atOnce {
		for kind := range kiosks {
			kiosks[kind][i] = newTaker(&takers{address: address}, i)
			kiosks[kind][i].http = &http.Client{Transport: &http.Transport{DisableKeepAlives: kind == 1, TLSClientConfig: &tls.Config{
				InsecureSkipVerify: true, ClientSessionCache: tls.NewLRUClientSessionCache(1),
			}}}
		}
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var kind string
		var n int
		if _, err := fmt.Sscan(in.Text(), &kind, &n); err != nil {
			return err
		}
		var failed atomic.Pointer[error]
		many(n, func(i int) {
			if err := kiosks[map[string]int{"open": 0, "resumed": 1}[kind]][i%atOnce].beat(); err != nil {
				failed.Store(&err)
			}
		})
		if err := failed.Load(); err != nil {
			return *err
		}
		fmt.Println("beaten", n)
	}
	return nil
}

// beat reads the answer to its end, so that the connection can be used again.
func (k *taker) beat() error {
	res, err := k.ask(http.MethodPost, wire.PathHeartbeat, []byte(sampleBeat))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
