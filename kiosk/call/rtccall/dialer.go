package rtccall

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"guichet/kiosk/call/wire"
)

// dialer reaches a relay by TCP and TLS, through an HTTP proxy where there is
// one. It makes the TLS connection itself: pion/ice 4.4.2 makes none on what a
// proxy dialer gives, and could not be told whom to trust.
type dialer struct {
	proxy       func(*http.Request) (*url.URL, error)
	authorities *x509.CertPool

	mu     sync.Mutex
	secure map[string]bool // addresses that are spoken to by TLS
}

const dialTime = 10 * time.Second

func newDialer(r wire.Relay, proxy func(*http.Request) (*url.URL, error), authorities *x509.CertPool) *dialer {
	d := &dialer{secure: map[string]bool{}, proxy: proxy, authorities: authorities}
	d.learn(r)
	return d
}

// learn hears how the addresses of a relay are spoken to.
func (d *dialer) learn(r wire.Relay) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, u := range r.URLs {
		scheme, rest, _ := strings.Cut(u, ":")
		address, _, _ := strings.Cut(rest, "?")
		if _, _, err := net.SplitHostPort(address); err != nil {
			address = net.JoinHostPort(strings.Trim(address, "[]"), map[bool]string{true: "5349", false: "3478"}[scheme == "turns"])
		}
		d.secure[address] = d.secure[address] || scheme == "turns"
	}
}

func (d *dialer) isSecure(address string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.secure[address]
}

// Dial implements proxy.Dialer of golang.org/x/net. What it gives has a
// *net.TCPAddr as its own address, which pion takes for granted.
func (d *dialer) Dial(_, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), dialTime)
	defer cancel()
	conn, err := d.reach(ctx, address)
	if err != nil || !d.isSecure(address) {
		return conn, err
	}
	host, _, _ := net.SplitHostPort(address)
	secure := tls.Client(conn, &tls.Config{ServerName: host, RootCAs: d.authorities, MinVersion: tls.VersionTLS12})
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// reach is a connection to the relay, or through a proxy to it.
func (d *dialer) reach(ctx context.Context, address string) (net.Conn, error) {
	asked := &http.Request{URL: &url.URL{Scheme: "https", Host: address}}
	through, err := d.proxy(asked)
	if err != nil {
		return nil, err
	}
	var direct net.Dialer
	if through == nil {
		return direct.DialContext(ctx, "tcp", address)
	}
	conn, err := direct.DialContext(ctx, "tcp", proxyAddress(through))
	if err != nil {
		return nil, err
	}
	if through.Scheme == "https" {
		conn = tls.Client(conn, &tls.Config{ServerName: through.Hostname(), RootCAs: d.authorities, MinVersion: tls.VersionTLS12})
	}
	if err := tunnel(ctx, conn, through, address); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func proxyAddress(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	return net.JoinHostPort(u.Hostname(), map[string]string{"https": "443"}[u.Scheme]+map[string]string{"http": "80"}[u.Scheme])
}

// tunnel asks a proxy for a way through (RFC 9110, section 9.3.6).
func tunnel(ctx context.Context, conn net.Conn, through *url.URL, address string) error {
	if end, ok := ctx.Deadline(); ok {
		conn.SetDeadline(end)
		defer conn.SetDeadline(time.Time{})
	}
	req := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if u := through.User; u != nil {
		password, _ := u.Password()
		req.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.Username()+":"+password)))
	}
	if err := req.Write(conn); err != nil {
		return err
	}
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, req)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return errors.New("rtccall: the proxy answers " + res.Status)
	}
	if r.Buffered() > 0 {
		return errors.New("rtccall: the proxy speaks before it is asked")
	}
	return nil
}
