package badline

import (
	"net"
	"os"
	"sync"
	"time"
)

// Conn is a bad line under a socket.
type Conn struct {
	out, in *way
	local   net.Addr
	done    chan struct{}
	once    sync.Once
	ready   chan packet

	mu       sync.Mutex
	conn     net.PacketConn
	deadline time.Time
	changed  chan struct{} // closed when deadline changes
}

// New stands on conn, and closes it in the end. Until a Road is laid the line is
// perfect.
func New(conn net.PacketConn, seed uint64) *Conn {
	done := make(chan struct{})
	c := &Conn{
		out: newWay(seed, done), in: newWay(seed+1, done), done: done,
		local: conn.LocalAddr(), conn: conn,
		ready: make(chan packet, waiting), changed: make(chan struct{}),
	}
	go c.out.run(c.send)
	go c.in.run(c.receive)
	go c.pump(conn)
	return c
}

// Out and In lay the roads, each way its own.
func (c *Conn) Out(r Road) { c.out.set(r) }
func (c *Conn) In(r Road)  { c.in.set(r) }

// Cut loses everything, both ways, for so long from now.
func (c *Conn) Cut(d time.Duration) {
	until := time.Now().Add(d)
	c.out.cutUntil(until)
	c.in.cutUntil(until)
}

// Move changes the address: from now on packets leave from conn, and what is
// sent to the old address is lost. LocalAddr stays, as for a program that has
// not noticed.
func (c *Conn) Move(conn net.PacketConn) {
	c.mu.Lock()
	old := c.conn
	c.conn = conn
	c.mu.Unlock()
	old.Close()
	go c.pump(conn)
}

// Sent and Received count what came to each way.
func (c *Conn) Sent() Stats     { return c.out.counted() }
func (c *Conn) Received() Stats { return c.in.counted() }

func (c *Conn) socket() net.PacketConn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conn
}

// pump reads a socket until it is closed.
func (c *Conn) pump(conn net.PacketConn) {
	b := make([]byte, largest)
	for {
		n, from, err := conn.ReadFrom(b)
		if err != nil {
			return
		}
		c.in.pass(b[:n], from)
	}
}

func (c *Conn) send(p packet) {
	// An error is a packet lost, as on any line.
	c.socket().WriteTo(p.data, p.addr)
	p.free()
}

func (c *Conn) receive(p packet) {
	select {
	case c.ready <- p:
	default:
		p.free()
	}
}

// WriteTo never fails but on a closed line: what is lost is lost later.
func (c *Conn) WriteTo(b []byte, to net.Addr) (int, error) {
	select {
	case <-c.done:
		return 0, net.ErrClosed
	default:
	}
	c.out.pass(b, to)
	return len(b), nil
}

// ReadFrom waits for a packet that has arrived.
func (c *Conn) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		late, changed, stop := c.timeout()
		select {
		case p := <-c.ready:
			stop()
			n := copy(b, p.data)
			p.free()
			return n, p.addr, nil
		case <-late:
			return 0, nil, os.ErrDeadlineExceeded
		case <-changed:
			stop()
		case <-c.done:
			stop()
			return 0, nil, net.ErrClosed
		}
	}
}

// timeout is when a read must end, and whether that has been changed.
func (c *Conn) timeout() (late <-chan time.Time, changed chan struct{}, stop func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.deadline.IsZero() {
		return nil, c.changed, func() {}
	}
	t := time.NewTimer(time.Until(c.deadline))
	return t.C, c.changed, func() { t.Stop() }
}

// SetReadDeadline ends a read that waits, too.
func (c *Conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	close(c.changed)
	c.changed = make(chan struct{})
	return nil
}

// SetWriteDeadline does nothing: writing never waits.
func (c *Conn) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline is that of reading.
func (c *Conn) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

// LocalAddr is that of the socket it was made with.
func (c *Conn) LocalAddr() net.Addr { return c.local }

// Close closes the socket too.
func (c *Conn) Close() error {
	c.once.Do(func() { close(c.done) })
	return c.socket().Close()
}
