package hub_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

var secret = bytes.Repeat([]byte{7}, 32)

// registry is another system, which fails as often as it is told to.
type registry struct {
	*httptest.Server
	mu    sync.Mutex
	fails int
	tries int
	heard map[string]hub.Delivered
}

func newRegistry(t testing.TB, fails int) *registry {
	r := &registry{fails: fails, heard: map[string]hub.Delivered{}}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries++
	body, _ := io.ReadAll(req.Body)
	id, stamp := req.Header.Get("webhook-id"), req.Header.Get("webhook-timestamp")
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + stamp + "." + string(body)))
	if req.Header.Get("webhook-signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
		w.WriteHeader(401)
		return
	}
	if r.tries <= r.fails {
		w.WriteHeader(500)
		return
	}
	var d hub.Delivered
	json.Unmarshal(body, &d)
	r.heard[id] = d
}

func (r *registry) count() (tries, heard int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tries, len(r.heard)
}

func (r *registry) connector(t testing.TB) hub.Connector {
	t.Helper()
	c, err := hub.NewConnector("registry", r.URL, "whsec_"+base64.StdEncoding.EncodeToString(secret))
	check(t, err)
	return c
}

// Each submission is told, though the other system fails and the hub restarts;
// what is in it is not told.
func TestConnector(t *testing.T) {
	clock := newClock()
	r := newRegistry(t, 1)
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now; c.Connectors = []hub.Connector{r.connector(t)} })
	k := h.Enrol(t, "Hall", "")
	k.Now = clock.Now
	head, status, _ := k.Submit(t, k.Header(), ciphertext)
	if status != 200 {
		t.Fatal(status)
	}
	k.Submit(t, head, ciphertext) // doubled on the wire
	eventually(t, func() bool { tries, _ := r.count(); return tries == 1 }, "it is told")
	eventually(t, func() bool { n, err := h.Store.Deliveries(t.Context()); return err == nil && n == 1 }, "it waits")
	h.Stop()
	clock.Add(time.Minute)
	h.Restart(t)
	eventually(t, func() bool { _, heard := r.count(); return heard == 1 }, "it is told after the restart")
	eventually(t, func() bool { n, err := h.Store.Deliveries(t.Context()); return err == nil && n == 0 }, "the outbox is empty")
	d := r.heard[head.ID]
	if d.Type != "submission.received" || d.Data.Reference != head.Reference || d.Data.SHA256 != head.SHA256 || d.Data.Received.IsZero() {
		t.Errorf("told %+v", d)
	}
	if tries, _ := r.count(); tries != 2 {
		t.Errorf("%d tries", tries)
	}
}

// Without a connector nothing is kept for one.
func TestNoConnector(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	k.Submit(t, k.Header(), ciphertext)
	if n, err := h.Store.Deliveries(t.Context()); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
}

func TestConnectorRefused(t *testing.T) {
	good := base64.StdEncoding.EncodeToString(secret)
	for name, c := range map[string][3]string{
		"not encrypted":    {"r", "http://registry.example/x", good},
		"no address":       {"r", "registry", good},
		"a password in it": {"r", "https://u:p@registry.example/", good},
		"a short secret":   {"r", "https://registry.example/", base64.StdEncoding.EncodeToString(secret[:23])},
		"no base64":        {"r", "https://registry.example/", strings.Repeat("!", 40)},
		"no name":          {"", "https://registry.example/", good},
	} {
		if _, err := hub.NewConnector(c[0], c[1], c[2]); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

// What is kept for its time and no longer; the history says so.
func TestRetention(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	k := h.Enrol(t, "Hall", "")
	short, long := k.Header(), k.Header()
	short.KeepDays = 30
	k.Submit(t, short, ciphertext)
	k.Submit(t, long, ciphertext)
	clock.Add(31 * 24 * time.Hour)
	check(t, h.Expire(t.Context()))
	items, err := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town})
	if err != nil || len(items) != 1 || items[0].ID != long.ID {
		t.Errorf("left %+v, %v", items, err)
	}
	acts, _ := h.Store.Acts(t.Context(), hubtest.Town, 1)
	if len(acts) != 1 || acts[0].What != "item_expired" || acts[0].On != short.ID || acts[0].Who != "hub" {
		t.Errorf("history %+v", acts)
	}
	if _, status, _ := k.Submit(t, short, ciphertext); status != 200 {
		t.Errorf("a late copy: %d", status)
	}
	if items, _ := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town}); len(items) != 1 {
		t.Errorf("a late copy is kept: %d", len(items))
	}
}
