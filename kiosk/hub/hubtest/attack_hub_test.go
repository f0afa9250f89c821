package hubtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

// between stands between a kiosk and its hub, with a certificate that the kiosk
// believes: a hub in bad hands. lie answers in the hub's place, or leaves it to
// the hub by returning false.
type between struct {
	*httptest.Server
	ca    []byte
	asked atomic.Int64
	lie   atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool]
}

func newBetween(t testing.TB, h *Hub) *between {
	t.Helper()
	to, err := url.Parse(h.URL)
	check(t, err)
	hub := httputil.NewSingleHostReverseProxy(to)
	hub.Transport, hub.FlushInterval, hub.ErrorLog = h.Client().Transport, -1, nil
	b := &between{}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.asked.Add(1)
		if lie := b.lie.Load(); lie == nil || !(*lie)(w, r) {
			hub.ServeHTTP(w, r)
		}
	}))
	b.EnableHTTP2 = true
	b.Config.ErrorLog = discarded
	hub.ErrorLog = discarded
	b.StartTLS()
	t.Cleanup(func() { b.CloseClientConnections(); b.Close() })
	b.ca = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.Certificate().Raw})
	return b
}

func (b *between) lies(f func(w http.ResponseWriter, r *http.Request) bool) { b.lie.Store(&f) }

func (b *between) honest() { b.lie.Store(nil); b.CloseClientConnections() }

// says is a lie that is the same for every request.
func says(status int, head map[string]string, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		for name, value := range head {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
		return true
	}
}

func problemOf(status int, word string) string {
	return fmt.Sprintf(`{"type":%q,"title":"no","status":%d}`, word, status)
}

// pour writes the same for ever.
func pour(kind, what string) func(http.ResponseWriter, *http.Request) bool {
	block := []byte(strings.Repeat(what, 1+4096/len(what)))
	return func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Content-Type", kind)
		for r.Context().Err() == nil {
			if _, err := w.Write(block); err != nil {
				break
			}
		}
		return true
	}
}

// drip writes a byte now and then.
func drip(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		select {
		case <-r.Context().Done():
			return true
		case <-time.After(50 * time.Millisecond):
			io.WriteString(w, "{")
			http.NewResponseController(w).Flush()
		}
	}
}

// bomb is 200 MB of spaces in 200 KB.
var bomb = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range 200 {
		w.Write(block)
	}
	w.Close()
	return out.Bytes()
})

func explode(kind string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", kind)
		w.Write(bomb())
		return true
	}
}

// endlessHead sends fields until nobody listens; over HTTP/2, where a connection
// cannot be taken over, large ones.
func endlessHead(w http.ResponseWriter, r *http.Request) bool {
	for i := range 300 {
		w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("a", 4000))
	}
	w.WriteHeader(200)
	return true
}

func early(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Link", strings.Repeat("a", 1000)) // once: it is read while the next is written
	for range 200 {
		w.WriteHeader(http.StatusEarlyHints)
	}
	w.WriteHeader(200)
	return true
}

func hangUp(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }

func goAway(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Connection", "close") // over HTTP/2: GOAWAY
	return says(503, map[string]string{"Retry-After": "0"}, "")(w, r)
}

// A kiosk that holds a submission and serves revision 1.0.0 lives for some
// seconds with each liar. It erases nothing, takes nothing, asks seldom, and does
// not grow; when the hub is honest again, all is there once.
func TestAHubThatLies(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t, unlimited)
	h.Publish(t, "1.0.0")
	h.Publish(t, "1.1.0")
	elsewhere := newElsewhere(t)
	liar := liarKey(t)
	redirect := func(status int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status)
			return true
		}
	}
	clock := func(date string) func(http.ResponseWriter, *http.Request) bool {
		return says(401, map[string]string{"Date": date, "Content-Type": "application/problem+json"}, problemOf(401, "clock"))
	}
	for name, c := range map[string]func(*terminal, custody.Header) func(http.ResponseWriter, *http.Request) bool{
		"an old receipt": receiptOf(h, func(custody.Header) custody.Receipt { return custody.Receipt{ID: strings.Repeat("0", 32)} }, h.config.Key),
		"of another kiosk": receiptOf(h, func(x custody.Header) custody.Receipt {
			return custody.Receipt{ID: x.ID, Kiosk: strings.Repeat("0", 16), SHA256: x.SHA256}
		}, h.config.Key),
		"of other bytes": receiptOf(h, func(x custody.Header) custody.Receipt {
			return custody.Receipt{ID: x.ID, Kiosk: x.Kiosk, SHA256: strings.Repeat("0", 64)}
		}, h.config.Key),
		"of another hub": receiptOf(h, func(x custody.Header) custody.Receipt {
			return custody.Receipt{ID: x.ID, Kiosk: x.Kiosk, SHA256: x.SHA256}
		}, liar),
		"half a receipt":         half(h),
		"a page":                 always(says(200, map[string]string{"Content-Type": "text/html"}, "<html>Identifiez-vous</html>")),
		"nothing":                always(says(200, nil, "")),
		"204":                    always(says(204, nil, "")),
		"taken":                  always(says(409, nil, problemOf(409, "taken"))),
		"malformed":              always(says(400, nil, problemOf(400, "malformed"))),
		"too large":              always(says(413, nil, problemOf(413, "too_large"))),
		"gone":                   always(says(410, nil, problemOf(410, "code"))),
		"a long word":            always(says(400, nil, problemOf(400, strings.Repeat("malformed", 6000)))),
		"a page of a proxy":      always(says(409, nil, "<html>")),
		"revoked":                always(says(403, nil, problemOf(403, "revoked"))),
		"later, by centuries":    always(says(503, map[string]string{"Retry-After": "9223372037"}, problemOf(503, "busy"))),
		"later, at once":         always(says(503, map[string]string{"Retry-After": "0"}, problemOf(503, "busy"))),
		"later, by a date":       always(says(429, map[string]string{"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, problemOf(429, "too_many"))),
		"1970":                   always(clock("Thu, 01 Jan 1970 00:00:00 GMT")),
		"2100":                   always(clock("Fri, 01 Jan 2100 00:00:00 GMT")),
		"9999":                   always(clock("Fri, 31 Dec 9999 23:59:59 GMT")),
		"moved":                  always(redirect(302)),
		"moved for good":         always(redirect(308)),
		"see there":              always(redirect(307)),
		"an endless body":        always(pour("application/json", " ")),
		"endless notices":        always(pour("text/event-stream", "id: 9223372036854775807\ndata: {\"number\":9223372036854775807,\"kind\":\"packs\"}\n\n")),
		"endless comments":       always(pour("text/event-stream", ":\n")),
		"an endless line":        always(pour("text/event-stream", "data: x")),
		"drop by drop":           always(drip),
		"a bomb":                 always(explode("application/json")),
		"a bomb of events":       always(explode("text/event-stream")),
		"endless fields":         always(endlessHead),
		"early hints":            always(early),
		"nobody":                 always(hangUp),
		"go away":                always(goAway),
		"wants what is nobody's": wants(`{"wanted":[{"id":"cantine","version":"6.6.6"},{"id":"../../x","version":"1"},{"id":"","version":""}]}`),
		"wants without end":      wants(`{"wanted":[` + strings.TrimSuffix(strings.Repeat(`{"id":"cantine","version":"6.6.6"},`, 1500), ",") + `]}`),
		"wants in depth":         wants(`{"wanted":` + strings.Repeat("[", 20_000)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBetween(t, h)
			k := newTerminal(t, h, b.URL, b.ca)
			k.wanting.want(wire.Wanted{ID: PackID, Version: "1.0.0"})
			check(t, k.Sync(t.Context()))
			k.wanting.want() // from now on the hub's own words
			id := k.handIn(t, 1)
			header := custody.Header{ID: id, Kiosk: k.Identity().Kiosk}
			b.lies(c(k, header))
			b.asked.Store(0)
			end := k.run(t)
			k.Saved()
			eventually(t, "the liar is asked", func() bool { return b.asked.Load() >= 2 })
			time.Sleep(1500 * time.Millisecond)
			if n := b.asked.Load(); n > 40 {
				t.Errorf("%d requests in the first seconds", n)
			}
			if k.waiting(t) != 1 || k.serves() != "cantine 1.0.0" {
				t.Errorf("%d wait, it serves %q", k.waiting(t), k.serves())
			}
			if log := k.log.String(); len(log) > 32<<10 {
				t.Errorf("%d bytes in the log: %.300s", len(log), log)
			}
			end()
			b.honest()
			k.again(t)
			k.run(t)
			eventually(t, "the submission is delivered to an honest hub", func() bool { return k.waiting(t) == 0 })
			if n := inboxOf(t, h)[id]; n != 1 {
				t.Errorf("it is in the inbox %d times", n)
			}
			if k.serves() != "cantine 1.0.0" {
				t.Errorf("in the end it serves %q", k.serves())
			}
		})
	}
	t.Cleanup(func() {
		if n := elsewhere.asked.Load(); n != 0 {
			t.Errorf("%d requests went elsewhere", n)
		}
	})
}

type lie = func(http.ResponseWriter, *http.Request) bool

func always(f lie) func(*terminal, custody.Header) lie {
	return func(*terminal, custody.Header) lie { return f }
}

// receiptOf answers a submission with a receipt that is not the right one, and
// everything else honestly.
func receiptOf(h *Hub, of func(custody.Header) custody.Receipt, key ed25519.PrivateKey) func(*terminal, custody.Header) lie {
	return func(k *terminal, x custody.Header) lie {
		data, err := k.spool.Ciphertext(context.Background(), x.ID)
		x.SHA256 = custody.Sum(data)
		r := of(x)
		r.Hub, r.At = custody.HubID(h.Public()), time.Now()
		token, err2 := custody.Acknowledge(r, key)
		return func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != wire.PathSubmissions || err != nil || err2 != nil {
				return false
			}
			return says(200, map[string]string{"Content-Type": "application/vnd.guichet.receipt"}, token)(w, r)
		}
	}
}

// half cuts the hub's own receipt: the hub has it, the kiosk does not know.
func half(h *Hub) func(*terminal, custody.Header) lie {
	return func(*terminal, custody.Header) lie {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != wire.PathSubmissions {
				return false
			}
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
			return true
		}
	}
}

func wants(body string) func(*terminal, custody.Header) lie {
	return func(*terminal, custody.Header) lie {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == wire.PathSubmissions {
				return hangUp(w, r)
			}
			return r.URL.Path == wire.PathHeartbeat && says(200, nil, body)(w, r)
		}
	}
}

// elsewhere is a place that no kiosk may call.
type elsewhere struct {
	*httptest.Server
	asked atomic.Int64
}

func newElsewhere(t testing.TB) *elsewhere {
	e := &elsewhere{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { e.asked.Add(1) }))
	t.Cleanup(e.Close)
	return e
}

// The same liars at the repository: nothing comes in, whatever is there stays,
// and an honest hub is believed afterwards.
func TestARepositoryThatLies(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	h := New(t, unlimited)
	h.Publish(t, "1.0.0")
	elsewhere := newElsewhere(t)
	kiosks := map[string]*terminal{}
	hubs := map[string]*between{}
	lies := repositoryLies(t, h, elsewhere.URL)
	for name := range lies {
		hubs[name] = newBetween(t, h)
		k := newTerminal(t, h, hubs[name].URL, hubs[name].ca)
		k.wanting.want(wire.Wanted{ID: PackID, Version: "1.0.0"})
		check(t, k.Sync(t.Context()))
		kiosks[name] = k
	}
	old := snapshotOf(t, h)
	h.Publish(t, "1.1.0")
	now := snapshotOf(t, h)
	for name, c := range lies {
		k, b := kiosks[name], hubs[name]
		b.lies(c(old, now))
		k.wanting.want(wire.Wanted{ID: PackID, Version: "1.1.0"})
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		began := allocatedNow()
		err := k.Sync(ctx)
		cancel()
		if used := allocatedNow() - began; err == nil || k.serves() != "cantine 1.0.0" || used > 64<<20 {
			t.Errorf("%s: it serves %q, %v, %d MB allocated", name, k.serves(), err, used>>20)
		}
		b.honest()
		k.again(t)
		k.wanting.want(wire.Wanted{ID: PackID, Version: "1.1.0"})
		if err := k.Sync(t.Context()); err != nil || k.serves() != "cantine 1.1.0" {
			t.Errorf("%s, and then honest: it serves %q, %v", name, k.serves(), err)
		}
	}
	if n := elsewhere.asked.Load(); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

func allocatedNow() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// repositoryLies are made of what the repository was and is.
func repositoryLies(t testing.TB, h *Hub, elsewhere string) map[string]func(old, now map[string][]byte) lie {
	at := func(part string, f lie) func(old, now map[string][]byte) lie {
		return func(_, _ map[string][]byte) lie {
			return func(w http.ResponseWriter, r *http.Request) bool {
				return strings.Contains(r.URL.Path, part) && f(w, r)
			}
		}
	}
	from := func(pick func(name string, old, now map[string][]byte) []byte) func(old, now map[string][]byte) lie {
		return func(old, now map[string][]byte) lie {
			return func(w http.ResponseWriter, r *http.Request) bool {
				name, ours := strings.CutPrefix(r.URL.Path, wire.PathPacks)
				if !ours {
					return false
				}
				data := pick(name, old, now)
				if data == nil {
					return says(404, nil, problemOf(404, "not_found"))(w, r)
				}
				w.Write(data)
				return true
			}
		}
	}
	return map[string]func(old, now map[string][]byte) lie{
		"the state of yesterday": from(func(name string, old, _ map[string][]byte) []byte { return old[name] }),
		"a timestamp of yesterday": from(func(name string, old, now map[string][]byte) []byte {
			if strings.HasSuffix(name, "timestamp.json") {
				return old[name]
			}
			return now[name]
		}),
		"a snapshot of yesterday": from(func(name string, old, now map[string][]byte) []byte {
			if strings.HasSuffix(name, ".snapshot.json") {
				return newestOf(old, ".snapshot.json")
			}
			return now[name]
		}),
		"a list of yesterday": from(func(name string, old, now map[string][]byte) []byte {
			if strings.HasSuffix(name, ".c"+Town+".json") {
				return newestOf(old, ".c"+Town+".json")
			}
			return now[name]
		}),
		"the old pack for the new": from(func(name string, old, now map[string][]byte) []byte {
			if strings.HasSuffix(name, ".guichet") {
				return newestOf(old, ".guichet")
			}
			return now[name]
		}),
		"one file for all": from(func(_ string, _, now map[string][]byte) []byte { return now["metadata/timestamp.json"] }),
		"nothing for all":  from(func(string, map[string][]byte, map[string][]byte) []byte { return nil }),
		"a page":           at("/packs/", says(200, map[string]string{"Content-Type": "text/html"}, "<html>")),
		"half of the pack": from(func(name string, _, now map[string][]byte) []byte {
			if strings.HasSuffix(name, ".guichet") {
				return now[name][:len(now[name])/2]
			}
			return now[name]
		}),
		"moved": at("/packs/", func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusFound)
			return true
		}),
		"an endless root":      at(".root.json", pour("application/json", " ")),
		"an endless timestamp": at("timestamp.json", pour("application/json", " ")),
		"an endless snapshot":  at("snapshot.json", pour("application/json", " ")),
		"an endless pack":      at(".guichet", pour("application/octet-stream", "PK\x03\x04")),
		"a bomb for a root":    at(".root.json", explode("application/json")),
		"a bomb for a pack":    at(".guichet", explode("application/octet-stream")),
		"drop by drop":         at("timestamp.json", drip),
		"endless fields":       at("timestamp.json", endlessHead),
		"deep JSON":            at("timestamp.json", says(200, nil, strings.Repeat("[", 15<<10))),
		"a number without end": at("timestamp.json", says(200, nil, `{"signed":{"version":1`+strings.Repeat("0", 10_000)+`}}`)),
		"no signatures at all": at("timestamp.json", says(200, nil, `{"signatures":[],"signed":{"_type":"timestamp","spec_version":"1.0.31","version":99,"expires":"2099-01-01T00:00:00Z","meta":{"snapshot.json":{"version":1}}}}`)),
		"nobody":               at("/packs/", hangUp),
	}
}

// snapshotOf is every file of the repository.
func snapshotOf(t testing.TB, h *Hub) map[string][]byte {
	t.Helper()
	names, err := h.Store.Paths(t.Context(), "")
	check(t, err)
	all := map[string][]byte{}
	for _, name := range names {
		all[name], _, err = h.Store.File(t.Context(), name)
		check(t, err)
	}
	return all
}

// newestOf is the last file, by name, that ends so.
func newestOf(files map[string][]byte, end string) (data []byte) {
	last := ""
	for name := range files {
		if strings.HasSuffix(name, end) && (len(name) > len(last) || len(name) == len(last) && name > last) {
			last = name
		}
	}
	return files[last]
}
