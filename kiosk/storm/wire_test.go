package storm

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

// hubName is the hub's name in the network of the storm. No name ends so (RFC
// 2606, section 2).
const hubName = "bornes.mairie.invalid"

// ways are what the wire and the names can do; "" is honest.
var ways = []string{
	"down", "slow", "reset", "late", // of the connection
	"500", "503", "page", "empty", "taken", "clock", "half", "stranger", "old", "other", // of the hub
	"no name", "no names", "silent names", "elsewhere", // of the names
}

// line is the wire between the kiosk and the hub, and the names of the network.
type line struct {
	url   string
	names string // address of the name server
	hub   *hubtest.Hub
	liar  ed25519.PrivateKey

	mu   sync.Mutex
	way  string
	left int // bytes until "reset" strikes
	old  string
	open map[net.Conn]bool
}

// newLine stands before a hub, with a certificate that ca is the authority of.
func newLine(t *testing.T, h *hubtest.Hub) (l *line, ca []byte) {
	t.Helper()
	l = &line{hub: h, open: map[net.Conn]bool{}}
	var err error
	_, l.liar, err = ed25519.GenerateKey(rand.Reader)
	need(t, err)
	c, err := hub.MakeCertificates([]string{hubName, "127.0.0.1"}, time.Now())
	need(t, err)
	server := httptest.NewUnstartedServer(l.handler(t))
	server.Listener = listener{server.Listener, l}
	server.TLS, err = hub.ServerTLS(c.Certificate, c.Key)
	need(t, err)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(func() { l.is(""); l.cut(); server.CloseClientConnections(); server.Close() })
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	need(t, err)
	l.url = "https://" + hubName + ":" + port
	l.serveNames(t)
	return l, c.Authority
}

// is makes the wire another; what is open is cut, for a fault to be felt.
func (l *line) is(way string) {
	l.mu.Lock()
	l.way, l.left = way, draw(4000)
	l.mu.Unlock()
	if way != "" {
		l.cut()
	}
}

// draw needs no seed: where the bytes lie is not ours to say.
func draw(n int64) int {
	i, _ := rand.Int(rand.Reader, big.NewInt(n))
	return int(i.Int64())
}

func (l *line) now() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.way
}

// cut resets every connection.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		reset(c)
		delete(l.open, c)
	}
}

// reset ends a connection with RST.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}

func (l *line) handler(t *testing.T) http.Handler {
	to, err := url.Parse(l.hub.URL)
	need(t, err)
	honest := httputil.NewSingleHostReverseProxy(to)
	honest.Transport, honest.FlushInterval = l.hub.Client().Transport, -1
	honest.ErrorLog = log.New(io.Discard, "", 0)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.lies(w, r) {
			honest.ServeHTTP(w, r)
		}
	})
}

// lies answers in the hub's place, or leaves it to the hub.
func (l *line) lies(w http.ResponseWriter, r *http.Request) bool {
	switch way := l.now(); way {
	case "500":
		answer(w, 500, "application/problem+json", `{"type":"unknown","title":"no","status":500}`)
	case "503":
		w.Header().Set("Retry-After", "1")
		answer(w, 503, "application/problem+json", `{"type":"busy","title":"no","status":503}`)
	case "page":
		answer(w, 200, "text/html", "<html>Identifiez-vous</html>")
	case "empty":
		answer(w, 200, "application/json", "")
	case "taken":
		answer(w, 409, "application/problem+json", `{"type":"taken","title":"no","status":409}`)
	case "clock":
		w.Header().Set("Date", "Fri, 01 Jan 2038 00:00:00 GMT")
		answer(w, 401, "application/problem+json", `{"type":"clock","title":"no","status":401}`)
	case "half", "stranger", "old", "other":
		return r.URL.Path == wire.PathSubmissions && l.receipt(way, w, r)
	default:
		return false
	}
	return true
}

func answer(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// receipt lets the hub take the submission, and gives another receipt than its
// own: the hub has it, the kiosk must not believe so.
func (l *line) receipt(way string, w http.ResponseWriter, r *http.Request) bool {
	if way == "other" { // and the hub has not even seen it
		token, _ := custody.Acknowledge(l.stranger(), l.liar)
		answer(w, 200, "application/vnd.guichet.receipt", token)
		return true
	}
	rec := httptest.NewRecorder()
	l.hub.ServeHTTP(rec, r)
	body := rec.Body.String()
	l.mu.Lock()
	old := l.old
	if rec.Code == http.StatusOK {
		l.old = body
	}
	l.mu.Unlock()
	switch way {
	case "half":
		body = body[:len(body)/2]
	case "old":
		body = old
	case "stranger":
		body, _ = custody.Acknowledge(l.stranger(), l.liar)
	}
	answer(w, 200, "application/vnd.guichet.receipt", body)
	return true
}

// stranger is a receipt of nobody.
func (l *line) stranger() custody.Receipt {
	return custody.Receipt{ID: strings.Repeat("0", 32), Kiosk: strings.Repeat("0", 16), Hub: custody.HubID(l.hub.Public()), At: time.Now()}
}

// listener breaks connections.
type listener struct {
	net.Listener
	line *line
}

func (n listener) Accept() (net.Conn, error) {
	c, err := n.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if n.line.now() == "down" {
		reset(c)
		return c, nil
	}
	n.line.mu.Lock()
	n.line.open[c] = true
	n.line.mu.Unlock()
	return conn{c, n.line}, nil
}

// conn is slow, or breaks after some bytes.
type conn struct {
	net.Conn
	line *line
}

func (c conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.pass(n)
	return n, err
}

func (c conn) Write(b []byte) (int, error) {
	c.pass(len(b))
	return c.Conn.Write(b)
}

func (c conn) Close() error {
	c.line.mu.Lock()
	delete(c.line.open, c.Conn)
	c.line.mu.Unlock()
	return c.Conn.Close()
}

// pass lets n bytes by.
func (c conn) pass(n int) {
	c.line.mu.Lock()
	way := c.line.way
	c.line.left -= n
	over := c.line.left < 0
	c.line.mu.Unlock()
	switch {
	case way == "slow":
		time.Sleep(30 * time.Millisecond)
	case way == "late":
		time.Sleep(2 * time.Second)
	case way == "reset" && over:
		reset(c.Conn)
	}
}

// serveNames is a name server that knows one name.
func (l *line) serveNames(t *testing.T) {
	t.Helper()
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	need(t, err)
	l.names = pc.LocalAddr().String()
	var all sync.WaitGroup
	all.Go(func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if a := l.name(buf[:n]); a != nil {
				pc.WriteTo(a, from)
			}
		}
	})
	t.Cleanup(func() { pc.Close(); all.Wait() })
}

// name answers a question of RFC 1035, section 4; nil is silence.
func (l *line) name(q []byte) []byte {
	name, kind, end := asked(q)
	if end == 0 {
		return nil
	}
	const noError, serverFailure, nameError = 0, 2, 3
	way := l.now()
	switch {
	case way == "silent names":
		return nil
	case way == "no names":
		return reply(q[:end], serverFailure, nil)
	case way == "no name", name != hubName:
		return reply(q[:end], nameError, nil)
	case kind != 1: // A
		return reply(q[:end], noError, nil)
	case way == "elsewhere":
		return reply(q[:end], noError, net.IPv4(127, 0, 0, 2)) // nobody is there
	}
	return reply(q[:end], noError, net.IPv4(127, 0, 0, 1))
}

// asked is the one question of a message, and where it ends; 0: it is none.
func asked(q []byte) (name string, kind uint16, end int) {
	at := 12
	var labels []string
	for at < len(q) && q[at] != 0 {
		n := int(q[at])
		if at+1+n > len(q) {
			return "", 0, 0
		}
		labels = append(labels, string(q[at+1:at+1+n]))
		at += 1 + n
	}
	if at+5 > len(q) {
		return "", 0, 0
	}
	return strings.ToLower(strings.Join(labels, ".")), binary.BigEndian.Uint16(q[at+1:]), at + 5
}

func reply(question []byte, code byte, ip net.IP) []byte {
	a := append([]byte(nil), question...)
	a[2], a[3] = 0x81, 0x80|code // a response, recursion as asked
	a[6], a[7], a[8], a[9], a[10], a[11] = 0, 0, 0, 0, 0, 0
	if ip == nil {
		return a
	}
	a[7] = 1
	a = append(a, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4) // the name of the question, A, IN, for no time
	return append(a, ip.To4()...)
}

// The name server is asked by the resolver that the kiosk has, and every way of
// it is what it says.
func TestNames(t *testing.T) {
	l := &line{open: map[net.Conn]bool{}}
	l.serveNames(t)
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", l.names)
	}}
	for way, want := range map[string]string{"": "127.0.0.1", "elsewhere": "127.0.0.2", "no name": "no such host", "no names": "server misbehaving"} {
		l.is(way)
		ips, err := r.LookupHost(t.Context(), hubName)
		if got := strings.Join(ips, " "); got != want && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %q %v, want %q", way, got, err, want)
		}
	}
	if _, err := os.Stat("/etc/resolv.conf"); err == nil { // its time-out is long without one
		l.is("silent names")
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		if ips, err := r.LookupHost(ctx, hubName); err == nil {
			t.Errorf("silence says %q", ips)
		}
	}
}
