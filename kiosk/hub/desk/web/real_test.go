package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/browsertest"
	"guichet/kiosk/hub/desk/desktest"
	"guichet/kiosk/hub/desk/web"
	"guichet/kiosk/hub/hubtest"
	"guichet/kiosk/hub/store"
)

// newReal is a world with a real hub: this page, its calls passed on to the hub,
// and an enrolled kiosk, whose offers the hub checks.
func newReal(t *testing.T) (*world, *desktest.Kiosk) {
	t.Helper()
	h := hubtest.New(t, desktest.With(desktest.Settings()))
	secret := desktest.SignIn(t, h, store.User{Login: "camille", Name: "Camille Roux", Role: store.RoleAgent, Town: hubtest.Town})
	page, err := web.New(web.Config{Users: h.Users, Book: &book{}, Plain: true})
	if err != nil {
		t.Fatal(err)
	}
	hub, err := url.Parse(h.URL)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/desk/", page)
	mux.Handle(wire.PathDesk, &httputil.ReverseProxy{Transport: h.Client().Transport, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(hub)
		r.Out.Header.Set("Origin", h.URL)
		r.Out.Header.Set("Cookie", "__Host-"+r.In.Header.Get("Cookie"))
	}})
	mux.HandleFunc("GET /porte/camille", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "guichet", Value: secret, Path: "/", HttpOnly: true})
		http.Redirect(w, r, "/desk/", http.StatusSeeOther)
	})
	w := &world{T: t, site: httptest.NewServer(mux)}
	t.Cleanup(w.site.Close)
	return w, desktest.DialKiosk(t, h.Enrol(t, "Hall d’accueil", ""))
}

// speaks makes the kiosk do what the hub says, until the test ends.
func (w *world) speaks(k *desktest.Kiosk, id string) {
	w.kiosk = newKiosk(w.T, id, func(m wire.Message) {
		if m.SDP != nil {
			f := custody.Fingerprint{Call: id, Kind: m.SDP.Kind, Round: m.SDP.Round, Hash: custody.Fingerprints(m.SDP.SDP)}
			m.SDP.Proof, _ = custody.SignFingerprint(f, k.Who.Key)
		}
		k.Say(m)
	})
	ctx, cancel := context.WithCancel(w.Context())
	w.Cleanup(cancel)
	go func() {
		for ctx.Err() == nil {
			for _, m := range k.Passed() {
				switch m.Type {
				case wire.Taken, wire.Renew:
					w.kiosk.call()
				case wire.Bye:
					w.kiosk.close()
				default:
					w.kiosk.hear(m)
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
}

// TestRealHub: the page with the hub itself: the line, a call, a page loaded anew,
// the end.
func TestRealHub(t *testing.T) {
	w, k := newReal(t)
	b := newTab(t, w, true)
	b.Use("[data-duty]")
	b.Awaits("Vous prenez les appels")
	w.speaks(k, k.Ask("accueil", call.Shared{Lang: "fr", Urgent: true, Title: "Inscription à la cantine", Reference: "K7M-2QF"}))
	b.Awaits("Répondre (F2)")
	b.Press(kb.F2)
	connected(b)
	b.Awaits("dossier K7M-2QF")
	ask(b, chromedp.Navigate(w.site.URL+"/desk/"))
	connected(b)
	b.Awaits("dossier K7M-2QF")
	b.Press(kb.F9)
	b.Awaits("Vous avez raccroché.")
	browsertest.Until(t, "the kiosk hears of it", func() (gone bool) {
		w.kiosk.read(func() { gone = w.kiosk.pc == nil })
		return gone
	})
	wiped(b)
	if strings.Contains(b.Text(), "Répondre (F2)") {
		t.Error("the call waits again")
	}
}
