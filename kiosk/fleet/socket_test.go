package fleet

import (
	"crypto/ed25519"
	"net/http"
	"slices"
	"testing"
	"time"

	"guichet/kiosk/custody"
)

// A WebSocket is asked for by a request that is signed as every other, at the
// hub's time once the hub has complained of ours.
func TestLine(t *testing.T) {
	public, key, _ := ed25519.GenerateKey(nil)
	transport, err := Transport(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewClient("https://hub.example", custody.KioskID(public), key, transport)
	if err != nil {
		t.Fatal(err)
	}
	a := &Agent{client: c}
	line := a.Line()
	signedAt := func(at time.Time) error {
		r, err := line.Request("/v1/calls")
		if err != nil {
			t.Fatal(err)
		}
		_, err = custody.Authorized(r.Header.Get("Authorization")[len("Bearer "):], custody.Request{
			Method: "GET", Path: "/v1/calls", SHA256: custody.Sum(nil), At: at,
		}, func(string) (ed25519.PublicKey, error) { return public, nil })
		return err
	}
	later := time.Now().Add(time.Hour)
	if signedAt(time.Now()) != nil || signedAt(later) == nil {
		t.Error("it is not signed by our clock")
	}
	line.Refused(&http.Response{StatusCode: 403, Header: http.Header{"Date": {later.UTC().Format(http.TimeFormat)}}})
	if signedAt(later) == nil {
		t.Error("a refusal that is not about the clock changed it")
	}
	line.Refused(&http.Response{StatusCode: 401, Header: http.Header{"Date": {later.UTC().Format(http.TimeFormat)}}})
	if err := signedAt(later); err != nil {
		t.Errorf("after the hub told the time: %v", err)
	}
	line.Refused(nil) // nothing came back at all
	single := line.Client.Transport.(*http.Transport)
	if single == transport || single.ForceAttemptHTTP2 || single.TLSClientConfig.NextProtos[0] != "http/1.1" {
		t.Errorf("%+v", single.TLSClientConfig)
	}
	if !slices.Contains(transport.TLSClientConfig.NextProtos, "h2") {
		t.Error("the transport of the other requests was changed")
	}
}
