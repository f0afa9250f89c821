package rtccall

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/call/badline"
	"guichet/kiosk/call/calltest"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/relay"
)

// authority makes a certificate for this machine, and who trusts it.
func authority(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, &c, &c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

func startRelay(t *testing.T, certificate *tls.Config) *relay.Server {
	t.Helper()
	local := netip.MustParseAddr("127.0.0.1")
	s, err := relay.Start(relay.Config{
		Secret: "not a secret of anybody", Host: "127.0.0.1", UDP: "127.0.0.1:0", TCP: "127.0.0.1:0", TLS: "127.0.0.1:0",
		Certificate: certificate, Public: local, Local: local, MinPort: 20000,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// proxy is the only way out of some town halls: HTTP CONNECT.
func proxy(t *testing.T) (*url.URL, *atomic.Int64) {
	t.Helper()
	var passed atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") == "" {
			http.Error(w, "no", http.StatusProxyAuthRequired)
			return
		}
		far, err := net.Dial("tcp", r.Host)
		if err != nil {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		near, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		passed.Add(1)
		io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { io.Copy(far, near); far.Close() }()
		io.Copy(near, far)
		near.Close()
	}))
	t.Cleanup(s.Close)
	u, err := url.Parse(strings.Replace(s.URL, "://", "://mairie:secret@", 1))
	if err != nil {
		t.Fatal(err)
	}
	return u, &passed
}

// TestRelays: everything that is not the relay is lost, and the call is made.
func TestRelays(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	certificate, trusted := authority(t)
	r := startRelay(t, certificate)
	h := newHub(t)
	b := h.browser(chromium, "")
	way, passed := proxy(t)
	for _, c := range []struct {
		name  string
		url   int
		proxy *url.URL
	}{{"turn over udp", 0, nil}, {"turn over tcp", 1, nil}, {"turn over tls", 2, nil}, {"turn over tls through a proxy", 2, way}} {
		t.Run(c.name, func(t *testing.T) {
			given := r.Credentials(newID(), time.Now())
			given.URLs = given.URLs[c.url : c.url+1]
			h.relay = &given
			blocked := bad(t)
			blocked.Out(badline.Road{Loss: 1})
			blocked.In(badline.Road{Loss: 1})
			k := h.phone(func(o *Options) {
				o.Socket, o.Authorities = blocked, trusted
				o.RelayOnly = c.url == 0 // a relay by UDP tells, too, how a socket of its own is seen
				o.Proxy = func(*http.Request) (*url.URL, error) { return c.proxy, nil }
			})
			defer k.Close()
			before := r.Counts().Bytes
			s, e := watched(t, k)
			b.sees(k, e)
			if r.Counts().Bytes-before < 100_000 {
				t.Errorf("%d bytes went through the relay", r.Counts().Bytes-before)
			}
			if c.proxy != nil && passed.Load() == 0 {
				t.Error("nothing went through the proxy")
			}
			s.Hangup()
		})
	}
}

// TestRelayOnBothSides: neither side names an address of its own.
func TestRelayOnBothSides(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	certificate, trusted := authority(t)
	r := startRelay(t, certificate)
	h := newHub(t)
	given := r.Credentials(newID(), time.Now())
	h.relay = &given
	b := h.browser(chromium, "?relay")
	k := h.phone(func(o *Options) { o.RelayOnly, o.Authorities = true, trusted })
	c, e := watched(t, k)
	b.sees(k, e)
	c.Hangup()
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range h.heard {
		if m.Type == wire.Trickle && m.Candidate.Line != "" && !strings.Contains(m.Candidate.Line, "typ relay") {
			t.Errorf("the kiosk names %s", m.Candidate.Line)
		}
	}
}

// A call goes on for longer than its credentials hold: the kiosk asks for others
// in time, and an ICE restart passes by them when the old ones are worth nothing.
func TestCredentialsAreRenewed(t *testing.T) {
	certificate, trusted := authority(t)
	first, then := startRelay(t, certificate), startRelay(t, certificate)
	h := newHub(t)
	old, fresh := first.Credentials(newID(), time.Now()), then.Credentials(newID(), time.Now())
	old.Lasts, fresh.URLs = 1, fresh.URLs[2:3] // at another address, by TLS
	h.relay, h.renewed = &old, &fresh
	p := h.peer()
	c := called(t, h.phone(func(o *Options) { o.RelayOnly, o.Authorities = true, trusted }))
	p.channel(wire.ChannelText)
	h.kioskSaid(wire.Resume, anyOf)
	s := c.(*sight)
	waitFor(t, "other credentials", func() (has bool) {
		s.do(func() { has = s.relay.Username == fresh.Username })
		return has
	})
	if n := len(p.rounds()); n != 1 || then.Counts().Allocated != 0 {
		t.Errorf("%d rounds: the call was disturbed", n)
	}
	first.Close()
	s.post(func() { s.homes, s.looked = "another", time.Time{} })
	c.Send("bonjour")
	waitFor(t, "text by the other relay", func() bool { return p.text(wire.ChannelText) == "bonjour" })
	if r := p.rounds(); !r[len(r)-1].Restart || then.Counts().Allocated == 0 {
		t.Errorf("%d rounds, %+v", len(r), then.Counts())
	}
	c.Hangup()
	calltest.Ended(t, c)
}

// do has the owner of a call do something, and waits for it.
func (s *sight) do(f func()) {
	done := make(chan struct{})
	s.post(func() { f(); close(done) })
	select {
	case <-done:
	case <-s.over:
	}
}

// A relay that another speaks for is not used.
func TestRelayOfAnother(t *testing.T) {
	certificate, _ := authority(t)
	_, trusted := authority(t)
	r := startRelay(t, certificate)
	d := newDialer(r.Credentials(newID(), time.Now()), func(*http.Request) (*url.URL, error) { return nil, nil }, trusted)
	address, _, _ := strings.Cut(strings.TrimPrefix(r.URLs()[2], "turns:"), "?")
	if c, err := d.Dial("tcp", address); err == nil {
		c.Close()
		t.Error("its certificate is taken")
	}
}
