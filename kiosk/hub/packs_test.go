package hub_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"guichet/forms/pack/trust"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
)

// get asks for a file of the repository.
func get(t testing.TB, h *hubtest.Hub, method, path string, fields ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, h.URL+wire.PathPacks+path, nil)
	check(t, err)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	res, err := h.Client().Do(r)
	check(t, err)
	defer res.Body.Close()
	return res, string(readAll(t, res))
}

// A kiosk of package trust reads what was pushed, from the hub.
func TestPacksAreTrusted(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	h.Publish(t, "1.1.0")
	targets, err := trust.Look(t.Context(), trust.HTTP(h.Client(), h.URL+wire.PathPacks), k.Reply.Root, hubtest.Town, time.Now())
	if err != nil || len(targets) != 1 || targets[0].Version != "1.1.0" {
		t.Fatalf("%+v, %v", targets, err)
	}
	data, err := trust.HTTP(h.Client(), h.URL+wire.PathPacks).Fetch(context.Background(), targets[0].Stored(), trust.MaxTarget)
	if err != nil || targets[0].Check(data) != nil {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	res, _ := get(t, h, "GET", targets[0].Stored())
	if c := res.Header.Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("of a file with a hash: %q", c)
	}
}

func TestStaticFiles(t *testing.T) {
	h := hubtest.New(t)
	res, body := get(t, h, "GET", "metadata/1.root.json")
	tag := res.Header.Get("ETag")
	if res.StatusCode != 200 || tag == "" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || res.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %+v", res.StatusCode, res.Header)
	}
	if res, got := get(t, h, "HEAD", "metadata/1.root.json"); res.StatusCode != 200 || got != "" || res.ContentLength != int64(len(body)) {
		t.Errorf("HEAD: %d, %d bytes", res.StatusCode, res.ContentLength)
	}
	if res, got := get(t, h, "GET", "metadata/1.root.json", "If-None-Match", tag); res.StatusCode != 304 || got != "" {
		t.Errorf("not changed: %d", res.StatusCode)
	}
	if res, got := get(t, h, "GET", "metadata/1.root.json", "Range", "bytes=5-9"); res.StatusCode != 206 || got != body[5:10] {
		t.Errorf("range: %d %q", res.StatusCode, got)
	}
	if res, _ := get(t, h, "GET", "metadata/timestamp.json"); strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("the timestamp for ever: %q", res.Header.Get("Cache-Control"))
	}
	for _, path := range []string{"metadata/99.root.json", "", "metadata", "../healthz", "metadata/../../x", "targets/%2e%2e/x"} {
		if res, body := get(t, h, "GET", path); res.StatusCode/100 == 2 && path != "../healthz" {
			t.Errorf("%q: %d %s", path, res.StatusCode, body)
		}
	}
}

// The timestamp is a day old: it is signed again, before kiosks stop to update.
func TestRenewal(t *testing.T) {
	clock := newClock()
	h := hubtest.New(t, func(c *hub.Config) { c.Now = clock.Now })
	_, before := get(t, h, "GET", "metadata/timestamp.json")
	h.Publish(t, "1.1.0")
	_, pushed := get(t, h, "GET", "metadata/timestamp.json")
	if before == pushed {
		t.Error("a push changed nothing")
	}
	check(t, h.Renew(t.Context()))
	if _, same := get(t, h, "GET", "metadata/timestamp.json"); same != pushed {
		t.Error("a fresh timestamp was signed again")
	}
	clock.Add(25 * time.Hour)
	check(t, h.Renew(t.Context()))
	if _, renewed := get(t, h, "GET", "metadata/timestamp.json"); renewed == pushed {
		t.Error("an old timestamp was left")
	}
}
