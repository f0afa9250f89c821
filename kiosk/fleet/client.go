package fleet

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// Client sends a kiosk's signed requests to one hub.
type Client struct {
	base   string // "https://hub.example", without a slash at its end
	http   *http.Client
	kiosk  string
	key    ed25519.PrivateKey
	behind atomic.Int64                     // nanoseconds to add to our clock to have the hub's
	shown  atomic.Pointer[x509.Certificate] // the hub's, as it was last seen; nil: never
}

// ErrNoHub: no answer came, or one that is not the hub's own.
var ErrNoHub = errors.New("fleet: the hub does not answer")

// patience is how long one request may take, but for the event stream and for
// what a long poll asks for.
const patience = 30 * time.Second

// NewClient makes a client of a kiosk for the hub at an https address. Only a
// hub on the machine itself may go without TLS.
func NewClient(hub string, kiosk string, key ed25519.PrivateKey, transport http.RoundTripper) (*Client, error) {
	u, err := url.Parse(hub)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("fleet: %q is not the address of a hub: write https://…", hub)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return nil, fmt.Errorf("fleet: the hub's address begins with https://, not %s://", u.Scheme)
	}
	return &Client{base: strings.TrimSuffix(u.String(), "/"), http: &http.Client{Transport: transport, CheckRedirect: stay}, kiosk: kiosk, key: key}, nil
}

// stay follows no redirect: what is signed is signed for one place, and a hub
// that lies must not make a kiosk knock at other doors of its network.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Transport is how a kiosk reaches its hub: through HTTPS_PROXY where it is set,
// trusting the authorities of the system, or the ones in ca (PEM) alone.
func Transport(ca []byte) (*http.Transport, error) {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	t.ResponseHeaderTimeout = 2 * patience // of a long poll too
	t.MaxResponseHeaderBytes = wire.MaxMessage
	if len(ca) > 0 {
		t.TLSClientConfig.RootCAs = x509.NewCertPool()
		if !t.TLSClientConfig.RootCAs.AppendCertsFromPEM(ca) {
			return nil, errors.New("fleet: the file of the certificate authority holds no certificate")
		}
	}
	return t, nil
}

// post sends a message and reads the answer into reply.
func (c *Client) post(ctx context.Context, path string, message, reply any) error {
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("fleet: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	res, err := c.signed(ctx, http.MethodPost, path, body, nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return readJSON(res.Body, reply)
}

// signed sends a signed request, and once more by the hub's time where ours is
// wrong. The response is a success, and its body is for the caller to close.
func (c *Client) signed(ctx context.Context, method, path string, body []byte, field http.Header) (*http.Response, error) {
	for again := false; ; again = true {
		token, err := custody.Authorize(custody.Request{
			Kiosk: c.kiosk, Method: method, Path: path, SHA256: custody.Sum(body), At: c.now(),
		}, c.key)
		if err != nil {
			return nil, err
		}
		head := field.Clone()
		if head == nil {
			head = http.Header{}
		}
		head.Set("Authorization", "Bearer "+token)
		res, date, err := c.send(ctx, method, path, body, head)
		if again || !refused(err, func(r *Refusal) bool { return r.Type == "clock" }) || !c.takeTime(date) {
			return res, err
		}
	}
}

// send gives the response where it is a success, else a *Refusal.
func (c *Client) send(ctx context.Context, method, path string, body []byte, head http.Header) (*http.Response, string, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, "", fmt.Errorf("fleet: %w", err)
	}
	req.Header = head
	if len(body) > 0 && head.Get("Content-Type") == "" {
		head.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.seeCertificate(nil, err)
		return nil, "", fmt.Errorf("%w: %w", ErrNoHub, bare(err))
	}
	c.seeCertificate(res.TLS, nil)
	if res.StatusCode/100 == 2 {
		return res, "", nil
	}
	defer res.Body.Close()
	return nil, res.Header.Get("Date"), refusalOf(res)
}

// seeCertificate notes the hub's certificate: that of a connection, or the one
// that was refused because it has ended.
func (c *Client) seeCertificate(state *tls.ConnectionState, err error) {
	var chain []*x509.Certificate
	var wrong *tls.CertificateVerificationError
	var why x509.CertificateInvalidError
	switch {
	case state != nil:
		chain = state.PeerCertificates
	case errors.As(err, &wrong) && errors.As(err, &why) && why.Reason == x509.Expired:
		chain = wrong.UnverifiedCertificates
	}
	if len(chain) > 0 {
		c.shown.Store(chain[0])
	}
}

// certificateEnds is when, and how long before that it should have been renewed:
// one of a few days is in its last third. Zero where none was seen.
func (c *Client) certificateEnds() (end time.Time, before time.Duration) {
	cert := c.shown.Load()
	if cert == nil {
		return time.Time{}, 0
	}
	return cert.NotAfter, min(certEnds, cert.NotAfter.Sub(cert.NotBefore)/3)
}

// bare takes the address away that net/http puts around an error.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// now is the hub's time, as far as we know it.
func (c *Client) now() time.Time { return time.Now().Add(time.Duration(c.behind.Load())) }

// takeTime sets our idea of the hub's clock by a Date field. It is used for
// signing requests and for nothing else: a hub that lies here only harms itself.
func (c *Client) takeTime(date string) bool {
	t, err := http.ParseTime(date)
	if err == nil {
		c.behind.Store(int64(time.Until(t)))
	}
	return err == nil
}

// ClockOff is how far the hub's clock is ahead of ours, as its last refusal
// said; 0 where it never complained.
func (c *Client) ClockOff() time.Duration { return time.Duration(c.behind.Load()) }

func readJSON(from io.Reader, into any) error {
	data, err := io.ReadAll(io.LimitReader(from, wire.MaxMessage+1))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoHub, err)
	}
	if len(data) > wire.MaxMessage {
		return fmt.Errorf("%w: what came is too long", ErrNoHub)
	}
	if json.Unmarshal(data, into) != nil {
		return fmt.Errorf("%w: what came cannot be read", ErrNoHub)
	}
	return nil
}
