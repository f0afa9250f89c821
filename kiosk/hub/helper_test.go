package hub_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/hubtest"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newClock() *hubtest.Clock { return &hubtest.Clock{} }

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	check(t, err)
	return data
}

// problemIn reads a refusal, which every one must be.
func problemIn(t testing.TB, body []byte) (p wire.Problem) {
	t.Helper()
	if err := json.Unmarshal(body, &p); err != nil || p.Type == "" || p.Title == "" {
		t.Errorf("not a problem: %q", body)
	}
	return p
}

func readAll(t testing.TB, res *http.Response) []byte {
	t.Helper()
	data, err := io.ReadAll(res.Body)
	check(t, err)
	return data
}

// eventually waits until ok; only a test that fails waits long.
func eventually(t testing.TB, ok func() bool, what string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// logBook is what a hub logs.
type logBook struct{ eventtest.Log }

func (l *logBook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// newRequest and serve ask a hub without a network.
func newRequest(method, path string, body []byte) *http.Request {
	return httptest.NewRequest(method, path, bytes.NewReader(body))
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func signedRequest(t testing.TB, k *hubtest.Kiosk, method, path string, body []byte) *http.Request {
	t.Helper()
	r := newRequest(method, path, body)
	r.Header = k.Request(t.Context(), t, method, path, body).Header
	return r
}

func queryEscape(s string) string { return url.QueryEscape(s) }
