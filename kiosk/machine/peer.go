package machine

import (
	"log/slog"
	"net"
	"slices"
	"sync"

	"guichet/kiosk/event"
	"guichet/kiosk/peer"
)

// guarded is a listener that lets in few at a time, and nobody but root and who
// is allowed.
type guarded struct {
	net.Listener
	allow []uint32
	seats chan struct{}
	log   *slog.Logger
}

// seats is how many connections are served at a time; a file of each may be in
// memory.
const seats = 4

func guard(l net.Listener, allow []uint32, log *slog.Logger) guarded {
	return guarded{l, allow, make(chan struct{}, seats), log}
}

// Accept drops a stranger before a byte of his is read.
func (g guarded) Accept() (net.Conn, error) {
	for {
		g.seats <- struct{}{}
		conn, err := g.Listener.Accept()
		if err != nil {
			<-g.seats
			return nil, err
		}
		uid, err := peer.Of(conn)
		if err == nil && (uid == 0 || slices.Contains(g.allow, uid)) {
			return &seated{Conn: conn, free: sync.OnceFunc(func() { <-g.seats })}, nil
		}
		g.log.Warn(string(event.HelperRefused), "uid", uid, "error", err)
		conn.Close()
		<-g.seats
	}
}

// seated gives its seat back, once.
type seated struct {
	net.Conn
	free func()
}

func (s *seated) Close() error {
	defer s.free()
	return s.Conn.Close()
}
