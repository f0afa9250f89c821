// Package hubtest is a hub in a test: the real one, on a port of this machine
// with TLS, its database in a folder of the test, its repository founded, with a
// town that may publish.
//
//	h := hubtest.New(t)
//	k := h.Enrol(t, "Hall", "test")        a kiosk that was really enrolled
//	h.Publish(t, "1.1.0")                  a revision of the cantine
//	token := h.Token(t, store.RoleTown)    for kioskctl
package hubtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"guichet/kiosk/hub"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Town is the town of the tests: no commune has this code.
const Town = "04999"

// Hub is a hub that runs until its test ends.
type Hub struct {
	*hub.Hub
	URL    string // "https://127.0.0.1:…"
	CA     []byte // PEM, to trust it
	Folder string // of its database
	Store  store.Store
	Users  *users.Users
	Admin  store.Who // may do everything

	office *office
	config hub.Config
	tls    *tls.Config
	run    *process
}

// process is one life of a hub.
type process struct {
	cancel context.CancelFunc
	all    sync.WaitGroup
}

// New starts a hub. Options change its configuration before it starts.
func New(t testing.TB, options ...func(*hub.Config)) *Hub {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), filepath.Join(dir, "hub.db"))
	check(t, err)
	t.Cleanup(func() { s.Close() })
	return On(t, s, dir, options...)
}

// On starts a hub on a database that is open. The first on a database founds the
// repository; hubs side by side are made with Beside.
func On(t testing.TB, s store.Store, dir string, options ...func(*hub.Config)) *Hub {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	check(t, err)
	h := &Hub{Folder: dir, Store: s, office: newOffice(t, s), Admin: store.Who{Login: "admin", Role: store.RoleAdmin}}
	h.Users, err = users.New(users.Config{Book: s, Key: key.Seed()})
	check(t, err)
	check(t, s.PutUser(t.Context(), store.User{Login: "admin", Name: "Admin", Role: store.RoleAdmin}))
	h.config = hub.Config{Store: s, Key: key, Repository: h.office.online, Users: h.Users, Version: "test"}
	for _, change := range options {
		change(&h.config)
	}
	h.certify(t)
	h.start(t, "127.0.0.1:0")
	return h
}

// Beside starts another hub with the same keys, on the same database or on a
// second connection to it.
func (h *Hub) Beside(t testing.TB, s store.Store) *Hub {
	t.Helper()
	other := *h
	other.Store, other.config.Store = s, s
	other.start(t, "127.0.0.1:0")
	return &other
}

func (h *Hub) certify(t testing.TB) {
	t.Helper()
	c, err := hub.MakeCertificates([]string{"127.0.0.1", "localhost"}, time.Now())
	check(t, err)
	h.CA = c.Authority
	h.tls, err = hub.ServerTLS(c.Certificate, c.Key)
	check(t, err)
}

// start begins a life of the hub.
func (h *Hub) start(t testing.TB, address string) {
	t.Helper()
	var err error
	h.Hub, err = hub.New(h.config)
	check(t, err)
	l, err := net.Listen("tcp", address)
	check(t, err)
	h.URL = "https://" + l.Addr().String()
	h.run = h.live(t, h.Hub, l)
}

func (h *Hub) live(t testing.TB, one *hub.Hub, l net.Listener) *process {
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{cancel: cancel}
	p.all.Go(func() { one.Run(ctx) })
	p.all.Go(func() { one.Serve(ctx, l, h.tls) })
	t.Cleanup(p.stop)
	return p
}

func (p *process) stop() {
	p.cancel()
	p.all.Wait()
}

// Stop ends the hub as SIGTERM does.
func (h *Hub) Stop() { h.run.stop() }

// Restart ends it and starts it again at the same address.
func (h *Hub) Restart(t testing.TB) {
	t.Helper()
	h.Stop()
	h.start(t, h.URL[len("https://"):])
}

// Client trusts the hub.
func (h *Hub) Client() *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(h.CA)
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool}, MaxIdleConnsPerHost: 200,
	}}
}

// Who makes a user and says who he is. "" as town is all towns.
func (h *Hub) Who(t testing.TB, role, town string) store.Who {
	t.Helper()
	login := "u-" + map[string]string{store.RoleAdmin: "a", store.RoleTown: "t", store.RoleAgent: "g", store.RoleReader: "r"}[role] + town
	check(t, h.Store.PutUser(t.Context(), store.User{Login: login, Name: login, Role: role, Town: town}))
	return store.Who{Login: login, Role: role, Town: town}
}

// Token makes a user with a role in the town of the tests, all towns for an
// administrator, and a token for his tools.
func (h *Hub) Token(t testing.TB, role string) string {
	t.Helper()
	town := Town
	if role == store.RoleAdmin {
		town = ""
	}
	who := h.Who(t, role, town)
	secret, err := h.Users.NewTool(t.Context(), users.Session{User: store.User{Login: who.Login, Role: role, Town: town}}, "test", "")
	check(t, err)
	return secret
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
