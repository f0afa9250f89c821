package metrics

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// ErrNotLoopback: others than this machine could reach the address.
var ErrNotLoopback = errors.New("metrics: not a loopback address")

// Serve answers at addr, such as "127.0.0.1:9469", until ctx ends; it then returns
// nil. It refuses an address that is not loopback (ErrNotLoopback): what a town
// hall's kiosk suffers from is nobody else's business.
func Serve(ctx context.Context, addr string, s Source) error {
	l, err := listen(addr)
	if err != nil {
		return err
	}
	return serve(ctx, l, Handler(s))
}

// listen takes an address in numbers: a name may lead anywhere.
func listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("%w: %q", ErrNotLoopback, addr)
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	return l, nil
}

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler:     h,
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		MaxHeaderBytes: 8 << 10,
		ErrorLog:       log.New(io.Discard, "", 0), // of a panic it would write what that says
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
