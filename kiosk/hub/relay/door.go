package relay

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

const (
	// shaking is how long a connection may take until it said something.
	shaking = 10 * time.Second
	// idle is longer than an allocation lasts unless it is refreshed (RFC 8656,
	// section 3.2: 10 minutes).
	idle = 12 * time.Minute
	// stuck is how long a client may not read before its connection ends.
	stuck = 5 * time.Second
)

// door is a net.Listener of connections that are ready: shaken hands, counted,
// with deadlines. pion/turn 5.1.0 itself leaves a connection open whose TLS
// handshake failed.
type door struct {
	calls *calls
	addr  net.Addr
	ready chan net.Conn
	done  chan struct{}
	once  sync.Once
	inner []net.Listener

	mu   sync.Mutex
	open int
	from map[string]int // connections by address
}

func newDoor(c *calls) *door {
	return &door{calls: c, addr: &net.TCPAddr{}, ready: make(chan net.Conn), done: make(chan struct{}), from: map[string]int{}}
}

// listen takes the connections of a listener; conf is nil without TLS.
func (d *door) listen(l net.Listener, conf *tls.Config) {
	d.inner = append(d.inner, l)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go d.take(c, conf)
		}
	}()
}

func (d *door) take(c net.Conn, conf *tls.Config) {
	guarded, ok := d.guard(c)
	if !ok {
		d.calls.n.turned.Add(1)
		c.Close()
		return
	}
	if conf != nil {
		secure := tls.Server(guarded.Conn, conf)
		ctx, cancel := context.WithTimeout(context.Background(), shaking)
		defer cancel()
		if secure.HandshakeContext(ctx) != nil {
			guarded.Close()
			return
		}
		guarded.Conn = secure
	}
	select {
	case d.ready <- guarded:
	case <-d.done:
		guarded.Close()
	}
}

// guard counts a connection, false where there are too many.
func (d *door) guard(c net.Conn) (*guarded, bool) {
	host, _, _ := net.SplitHostPort(c.RemoteAddr().String())
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open >= d.calls.conf.Connections || d.from[host] >= max(1, d.calls.conf.Connections/8) {
		return nil, false
	}
	d.open++
	d.from[host]++
	return &guarded{Conn: c, patience: shaking, left: sync.OnceFunc(func() { d.leave(host) })}, true
}

func (d *door) leave(host string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open--
	if d.from[host]--; d.from[host] == 0 {
		delete(d.from, host)
	}
}

func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.ready:
		return c, nil
	case <-d.done:
		return nil, net.ErrClosed
	}
}

func (d *door) Addr() net.Addr { return d.addr }

func (d *door) Close() error {
	d.once.Do(func() {
		close(d.done)
		for _, l := range d.inner {
			l.Close()
		}
	})
	return nil
}

// guarded is a connection that ends when nothing moves.
type guarded struct {
	net.Conn
	patience time.Duration // of the next read; one goroutine reads
	left     func()
}

func (g *guarded) Read(b []byte) (int, error) {
	g.SetReadDeadline(time.Now().Add(g.patience))
	g.patience = idle
	return g.Conn.Read(b)
}

func (g *guarded) Write(b []byte) (int, error) {
	g.SetWriteDeadline(time.Now().Add(stuck))
	n, err := g.Conn.Write(b)
	if err != nil {
		g.Conn.Close() // half a message went: the rest of the stream means nothing
	}
	return n, err
}

func (g *guarded) Close() error {
	g.left()
	return g.Conn.Close()
}

// ALPN is what a client that speaks TURN may ask for by ALPN (RFC 7443). A server
// that shares a port names it beside "h2" and "http/1.1": else it would refuse
// such a client.
const ALPN = "stun.turn"

// Sort tells whether a connection speaks TURN. It shakes hands, and goes by what
// was agreed on by ALPN, else by the first byte: the two highest bits of a STUN
// message are 00 (RFC 8489, section 5), and HTTP begins with a letter. The
// connection that it gives back begins with that byte again.
func Sort(c net.Conn) (sorted net.Conn, isTURN bool, err error) {
	if secure, ok := c.(*tls.Conn); ok {
		ctx, cancel := context.WithTimeout(context.Background(), shaking)
		defer cancel()
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, false, err
		}
		if agreed := secure.ConnectionState().NegotiatedProtocol; agreed != "" {
			return c, agreed == ALPN, nil
		}
	}
	r := bufio.NewReaderSize(c, 512)
	c.SetReadDeadline(time.Now().Add(shaking))
	first, err := r.Peek(1)
	c.SetReadDeadline(time.Time{})
	if err != nil {
		return nil, false, err
	}
	return &peeked{Conn: c, r: r}, first[0] < 0x40, nil
}

// peeked is a connection whose first bytes were looked at.
type peeked struct {
	net.Conn
	r *bufio.Reader
}

func (p *peeked) Read(b []byte) (int, error) { return p.r.Read(b) }

// ConnectionState is what net/http asks a connection that it does not know for.
func (p *peeked) ConnectionState() tls.ConnectionState {
	if s, ok := p.Conn.(interface{ ConnectionState() tls.ConnectionState }); ok {
		return s.ConnectionState()
	}
	return tls.ConnectionState{}
}
