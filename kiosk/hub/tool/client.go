package tool

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"guichet/kiosk/fleet/wire"
)

// Client asks a hub in the name of a user.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// Refusal is an answer of the hub that is no success. Type is a word of
// wire.Problem; "" where the answer was not the hub's own.
type Refusal struct {
	wire.Problem
	After time.Duration // when to come back; 0: it does not say
}

func (r *Refusal) Error() string {
	if r.Type == "" {
		return fmt.Sprintf("tool: answered %d, and not by the hub: is the address right?", r.Status)
	}
	if r.Detail != "" {
		return "tool: " + r.Detail
	}
	return "tool: " + r.Title
}

// Is tells whether err is a refusal with this word.
func Is(err error, word string) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Type == word
}

// NewClient makes a client for the hub at an https address; only one on this
// machine may go without TLS. ca is the authority of its certificate (PEM); nil:
// those of the system. A proxy is taken from the environment.
func NewClient(hub, token string, ca []byte) (*Client, error) {
	u, err := url.Parse(hub)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("tool: %q is not the address of a hub: write https://…", hub)
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return nil, fmt.Errorf("tool: the hub's address begins with https://, not %s://", u.Scheme)
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	if len(ca) > 0 {
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(ca) {
			return nil, errors.New("tool: the file of the certificate authority holds no certificate")
		}
		t.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{strings.TrimSuffix(u.String(), "/"), token, &http.Client{Transport: t, CheckRedirect: stay}}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// open sends a request; the response is a success, and its body is for the
// caller to close.
func (c *Client) open(ctx context.Context, method, path string, body []byte, accept string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("tool: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept", accept)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("tool: %w", err)
	}
	if res.StatusCode/100 != 2 {
		defer res.Body.Close()
		return nil, refusalOf(res)
	}
	return res, nil
}

func refusalOf(res *http.Response) error {
	r := &Refusal{}
	data, _ := io.ReadAll(io.LimitReader(res.Body, wire.MaxMessage))
	if json.Unmarshal(data, &r.Problem) != nil || r.Problem.Status != res.StatusCode {
		r.Problem = wire.Problem{Status: res.StatusCode}
	}
	if n, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && n > 0 {
		r.After = time.Duration(n) * time.Second
	}
	return r
}

// maxAnswer bounds what is read: 35,000 kiosks of 2 KB.
const maxAnswer = 128 << 20

// ask sends message, where it is not nil, and reads the answer into v, where
// that is not nil.
func (c *Client) ask(ctx context.Context, method, path string, message, v any) error {
	var body []byte
	if message != nil {
		var err error
		if body, err = json.Marshal(message); err != nil {
			return fmt.Errorf("tool: %w", err)
		}
	}
	res, err := c.open(ctx, method, path, body, "application/json")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("tool: %w", err)
	}
	if v != nil && json.Unmarshal(data, v) != nil {
		return errors.New("tool: the hub's answer cannot be read")
	}
	return nil
}

// query writes the pairs whose value is not empty.
func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" && pairs[i+1] != "0" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}
