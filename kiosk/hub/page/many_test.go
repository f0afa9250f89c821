package page_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"guichet/forms/cog"
	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// many is one kiosk in each commune of France.
func many(tb testing.TB, s store.Store, n int, now time.Time) {
	tb.Helper()
	beats := make([]store.Beat, n)
	towns := cog.All()
	var g errgroup.Group
	g.SetLimit(200) // commits go in groups
	for i := range n {
		key := pagetest.Key("many", i)
		k := store.Kiosk{ID: custody.KioskID(key), Key: key, Town: towns[i%len(towns)].Code, Name: fmt.Sprintf("Hall %d", i), EnrolledAt: now}
		g.Go(func() error { return s.AddKiosk(tb.Context(), k) })
		beats[i] = store.Beat{Kiosk: k.ID, At: now, Beat: wire.Heartbeat{
			At: now, Version: "1.4.0", State: "attract", LastVisit: now, Printer: wire.Printer{Model: "epson-tm-t20iii", State: "ready", Paper: "ok"},
			Packs: []wire.PackState{{ID: "cantine", Version: "3", Step: wire.Shown}, {ID: "acte-naissance", Version: "5", Step: wire.Shown}},
		}}
	}
	if err := g.Wait(); err != nil {
		tb.Fatal(err)
	}
	if err := s.Beats(tb.Context(), beats); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkListOfAllTowns draws a page of the list for who sees 34,900 kiosks:
// "read" when the fleet must be read first, "beside" when it is read anew while
// the page is drawn, "kept" a moment later.
func BenchmarkListOfAllTowns(b *testing.B) {
	s, err := store.Open(b.Context(), b.TempDir()+"/hub.db")
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	at := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	many(b, s, 34_900, at)
	if err := s.PutUser(b.Context(), store.User{Login: "root", Name: "Root", Role: store.RoleAdmin, Password: hashed()}); err != nil {
		b.Fatal(err)
	}
	u, err := users.New(users.Config{Book: s, Key: make([]byte, 32), Now: now})
	if err != nil {
		b.Fatal(err)
	}
	h, err := page.New(page.Config{Store: s, Users: u, Ops: pagetest.Ops{Store: s, Now: now}, Plain: true, Now: now})
	if err != nil {
		b.Fatal(err)
	}
	cookie := signedIn(b, h)
	for _, x := range []struct {
		name, path string
		move       time.Duration
	}{
		{"read", "/bornes", 2 * time.Minute}, {"beside", "/bornes", 11 * time.Second}, {"kept", "/bornes", 0},
		{"sorted", "/bornes?tri=ville&sens=bas&page=300", 0}, {"searched", "/bornes?cherche=saint+denis", 0},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				at = at.Add(x.move)
				if at.Sub(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)) > 29*time.Minute {
					b.Skip("the session is over") // more rounds than anybody needs
				}
				r := httptest.NewRequest(http.MethodGet, x.path, nil)
				r.AddCookie(cookie)
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<table") {
					b.Fatalf("%d", w.Code)
				}
			}
		})
	}
}

// signedIn is the cookie of the administrator of all towns.
func signedIn(tb testing.TB, h http.Handler) *http.Cookie {
	tb.Helper()
	form := url.Values{"identifiant": {"root"}, "motdepasse": {password}}
	r := httptest.NewRequest(http.MethodPost, "/connexion", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	c, err := http.ParseSetCookie(w.Header().Get("Set-Cookie"))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}
