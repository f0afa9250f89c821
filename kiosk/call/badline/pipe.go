package badline

import (
	"net"
	"time"
)

// End is a socket without a network, for a clock that is not the machine's
// (testing/synctest): whatever is written to it comes out at its other end.
type End struct {
	In   chan []byte // what came and was not read yet
	out  chan []byte
	done chan struct{}
}

// Pipe makes both ends of a wire. They have no time-outs.
func Pipe() (a, b *End) {
	there, back := make(chan []byte, 10_000), make(chan []byte, 10_000)
	return &End{there, back, make(chan struct{})}, &End{back, there, make(chan struct{})}
}

// Here is the only address that an End knows.
type Here struct{}

// Network is that of net.Addr.
func (Here) Network() string { return "test" }

// String is that of net.Addr.
func (Here) String() string { return "here" }

// ReadFrom is that of net.PacketConn, and so are the others.
func (e *End) ReadFrom(b []byte) (int, net.Addr, error) {
	select {
	case p := <-e.In:
		return copy(b, p), Here{}, nil
	case <-e.done:
		return 0, nil, net.ErrClosed
	}
}

func (e *End) WriteTo(b []byte, _ net.Addr) (int, error) {
	e.out <- append([]byte(nil), b...)
	return len(b), nil
}

func (e *End) Close() error                     { close(e.done); return nil }
func (e *End) LocalAddr() net.Addr              { return Here{} }
func (e *End) SetDeadline(time.Time) error      { return nil }
func (e *End) SetReadDeadline(time.Time) error  { return nil }
func (e *End) SetWriteDeadline(time.Time) error { return nil }
