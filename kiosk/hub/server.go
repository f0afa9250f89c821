package hub

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Times of a connection. Idle is short on purpose: between two heartbeats a
// kiosk's second connection is closed, and resumed with its session ticket, so
// that it costs memory for seconds only.
const (
	headTime  = 10 * time.Second
	idleTime  = 20 * time.Second
	drainTime = 15 * time.Second
	maxHead   = 32 << 10
)

// Serve answers on a listener until ctx ends, with TLS where conf is not nil;
// then it ends the streams, lets requests under way finish, and returns nil.
func (h *Hub) Serve(ctx context.Context, l net.Listener, conf *tls.Config) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHead,
		ErrorLog: log.New(logWriter{h.log}, "", 0),
	}
	if conf != nil {
		conf = conf.Clone()
		conf.NextProtos = []string{"http/1.1"} // see doc of oneProtocol
		if err := h.keepTickets(ctx, conf); err != nil {
			return err
		}
		l = newDoor(l, conf, h.Divert)
	}
	s.Protocols = oneProtocol()
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		h.Drain()
		end, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		stopped <- s.Shutdown(end)
	})
	defer stop()
	err := s.Serve(l)
	if !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// oneProtocol is HTTP/1.1 alone: a kiosk has one stream and a request a minute,
// and HTTP/2 in net/http holds more memory for that than a second connection
// which closes itself. A proxy before the hub may speak what it likes.
func oneProtocol() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	return p
}

// logWriter takes what net/http complains of: strangers at the door, at a level
// that is off.
type logWriter struct{ log *slog.Logger }

func (w logWriter) Write(b []byte) (int, error) {
	w.log.Debug("http", "error", string(b))
	return len(b), nil
}
