package relay_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v5"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/relay"
)

const (
	secret = "not a secret of anybody"
	callID = "0123456789abcdef0123456789abcdef"
)

var loopback = netip.MustParsePrefix("127.0.0.0/8")

// conf is a relay on this machine alone, that may reach this machine.
func conf(t *testing.T) relay.Config {
	t.Helper()
	return relay.Config{
		Secret: secret, Host: "127.0.0.1", UDP: "127.0.0.1:0", TCP: "127.0.0.1:0", TLS: "127.0.0.1:0",
		Certificate: certificate(t), Public: netip.MustParseAddr("127.0.0.1"), Local: netip.MustParseAddr("127.0.0.1"),
		Peers: []netip.Prefix{loopback}, MinPort: 20000, // the peers of these tests have the same address
	}
}

func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &c, &c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func start(t *testing.T, c relay.Config) *relay.Server {
	t.Helper()
	s, err := relay.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// reach opens a connection to one of the relay's URLs.
func reach(t *testing.T, url string) net.PacketConn {
	t.Helper()
	scheme, rest, _ := strings.Cut(url, ":")
	address, transport, _ := strings.Cut(rest, "?transport=")
	var conn net.Conn
	var err error
	switch {
	case transport == "udp":
		var c net.PacketConn
		if c, err = net.ListenPacket("udp4", "127.0.0.1:0"); err == nil {
			t.Cleanup(func() { c.Close() })
			return c
		}
	case scheme == "turns":
		conn, err = tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true})
	default:
		conn, err = net.Dial("tcp", address)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return turn.NewSTUNConn(conn)
}

// client is one side of a call at the relay.
func client(t *testing.T, url string, r wire.Relay) *turn.Client {
	t.Helper()
	_, rest, _ := strings.Cut(url, ":")
	address, _, _ := strings.Cut(rest, "?")
	return clientOn(t, address, r, reach(t, url))
}

func clientOn(t *testing.T, address string, r wire.Relay, conn net.PacketConn) *turn.Client {
	t.Helper()
	c, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: address, Username: r.Username, Password: r.Credential, Conn: conn,
		RTO: time.Second, LoggerFactory: &logging.DefaultLoggerFactory{Writer: io.Discard},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Listen(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func allocate(t *testing.T, c *turn.Client) net.PacketConn {
	t.Helper()
	conn, err := c.Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// echo answers each packet with itself.
func echo(t *testing.T) net.PacketConn {
	t.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		b := make([]byte, 2000)
		for {
			n, from, err := c.ReadFrom(b)
			if err != nil {
				return
			}
			c.WriteTo(b[:n], from)
		}
	}()
	return c
}

// goesAndComes wants what is sent to come back.
func goesAndComes(t *testing.T, c net.PacketConn, to net.Addr) {
	t.Helper()
	b := make([]byte, 100)
	for try := 0; ; try++ {
		if _, err := c.WriteTo([]byte("bonjour"), to); err != nil {
			t.Fatal(err)
		}
		c.SetReadDeadline(time.Now().Add(2 * time.Second))
		n, _, err := c.ReadFrom(b)
		if err == nil && string(b[:n]) == "bonjour" {
			return
		}
		if try == 10 {
			t.Fatalf("%q, %v", b[:n], err)
		}
	}
}

func TestEveryWay(t *testing.T) {
	s, peer := start(t, conf(t)), echo(t)
	r := s.Credentials(callID, time.Now())
	if len(r.URLs) != 3 {
		t.Fatalf("%v", r.URLs)
	}
	for _, url := range r.URLs {
		goesAndComes(t, allocate(t, client(t, url, r)), peer.LocalAddr())
	}
	if n := s.Counts(); n.Active != 3 || n.Calls != 1 || n.Bytes < 2*3*7 || n.Denied+n.Refused != 0 {
		t.Errorf("%+v", n)
	}
}

// Both sides of a call behind walls: the two allocations meet at the relay.
func TestRelayToRelay(t *testing.T) {
	c := conf(t)
	c.Peers = nil // its own address is no stranger's
	s := start(t, c)
	r := s.Credentials(callID, time.Now())
	kiosk, desk := client(t, r.URLs[0], r), client(t, r.URLs[2], r)
	a, b := allocate(t, kiosk), allocate(t, desk)
	if err := desk.CreatePermission(a.LocalAddr()); err != nil {
		t.Fatal(err)
	}
	go func() {
		buf := make([]byte, 100)
		for {
			n, from, err := b.ReadFrom(buf)
			if err != nil {
				return
			}
			b.WriteTo(buf[:n], from)
		}
	}()
	goesAndComes(t, a, b.LocalAddr())
}

func TestPeersThatAreRefused(t *testing.T) {
	c := conf(t)
	c.Public, c.Peers = netip.MustParseAddr("192.0.2.1"), []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}
	s := start(t, c)
	r := s.Credentials(callID, time.Now())
	one := client(t, r.URLs[0], r)
	allocate(t, one)
	for peer, want := range map[string]bool{
		"127.0.0.1": false, "10.0.0.1": false, "192.168.1.1": false, "172.20.0.1": false, "169.254.169.254": false,
		"100.100.100.200": false, "224.0.0.1": false, "255.255.255.255": false, "0.0.0.0": false,
		"10.1.2.3": true, "192.0.2.1": true, "9.9.9.9": true,
	} {
		err := one.CreatePermission(&net.UDPAddr{IP: net.ParseIP(peer), Port: 5000})
		if (err == nil) != want {
			t.Errorf("%s: %v", peer, err)
		}
	}
	if n := s.Counts(); n.Denied != 9 {
		t.Errorf("%+v", n)
	}
}

// The relay's own address is open only where it relays.
func TestOwnPorts(t *testing.T) {
	c := conf(t)
	c.MinPort, c.MaxPort = 50000, 50100
	s, peer := start(t, c), echo(t) // the port of echo is another
	if p := peer.LocalAddr().(*net.UDPAddr).Port; p >= 50000 && p <= 50100 {
		t.Skip("the system gave a port of the range")
	}
	r := s.Credentials(callID, time.Now())
	conn := allocate(t, client(t, r.URLs[0], r))
	for range 3 {
		conn.WriteTo([]byte("bonjour"), peer.LocalAddr())
	}
	waitFor(t, func() bool { return s.Counts().Denied >= 3 })
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come")
		}
	}
}

func TestCredentials(t *testing.T) {
	s := start(t, conf(t))
	other := s.Config
	other.Secret += "!"
	good := s.Credentials(callID, time.Now())
	for what, r := range map[string]wire.Relay{
		"of yesterday":       s.Credentials(callID, time.Now().Add(-24*time.Hour)),
		"of next week":       s.Credentials(callID, time.Now().Add(7*24*time.Hour)),
		"of another secret":  other.Credentials(callID, time.Now()),
		"of nobody":          {Username: "guichet", Credential: "guichet"},
		"without a call":     {Username: strings.TrimSuffix(good.Username, callID), Credential: good.Credential},
		"of another's call":  {Username: good.Username + "0", Credential: good.Credential},
		"with a later hour":  {Username: "9" + good.Username, Credential: good.Credential},
		"without a password": {Username: good.Username},
	} {
		if conn, err := client(t, good.URLs[0], r).Allocate(); err == nil {
			conn.Close()
			t.Errorf("credentials %s hold", what)
		}
	}
	allocate(t, client(t, good.URLs[0], good))
}

// A call that goes on longer than its credentials is not cut: what exists may be
// refreshed, a new allocation may not be made.
func TestLongCall(t *testing.T) {
	c := conf(t)
	c.Lifetime = 2 * time.Second
	s, peer := start(t, c), echo(t)
	r, conn := inTime(t, s)
	time.Sleep(3 * time.Second)
	goesAndComes(t, conn, peer.LocalAddr()) // asks for a permission
	if late, err := client(t, r.URLs[0], r).Allocate(); err == nil {
		late.Close()
		t.Error("a new allocation with old credentials")
	}
}

// inTime allocates before credentials end, however busy the machine is.
func inTime(t *testing.T, s *relay.Server) (wire.Relay, net.PacketConn) {
	t.Helper()
	for range 20 {
		r := s.Credentials(callID, time.Now())
		if conn, err := client(t, r.URLs[0], r).Allocate(); err == nil {
			t.Cleanup(func() { conn.Close() })
			return r, conn
		}
	}
	t.Fatal("no allocation")
	return wire.Relay{}, nil
}

func TestQuotas(t *testing.T) {
	c := conf(t)
	c.PerCall, c.Allocations = 2, 3
	s := start(t, c)
	var held []net.PacketConn
	for i, want := range []bool{true, true, false, true, false} {
		id := callID
		if i > 2 {
			id = strings.Repeat("f", 32)
		}
		r := s.Credentials(id, time.Now())
		conn, err := client(t, r.URLs[0], r).Allocate()
		if (err == nil) != want {
			t.Errorf("allocation %d: %v", i, err)
		}
		if err == nil {
			held = append(held, conn)
		}
	}
	if n := s.Counts(); n.Active != 3 || n.Calls != 2 || n.Refused != 2 {
		t.Errorf("%+v", n)
	}
	for _, conn := range held {
		conn.Close()
	}
	waitFor(t, func() bool { return s.Counts().Active == 0 && s.Counts().Calls == 0 })
}

func TestRate(t *testing.T) {
	c := conf(t)
	c.Rate = 80_000 // 10 kB in the first second
	s, peer := start(t, c), echo(t)
	r := s.Credentials(callID, time.Now())
	conn := allocate(t, client(t, r.URLs[0], r))
	goesAndComes(t, conn, peer.LocalAddr())
	began := time.Now()
	for range 100 {
		conn.WriteTo(make([]byte, 1000), peer.LocalAddr())
	}
	waitFor(t, func() bool { return s.Counts().Dropped >= 50 })
	if most := int64(10_000*(2+time.Since(began).Seconds())) + 100; s.Counts().Bytes > most {
		t.Errorf("%d bytes passed of %d", s.Counts().Bytes, most)
	}
}

// A client that says nothing, or no TLS, does not keep its place.
func TestConnectionsThatSayNothing(t *testing.T) {
	c := conf(t)
	c.Connections = 16 // two from one address
	s := start(t, c)
	at := strings.TrimPrefix(s.URLs()[2], "turns:")
	at, _, _ = strings.Cut(at, "?")
	waitFor(t, func() bool {
		held, err := net.Dial("tcp", at)
		if err == nil {
			t.Cleanup(func() { held.Close() }) // all stay open on this side
		}
		return s.Counts().Turned > 0
	})
	// They are sent away, and there is room again.
	waitFor(t, func() bool {
		good, err := tls.DialWithDialer(&net.Dialer{Timeout: time.Second}, "tcp", at, &tls.Config{InsecureSkipVerify: true})
		if err == nil {
			good.Close()
		}
		return err == nil
	})
}

// HTTPS and TURN live on one port: a page is served, and a call relayed.
func TestOnePort(t *testing.T) {
	certificate := certificate(t)
	certificate.NextProtos = []string{"h2", "http/1.1", relay.ALPN}
	l, err := tls.Listen("tcp", "127.0.0.1:0", certificate)
	if err != nil {
		t.Fatal(err)
	}
	c := conf(t)
	c.TCP, c.TLS, c.Shared = "", "", l.Addr().(*net.TCPAddr).Port
	s, peer := start(t, c), echo(t)
	pages := &shared{Listener: l, relay: s, pages: make(chan net.Conn), done: make(chan struct{})}
	web := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto, " ", r.TLS != nil) })}
	go pages.sort()
	go web.Serve(pages)
	defer web.Close()

	r := s.Credentials(callID, time.Now())
	if url := r.URLs[1]; url != fmt.Sprintf("turns:127.0.0.1:%d?transport=tcp", c.Shared) {
		t.Error(url)
	}
	goesAndComes(t, allocate(t, client(t, r.URLs[1], r)), peer.LocalAddr())
	for protocol, want := range map[string]string{"": "HTTP/1.1 true", "http/1.1": "HTTP/1.1 true", "h2": "HTTP/2.0 true"} {
		if got := page(t, l.Addr().String(), protocol); got != want {
			t.Errorf("by %q: %q", protocol, got)
		}
	}
	conn, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{relay.ALPN}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	goesAndComes(t, allocate(t, clientOn(t, l.Addr().String(), r, turn.NewSTUNConn(conn))), peer.LocalAddr())
}

// page is what a browser gets that asks for a protocol by ALPN.
func page(t *testing.T, address, protocol string) string {
	t.Helper()
	conf := &tls.Config{InsecureSkipVerify: true}
	if protocol != "" {
		conf.NextProtos = []string{protocol}
	}
	c := http.Client{Transport: &http.Transport{TLSClientConfig: conf, ForceAttemptHTTP2: protocol == "h2", DisableKeepAlives: true}}
	res, err := c.Get("https://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// shared is how a hub sorts its connections.
type shared struct {
	net.Listener
	relay *relay.Server
	pages chan net.Conn
	done  chan struct{}
}

func (s *shared) sort() {
	defer close(s.done)
	for {
		c, err := s.Listener.Accept()
		if err != nil {
			return
		}
		go func() {
			if c, isTURN, err := relay.Sort(c); err == nil && isTURN {
				s.relay.Take(c)
			} else if err == nil {
				s.pages <- c
			}
		}()
	}
}

func (s *shared) Accept() (net.Conn, error) {
	select {
	case c := <-s.pages:
		return c, nil
	case <-s.done:
		return nil, net.ErrClosed
	}
}

func TestCheck(t *testing.T) {
	good := conf(t)
	for what, spoil := range map[string]func(*relay.Config){
		"no secret":       func(c *relay.Config) { c.Secret = "short" },
		"no host":         func(c *relay.Config) { c.Host = "" },
		"nowhere":         func(c *relay.Config) { c.UDP, c.TCP, c.TLS = "", "", "" },
		"no address":      func(c *relay.Config) { c.Public = netip.Addr{} },
		"no certificate":  func(c *relay.Config) { c.Certificate = nil },
		"a wrong address": func(c *relay.Config) { c.UDP = "3478" },
		"no relay":        func(c *relay.Config) { c.Outside = []string{"https://turn.example"} },
		"no ports":        func(c *relay.Config) { c.MinPort, c.MaxPort = 9, 8 },
	} {
		c := good
		spoil(&c)
		if _, err := relay.Start(c); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
	outside := relay.Config{Secret: secret, Outside: []string{"turns:turn.example:443?transport=tcp"}}
	if r := start(t, outside).Credentials(callID, time.Unix(1_800_000_000, 0)); r.URLs[0] != outside.Outside[0] || r.Username != "1800003600:"+callID || r.Lasts != 3600 {
		t.Errorf("%+v", r)
	}
	if r := (relay.Config{}).Credentials(callID, time.Now()); r.Username != "" || r.URLs != nil {
		t.Errorf("without a relay: %+v", r)
	}
}
