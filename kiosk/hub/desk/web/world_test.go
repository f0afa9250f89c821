package web_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/desk/web"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// patience is how long a test waits for something to come true.
const patience = 60 * time.Second

// world is a hub with its desk, people who may come, and one kiosk that calls.
type world struct {
	*testing.T
	users *users.Users
	hub   *hub
	kiosk *kiosk
	site  *httptest.Server
	book  *book

	mu  sync.Mutex
	now time.Duration // how far the clock of sessions was moved
}

// book is what the page shows beside the calls.
type book struct {
	mu   sync.Mutex
	day  web.Day
	fail error
}

func (b *book) Services(context.Context, store.User) ([]wire.Service, error) {
	return []wire.Service{
		{ID: "enfance", Names: map[string]string{"fr": "Enfance et écoles"}, Agents: 2, Sign: "https://relais.example/lsf", Text: "https://relais.example/texte"},
		{ID: "etat-civil", Names: map[string]string{"fr": "État civil"}, Agents: 1},
	}, nil
}

func (b *book) Day(context.Context, store.User) (web.Day, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.day, b.fail
}

const password = "quatre chevaux mangent du foin"

// hashed is the password as the store keeps it, made once: it is slow by design.
var hashed = sync.OnceValue(func() string {
	salt, b64 := []byte("sixteen bytes of"), base64.RawStdEncoding
	hash := argon2.IDKey([]byte(password), salt, 2, 19*1024, 1, 32)
	return "$argon2id$v=19$m=19456,t=2,p=1$" + b64.EncodeToString(salt) + "$" + b64.EncodeToString(hash)
})

var people = []store.User{
	{Login: "camille", Name: "Camille Roux", Role: store.RoleAgent, Town: "29233"},
	{Login: "lou", Name: "Lou Fabre", Role: store.RoleReader, Town: "29233"},
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, book: &book{day: web.Day{Offered: 47, Answered: 42, CallBacks: 3, Printed: 1, Abandoned: 1, Wait: 38 * time.Second}}}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if w.users, err = users.New(users.Config{Book: s, Key: make([]byte, 32), Now: w.clock}); err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		p.Password = hashed()
		if err := s.PutUser(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	w.hub = &hub{T: t, backs: backs()}
	w.site = httptest.NewServer(w.routes())
	t.Cleanup(w.site.Close)
	w.kiosk = newKiosk(t, callID, w.hub.tell)
	w.hub.kiosk = w.kiosk
	return w
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Add(w.now)
}

// routes is the desk as a hub serves it, and a door that lets in whoever asks.
func (w *world) routes() http.Handler {
	h, err := web.New(web.Config{Users: w.users, Book: w.book, Plain: true})
	if err != nil {
		w.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/desk/", h)
	mux.Handle("GET "+wire.PathDesk, w.hub)
	mux.HandleFunc("GET /porte/{login}", func(rw http.ResponseWriter, r *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: "guichet", Value: w.secret(r.PathValue("login")), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		http.Redirect(rw, r, "/desk/", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /connexion", func(rw http.ResponseWriter, r *http.Request) { _, _ = rw.Write([]byte("porte")) })
	return mux
}

// secret signs somebody in.
func (w *world) secret(login string) string {
	secret, step, err := w.users.SignIn(context.Background(), login, password, "127.0.0.1")
	if err != nil || step != users.SignedIn {
		w.Errorf("%s is not let in: %v", login, err)
	}
	return secret
}
