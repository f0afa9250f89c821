package kiosk

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
	"guichet/kiosk/health"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/session"
)

// name is what the hub's name leads to: the address that a resolver gives out, which
// may be another machine's, or none. A kiosk only ever sees whom it reached.
type name struct {
	*testing.T
	listener net.Listener

	mu   sync.Mutex
	to   string // an address; "" is a machine that takes the call and never answers
	pace time.Duration
	open map[net.Conn]bool
}

func newName(t *testing.T, to string) *name {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &name{T: t, listener: l, to: to, open: map[net.Conn]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { n.serve(c) })
		}
	})
	t.Cleanup(func() { l.Close(); n.leads("", 0); all.Wait() })
	return n
}

// leads changes it, and cuts what is open.
func (n *name) leads(to string, pace time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.to, n.pace = to, pace
	for c := range n.open {
		c.Close()
	}
	clear(n.open)
}

func (n *name) keep(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.open[c] = true
}

func (n *name) serve(c net.Conn) {
	defer c.Close()
	n.keep(c)
	n.mu.Lock()
	to, pace := n.to, n.pace
	n.mu.Unlock()
	if to == "" {
		io.Copy(io.Discard, c)
		return
	}
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer far.Close()
	n.keep(far)
	go func() { defer far.Close(); crawl(far, c, pace) }()
	crawl(c, far, pace)
}

// crawl copies a byte each pace, or as fast as it goes.
func crawl(to io.Writer, from io.Reader, pace time.Duration) {
	if pace == 0 {
		io.Copy(to, from)
		return
	}
	b := make([]byte, 1)
	for {
		if _, err := from.Read(b); err != nil {
			return
		}
		if _, err := to.Write(b); err != nil {
			return
		}
		time.Sleep(pace)
	}
}

// townHall is a hub, and a kiosk that was enrolled there and finds it by name.
type townHall struct {
	hub   *hubtest.Hub
	clock *hubtest.Clock
	name  *name
	kiosk string
}

func (w *townHall) address() string { return w.hub.URL[len("https://"):] }

// connected puts a kiosk there. Its certificate is of 127.0.0.1, as is the name's.
func connected(t *testing.T, options ...func(*hub.Config)) (*townHall, func(*hall)) {
	t.Helper()
	w := &townHall{clock: &hubtest.Clock{}}
	w.hub = hubtest.New(t, append(options, func(c *hub.Config) { c.Now = w.clock.Now })...)
	w.name = newName(t, w.address())
	return w, func(h *hall) {
		code, _, err := w.hub.NewCode(t.Context(), w.hub.Admin, hubtest.Town, "Hall", store.StageTest)
		if err != nil {
			t.Fatal(err)
		}
		transport, err := fleet.Transport(w.hub.CA)
		if err != nil {
			t.Fatal(err)
		}
		defer transport.CloseIdleConnections()
		id, err := fleet.Enrol(t.Context(), w.hub.URL, code.String(), h.cfg.Data, "1.0.0", "test", transport)
		if err != nil {
			t.Fatal(err)
		}
		w.kiosk = id.Kiosk
		ca := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(ca, w.hub.CA, 0o600); err != nil {
			t.Fatal(err)
		}
		h.cfg.Hub = &config.Hub{URL: "https://" + w.name.listener.Addr().String(), CA: ca}
		packsOf(h)
	}
}

// delivered waits until the hub has so many, and the kiosk none.
func (w *townHall) delivered(h *hall, want int) time.Duration {
	h.Helper()
	took := h.waits("delivered", func() bool {
		return len(h.kept()) == 0 && w.has(h.T) >= want
	}, "submissions")
	if n := w.has(h.T); n != want {
		h.Errorf("the hub has %d submissions, want %d", n, want)
	}
	return took
}

// stranger is another server, with a certificate of its own or none that counts.
func stranger(t *testing.T, tls bool, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewUnstartedServer(handler)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if tls {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.Listener.Addr().String()
}

func loginPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, "<html>Identifiez-vous</html>")
}

// The hub's name leads elsewhere: to a server with another certificate, to a page in
// plain text, to a machine that never answers, to nobody, to a line of some bytes a
// second. The visit is what it always is; nothing is believed, nothing is lost; and
// with the true hub back it is delivered, once.
func TestTheNameOfTheHubLies(t *testing.T) {
	for what, c := range map[string]struct {
		to   func(*testing.T, *townHall) string
		pace time.Duration
	}{
		"another certificate": {func(t *testing.T, _ *townHall) string { return stranger(t, true, loginPage) }, 0},
		"no certificate":      {func(t *testing.T, _ *townHall) string { return stranger(t, false, loginPage) }, 0},
		"never answers":       {func(*testing.T, *townHall) string { return "" }, 0},
		"nobody there":        {func(*testing.T, *townHall) string { return "127.0.0.1:9" }, 0},
		"crawls":              {func(_ *testing.T, w *townHall) string { return w.address() }, 200 * time.Millisecond},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w, there := connected(t)
			h := enterWith(t, withNumber, there)
			h.waits("reached", func() bool { return h.parts.link.Answers() }, "the hub")
			w.name.leads(c.to(t, w), c.pace)
			h.parts.link.Changed()
			ref := h.visit("acte-naissance")
			h.says("Nous avons bien reçu votre demande.", takeIt)
			h.sheets(ref, 1)
			h.one(ref)
			h.press("Terminer")
			h.at(session.Attract)
			if what != "crawls" && what != "never answers" {
				h.waits("noticed", func() bool { return h.holds(health.NoNetwork) }, health.NoNetwork)
				h.one(ref)
			}
			if n := w.has(t); n != 0 {
				t.Errorf("the hub has %d submissions", n)
			}
			w.name.leads(w.address(), 0)
			took := w.delivered(h, 1)
			h.waits("clear", func() bool { h.parts.link.Changed(); return !h.holds(health.NoNetwork) }, health.NoNetwork)
			t.Logf("delivered %v after the name was true again", took)
		})
	}
}

// A server that has the hub's certificate, as after a theft or behind a proxy of the
// town hall that everybody trusts, answers 200 with a page, to everything.
func TestAPageInPlaceOfTheHub(t *testing.T) {
	w, there := connected(t)
	lies := &liar{}
	h := enterWith(t, func(h *hall, o *Options) { o.cut = lies.through }, there)
	h.waits("reached", func() bool { return h.parts.link.Answers() }, "the hub")
	lies.on(true)
	ref := h.visit("acte-naissance")
	h.sheets(ref, 1)
	h.parts.link.Changed()
	h.waits("noticed", func() bool { return h.holds(health.NoNetwork) }, health.NoNetwork)
	h.one(ref)
	lies.on(false)
	w.delivered(h, 1)
}

// liar answers 200 with a page.
type liar struct {
	mu   sync.Mutex
	lies bool
	http.RoundTripper
}

func (l *liar) through(t http.RoundTripper) http.RoundTripper { l.RoundTripper = t; return l }

func (l *liar) on(yes bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lies = yes
}

func (l *liar) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	lies := l.lies
	l.mu.Unlock()
	if !lies {
		return l.RoundTripper.RoundTrip(r)
	}
	rec := httptest.NewRecorder()
	loginPage(rec, r)
	return rec.Result(), nil
}

// has counts what the hub has.
func (w *townHall) has(t *testing.T) int {
	t.Helper()
	items, err := w.hub.Store.Items(t.Context(), store.Query{Town: hubtest.Town, Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	return len(items)
}
