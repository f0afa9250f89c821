package hub_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

var ciphertext = []byte("age-encryption.org/v1 and so on")

func TestSubmission(t *testing.T) {
	h := hubtest.New(t)
	k := h.Enrol(t, "Hall", "")
	head, status, receipt := k.Submit(t, k.Header(), ciphertext)
	r, err := custody.Acknowledged(string(receipt), head, h.Public())
	if status != 200 || err != nil {
		t.Fatalf("%d %s, %v", status, receipt, err)
	}
	data, err := h.Store.Ciphertext(t.Context(), head.ID)
	if err != nil || string(data) != string(ciphertext) {
		t.Errorf("the inbox holds %q, %v", data, err)
	}
	_, status, again := k.Submit(t, head, ciphertext)
	r2, err := custody.Acknowledged(string(again), head, h.Public())
	if status != 200 || err != nil || !r2.At.Equal(r.At) {
		t.Errorf("sent again: %d, %+v after %+v, %v", status, r2, r, err)
	}
	items, err := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town})
	if err != nil || len(items) != 1 || items[0].Reference != head.Reference {
		t.Errorf("the inbox has %+v, %v", items, err)
	}
}

// Many kiosks at once, every fourth with the signature of another: each of the
// others has the receipt of its own submission, and what is forged is not there.
func TestSubmissionsAtOnce(t *testing.T) {
	h := hubtest.New(t, func(c *hub.Config) { c.Limits.Enrols, c.Limits.Address = 100, 100 })
	stranger := h.NewKiosk(t)
	var kiosks [24]*hubtest.Kiosk
	for i := range kiosks {
		kiosks[i] = h.Enrol(t, fmt.Sprint("Hall ", i), "")
	}
	var all sync.WaitGroup
	for i, k := range kiosks {
		from, want := *k, http.StatusOK
		if i%4 == 0 {
			from.Key, want = stranger.Key, http.StatusUnauthorized
		}
		all.Go(func() {
			head, status, answer := from.Submit(t, k.Header(), ciphertext)
			_, err := custody.Acknowledged(string(answer), head, h.Public())
			if status != want || (err == nil) != (want == http.StatusOK) {
				t.Errorf("kiosk %d: %d %s, %v", i, status, answer, err)
			}
		})
	}
	all.Wait()
	items, err := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town})
	if err != nil || len(items) != len(kiosks)*3/4 {
		t.Errorf("the inbox has %d, %v", len(items), err)
	}
}

func TestSubmissionRefused(t *testing.T) {
	h := hubtest.New(t)
	k, stranger := h.Enrol(t, "Hall", ""), h.NewKiosk(t)
	first, _, _ := k.Submit(t, k.Header(), ciphertext)
	otherTown := k.Header()
	otherTown.Town = "04998"
	as := k.Header()
	as.Kiosk = h.Enrol(t, "Étage", "").ID
	for name, c := range map[string]struct {
		from   *hubtest.Kiosk
		head   custody.Header
		body   []byte
		status int
		word   string
	}{
		"other content under the id":    {k, first, []byte("other"), 409, "taken"},
		"another town":                  {k, otherTown, ciphertext, 403, "other_town"},
		"in the name of another kiosk":  {k, as, ciphertext, 401, "signature"},
		"a kiosk that nobody knows":     {stranger, stranger.Header(), ciphertext, 401, "unknown_kiosk"},
		"more than a submission can be": {k, k.Header(), make([]byte, wire.MaxSubmission+1), 413, "too_large"},
	} {
		_, status, body := c.from.Submit(t, c.head, c.body)
		if p := problemIn(t, body); status != c.status || p.Type != c.word {
			t.Errorf("%s: %d %+v", name, status, p)
		}
	}
	items, _ := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town})
	if len(items) != 1 {
		t.Errorf("the inbox has %d items", len(items))
	}
}

// failing is a database whose commits fail as they are told to.
type failing struct {
	store.Store
	mu  sync.Mutex
	err error
}

func (f *failing) PutItem(ctx context.Context, i store.Item, c []byte, tell ...string) (time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		if errors.Is(f.err, errCommitted) {
			f.Store.PutItem(ctx, i, c, tell...)
		}
		return time.Time{}, f.err
	}
	return f.Store.PutItem(ctx, i, c, tell...)
}

func (f *failing) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

var errCommitted = errors.New("test: it was committed, but nobody knows")

// Whatever the database says that is not a commit, there is no receipt; and the
// same sent again is one item.
func TestCommitFails(t *testing.T) {
	var f *failing
	h := hubtest.New(t, func(c *hub.Config) { f = &failing{Store: c.Store}; c.Store = f })
	k := h.Enrol(t, "Hall", "")
	head := k.Header()
	for _, c := range []struct {
		err  error
		word string
	}{{store.ErrFull, "full"}, {errors.New("test: disk"), "unknown"}, {errCommitted, "unknown"}} {
		f.fail(c.err)
		sealed, status, body := k.Submit(t, head, ciphertext)
		if p := problemIn(t, body); status != 503 || p.Type != c.word {
			t.Errorf("%v: %d %s", c.err, status, body)
		}
		if _, err := custody.Acknowledged(string(body), sealed, h.Public()); err == nil {
			t.Errorf("%v: a receipt", c.err)
		}
	}
	f.fail(nil)
	sealed, status, receipt := k.Submit(t, head, ciphertext)
	if _, err := custody.Acknowledged(string(receipt), sealed, h.Public()); status != 200 || err != nil {
		t.Errorf("at last: %d %v", status, err)
	}
	items, _ := h.Store.Items(t.Context(), store.Query{Town: hubtest.Town})
	if len(items) != 1 {
		t.Errorf("the inbox has %d items", len(items))
	}
}

// More bytes than the hub has room for wait for their turn.
func TestTooMuchInFlight(t *testing.T) {
	h := hubtest.New(t, func(c *hub.Config) { c.Limits.InFlight = 10 })
	k := h.Enrol(t, "Hall", "")
	_, status, body := k.Submit(t, k.Header(), ciphertext)
	if p := problemIn(t, body); status != 503 || p.Type != "busy" {
		t.Errorf("%d %+v", status, p)
	}
	if _, status, _ = k.Submit(t, k.Header(), ciphertext[:9]); status != 200 {
		t.Errorf("one that has room: %d", status)
	}
}

// A handler that panics is contained, and says nothing of what it worked on.
func TestPanic(t *testing.T) {
	log := &logBook{}
	h := hubtest.New(t, func(c *hub.Config) {
		c.Log = log.logger()
		c.Page = func(*hub.Hub) http.Handler {
			return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Camille Exemple, 06 39 98 01 23") })
		}
	})
	res, err := h.Client().Get(h.URL + "/anything")
	check(t, err)
	defer res.Body.Close()
	if p := problemIn(t, readAll(t, res)); res.StatusCode != 503 || p.Type != "unknown" {
		t.Errorf("%d %+v", res.StatusCode, p)
	}
	if text := log.String(); !strings.Contains(text, "hub_panic") || strings.Contains(text, "Camille") {
		t.Errorf("the log says %s", text)
	}
}

// FuzzEnvelope: whatever stands in the field, the hub answers with a refusal.
func FuzzEnvelope(f *testing.F) {
	h := hubtest.New(f)
	k := h.Enrol(f, "Hall", "")
	_, good, err := custody.Seal(k.Header(), ciphertext, k.Key)
	check(f, err)
	f.Add(good, []byte("other"))
	f.Add("a.b.c", ciphertext)
	f.Add("", []byte{})
	f.Fuzz(func(t *testing.T, envelope string, body []byte) {
		if envelope == good && string(body) == string(ciphertext) {
			return
		}
		r := newRequest("POST", wire.PathSubmissions, body)
		r.Header.Set(wire.FieldEnvelope, envelope)
		if w := serve(h.Hub, r); w.Code/100 != 4 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// FuzzEnrol: no request body makes a kiosk but the right one.
func FuzzEnrol(f *testing.F) {
	h := hubtest.New(f, func(c *hub.Config) { c.Limits.Enrols, c.Limits.Address = 1e9, 1e9 })
	k := h.NewKiosk(f)
	f.Add(toJSON(f, wire.EnrolRequest{Code: "8ZK3P0QX", Key: k.Key.Public().(ed25519.PublicKey)}))
	f.Add([]byte(`{"key":"AAAA"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r := signedRequest(t, k, "POST", wire.PathEnrol, body)
		if w := serve(h.Hub, r); w.Code/100 != 4 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// FuzzHeartbeat: any body of an honest kiosk is taken or refused, and what is
// taken can be read back.
func FuzzHeartbeat(f *testing.F) {
	h := hubtest.New(f)
	k := h.Enrol(f, "Hall", "")
	f.Add([]byte(`{"version":"1.0.0","packs":[{"id":"cantine","version":"1.0.0","step":"shown"}]}`))
	f.Add([]byte(`{"alerts":[{"name":"\u0000\ud800"}]}`))
	f.Add([]byte(`{"at":"9999-12-31T23:59:59Z","spool":{"waiting":-1}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := serve(h.Hub, signedRequest(t, k, "POST", wire.PathHeartbeat, body))
		if w.Code != 200 && w.Code != 400 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
