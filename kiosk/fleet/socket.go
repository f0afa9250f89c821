package fleet

import (
	"crypto/tls"
	"net/http"
	"time"

	"guichet/kiosk/custody"
)

// Line is what it takes to hold a WebSocket to the hub as this kiosk.
type Line struct {
	Identity Identity
	// Request makes a signed GET of a path, by the hub's time.
	Request func(path string) (*http.Request, error)
	// Client sends it, through the same proxy and trusting the same authorities
	// as every other request; by HTTP/1.1, for a WebSocket by HTTP/2 is another
	// protocol (RFC 8441).
	Client *http.Client
	// Refused takes the hub's time from its answer.
	Refused func(*http.Response)
}

// Line is the agent's.
func (a *Agent) Line() Line {
	return Line{Identity: a.id, Request: a.client.get, Client: a.client.single(), Refused: a.client.learn}
}

func (c *Client) get(path string) (*http.Request, error) {
	token, err := custody.Authorize(custody.Request{
		Kiosk: c.kiosk, Method: http.MethodGet, Path: path, SHA256: custody.Sum(nil), At: c.now(),
	}, c.key)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err == nil {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r, err
}

// single is a client whose requests have a connection of HTTP/1.1 each.
func (c *Client) single() *http.Client {
	t, ok := c.http.Transport.(*http.Transport)
	if !ok {
		return c.http
	}
	t = t.Clone()
	t.ForceAttemptHTTP2 = false
	t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	if t.TLSClientConfig != nil {
		t.TLSClientConfig.NextProtos = []string{"http/1.1"}
	}
	t.ResponseHeaderTimeout = patience
	return &http.Client{Transport: t, CheckRedirect: stay}
}

// learn sets our idea of the hub's clock where it refused ours.
func (c *Client) learn(res *http.Response) {
	if res == nil || res.StatusCode != http.StatusUnauthorized {
		return
	}
	t, err := http.ParseTime(res.Header.Get("Date"))
	if err == nil && time.Until(t).Abs() > custody.Fresh/2 {
		c.takeTime(res.Header.Get("Date"))
	}
}
