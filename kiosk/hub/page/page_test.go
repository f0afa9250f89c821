package page_test

import (
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/argon2"

	"guichet/kiosk/event/eventtest"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// world is a hub's page with a fleet, and people who may come.
type world struct {
	t     *testing.T
	store store.Store
	users *users.Users
	ops   pagetest.Ops
	clock *clock
	site  *httptest.Server
	log   *eventtest.Log
}

// clock is the hub's; it moves when a test says so, or by itself before a real
// browser, which has its own.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	real bool
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.real {
		return time.Now()
	}
	return c.at
}

func (c *clock) move(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.at = c.at.Add(d) }

const password = "quatre chevaux mangent du foin"

// people are one of each role, of the town with twelve kiosks but where the
// name says otherwise.
var people = []store.User{
	{Login: "root", Name: "Sacha Moreau", Role: store.RoleAdmin},
	{Login: "admin", Name: "Camille Roux", Role: store.RoleAdmin, Town: pagetest.Town},
	{Login: "town", Name: "Alix Petit", Role: store.RoleTown, Town: pagetest.Town},
	{Login: "agent", Name: "Noa Girard", Role: store.RoleAgent, Town: pagetest.Town},
	{Login: "reader", Name: "Lou Fabre", Role: store.RoleReader, Town: pagetest.Town},
	{Login: "elsewhere", Name: "Eden Colin", Role: store.RoleAdmin, Town: pagetest.Other},
}

// newWorld makes a world; a first change that is nil gives it the clock of the
// machine.
func newWorld(t *testing.T, change ...func(*page.Config)) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{at: time.Date(2026, 11, 21, 9, 42, 0, 0, time.UTC)}, log: &eventtest.Log{}}
	w.clock.real = change != nil && change[0] == nil
	w.store = openStore(t)
	var err error
	if w.users, err = users.New(users.Config{Book: w.store, Key: make([]byte, 32), Now: w.clock.now}); err != nil {
		t.Fatal(err)
	}
	w.ops = pagetest.Ops{Store: w.store, Now: w.clock.now}
	if err := pagetest.Fill(t.Context(), w.store, w.clock.now()); err != nil {
		t.Fatal(err)
	}
	w.people()
	c := page.Config{Store: w.store, Users: w.users, Ops: w.ops, Plain: true, Now: w.clock.now, Log: slog.New(slog.NewTextHandler(w.log, nil))}
	c.Plans = fstest.MapFS{pagetest.Town + ".png": {Data: []byte("\x89PNG\r\n\x1a\n")}}
	for _, f := range change {
		if f != nil {
			f(&c)
		}
	}
	h, err := page.New(c)
	if err != nil {
		t.Fatal(err)
	}
	w.site = httptest.NewServer(h)
	t.Cleanup(w.site.Close)
	return w
}

func openStore(t *testing.T) store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// hashed is the password as the store keeps it, made once: it is slow by
// design.
var hashed = sync.OnceValue(func() string {
	salt := []byte("sixteen bytes of")
	hash := argon2.IDKey([]byte(password), salt, 2, 19*1024, 1, 32)
	b64 := base64.RawStdEncoding
	return "$argon2id$v=19$m=19456,t=2,p=1$" + b64.EncodeToString(salt) + "$" + b64.EncodeToString(hash)
})

func (w *world) people() {
	w.t.Helper()
	for _, p := range people {
		p.Password = hashed()
		if err := w.store.PutUser(w.t.Context(), p); err != nil {
			w.t.Fatal(err)
		}
	}
}

// browser is somebody at a browser, who does not follow the way he is sent.
type browser struct {
	w *world
	c *http.Client
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &browser{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs somebody in, in a browser of his own.
func (w *world) as(login string) *browser {
	w.t.Helper()
	b := w.browser()
	if a := b.post("/connexion", "identifiant", login, "motdepasse", password); a.to != "/bornes" {
		w.t.Fatalf("%s is not let in: %d, to %q\n%s", login, a.status, a.to, a.body)
	}
	return b
}

// answer is what came back.
type answer struct {
	status int
	to     string
	body   string
	header http.Header
}

func (b *browser) get(path string) answer {
	return b.do(http.MethodGet, path, nil, nil)
}

func (b *browser) post(path string, fields ...string) answer {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return b.do(http.MethodPost, path, v, nil)
}

func (b *browser) do(method, path string, form url.Values, header map[string]string) answer {
	b.w.t.Helper()
	r, err := http.NewRequest(method, b.w.site.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.w.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, value := range header {
		r.Header.Set(name, value)
	}
	res, err := b.c.Do(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header.Get("Location"), string(body), res.Header}
}
