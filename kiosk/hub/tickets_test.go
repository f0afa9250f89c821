package hub_test

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

// beside is a life of a hub with a certificate of its own and a fresh
// configuration of TLS: what a restart leaves of it.
func beside(t *testing.T, h *hubtest.Hub, c hub.Certificates, key ed25519.PrivateKey, now func() time.Time) (address string) {
	t.Helper()
	one, err := hub.New(hub.Config{Store: h.Store, Key: key, Now: now})
	check(t, err)
	conf, err := hub.ServerTLS(c.Certificate, c.Key)
	check(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- one.Serve(ctx, l, conf) }()
	t.Cleanup(func() { stop(); check(t, <-ended) })
	return l.Addr().String()
}

// visitor remembers tickets, by the name of the hub: the port is another after
// each restart here.
func visitor(t *testing.T, c hub.Certificates, version uint16) func(address string) (resumed bool) {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(c.Authority)
	conf := &tls.Config{RootCAs: pool, ServerName: "localhost", MaxVersion: version, ClientSessionCache: tls.NewLRUClientSessionCache(0)}
	return func(address string) bool {
		t.Helper()
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: conf, DisableKeepAlives: true}}
		res, err := client.Get("https://" + address + "/healthz")
		check(t, err)
		defer res.Body.Close()
		io.Copy(io.Discard, res.Body) // the ticket comes before the answer
		return res.TLS.DidResume
	}
}

func TestTicketsOutliveTheHub(t *testing.T) {
	h, clock := hubtest.New(t), newClock()
	c, err := hub.MakeCertificates([]string{"localhost"}, time.Now())
	check(t, err)
	_, key, err := ed25519.GenerateKey(nil)
	check(t, err)
	_, another, err := ed25519.GenerateKey(nil)
	check(t, err)
	visit := visitor(t, c, tls.VersionTLS13)
	if visit(beside(t, h, c, key, clock.Now)) {
		t.Error("resumed what never was")
	}
	if !visit(beside(t, h, c, key, clock.Now)) {
		t.Error("a hub that was started again does not know its ticket")
	}
	if visit(beside(t, h, c, another, clock.Now)) {
		t.Error("another hub knows the ticket")
	}
	visit(beside(t, h, c, key, clock.Now))
	clock.Add(24 * time.Hour)
	if !visit(beside(t, h, c, key, clock.Now)) {
		t.Error("a ticket of yesterday is not known")
	}
	clock.Add(48 * time.Hour)
	if visit(beside(t, h, c, key, clock.Now)) {
		t.Error("a ticket of the day before yesterday is known")
	}
}

// TestNoTicketsOfOldTLS: they would make what was recorded readable to whoever
// steals the hub's key.
func TestNoTicketsOfOldTLS(t *testing.T) {
	h := hubtest.New(t)
	c, err := hub.MakeCertificates([]string{"localhost"}, time.Now())
	check(t, err)
	_, key, err := ed25519.GenerateKey(nil)
	check(t, err)
	visit := visitor(t, c, tls.VersionTLS12)
	address := beside(t, h, c, key, time.Now)
	for range 2 {
		if visit(address) {
			t.Error("a session of TLS 1.2 was resumed")
		}
	}
}
