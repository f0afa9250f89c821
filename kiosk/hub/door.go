package hub

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// How many connections shake hands at a time, and how long one may take. After
// a restart ten thousand kiosks come: those beyond wait in the queue of the
// kernel and are served in turn, instead of all being too slow together. The
// work of so many takes 2 cores about a second; most of them wait for the other
// end, and fewer would let few slow ones (or strangers who never answer) keep
// all others out.
const (
	handshakes    = 2048
	handshakeTime = 10 * time.Second
)

// door is a TLS listener that shakes hands before it hands a connection on.
type door struct {
	net.Listener
	conf  *tls.Config
	slots chan struct{}
	ready chan net.Conn
	quit  chan struct{}
	once  sync.Once
	err   error // why no more come; written before ready is closed
	wait  sync.WaitGroup

	divert func(net.Conn) (net.Conn, bool) // nil: all are of HTTPS
}

func newDoor(l net.Listener, conf *tls.Config, divert func(net.Conn) (net.Conn, bool)) *door {
	d := &door{
		Listener: l, conf: conf, divert: divert, slots: make(chan struct{}, handshakes),
		ready: make(chan net.Conn), quit: make(chan struct{}),
	}
	go d.admit()
	return d
}

// Accept gives the next connection that has shaken hands.
func (d *door) Accept() (net.Conn, error) {
	select {
	case c, ok := <-d.ready:
		if !ok {
			return nil, d.err
		}
		return c, nil
	case <-d.quit:
		return nil, net.ErrClosed
	}
}

// Close lets nobody in any more.
func (d *door) Close() error {
	d.once.Do(func() { close(d.quit) })
	return d.Listener.Close()
}

// admit takes connections while there are slots. An error that passes (no file
// descriptor left) is waited out.
func (d *door) admit() {
	defer func() { d.wait.Wait(); close(d.ready) }()
	for {
		select {
		case d.slots <- struct{}{}:
		case <-d.quit:
			d.err = net.ErrClosed
			return
		}
		c, err := d.Listener.Accept()
		if err == nil {
			d.wait.Go(func() { d.shake(c) })
			continue
		}
		<-d.slots
		if !passing(err) {
			d.err = err
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func passing(err error) bool {
	n, ok := err.(net.Error)
	return ok && n.Temporary() //lint:ignore SA1019 net/http asks the same of Accept
}

// shake hands a connection on once its handshake is done.
func (d *door) shake(raw net.Conn) {
	c := tls.Server(raw, d.conf)
	ctx, cancel := context.WithTimeout(context.Background(), handshakeTime)
	err := c.HandshakeContext(ctx)
	cancel()
	<-d.slots
	if err != nil {
		raw.Close()
		return
	}
	d.handOn(c)
}

// handOn gives a connection to who it is for. One that says nothing waits here,
// and ends when the door closes.
func (d *door) handOn(c net.Conn) {
	if d.divert != nil {
		stop := d.whenClosed(c)
		sorted, taken := d.divert(c)
		stop()
		if taken {
			return
		}
		c = sorted
	}
	select {
	case d.ready <- c:
	case <-d.quit:
		c.Close()
	}
}

// whenClosed closes a connection with the door, until it is stopped.
func (d *door) whenClosed(c net.Conn) (stop func()) {
	done := make(chan struct{})
	go func() {
		select {
		case <-d.quit:
			c.Close()
		case <-done:
		}
	}()
	return func() { close(done) }
}
