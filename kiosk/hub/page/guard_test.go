package page_test

import (
	"bufio"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/hub/dress"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
)

func TestFromAnotherSite(t *testing.T) {
	w := newWorld(t)
	b := w.as("admin")
	id := pagetest.ID(pagetest.Town, 0)
	for _, header := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
		{"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, {"Sec-Fetch-Site": "", "Origin": "null"},
	} {
		a := b.do(http.MethodPost, "/bornes/"+id+"/retirer", url.Values{"oui": {"1"}}, header)
		if a.status != http.StatusForbidden || !strings.Contains(a.body, "autre site") {
			t.Errorf("%v: %d", header, a.status)
		}
	}
	if k, err := w.store.Kiosk(t.Context(), id); err != nil || !k.RevokedAt.IsZero() {
		t.Errorf("it was done: %v", err)
	}
	if a := b.get("/bornes/" + id + "/retirer?oui=1"); a.status != http.StatusOK {
		t.Errorf("%d", a.status)
	}
	if k, _ := w.store.Kiosk(t.Context(), id); !k.RevokedAt.IsZero() {
		t.Error("a link did it")
	}
}

func TestHeaders(t *testing.T) {
	w := newWorld(t, func(c *page.Config) { c.Plain = false })
	for _, path := range []string{"/connexion", "/nulle-part", "/bornes"} {
		h := w.browser().get(path).header
		for name, want := range map[string]string{
			"Content-Security-Policy":    dress.Policy,
			"X-Content-Type-Options":     "nosniff",
			"Referrer-Policy":            "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Cache-Control":              "no-store",
			"Strict-Transport-Security":  "max-age=31536000",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestCookie(t *testing.T) {
	w := newWorld(t, func(c *page.Config) { c.Plain = false })
	a := w.browser().post("/connexion", "identifiant", "admin", "motdepasse", password)
	c, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
	if err != nil || a.status != http.StatusSeeOther {
		t.Fatal(a.status, err)
	}
	if c.Name != "__Host-guichet" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || len(c.Value) != 43 {
		t.Errorf("%+v", c)
	}
}

func TestSessionOver(t *testing.T) {
	w := newWorld(t)
	b := w.as("admin")
	w.clock.move(31 * time.Minute)
	if a := b.get("/bornes?etat=out"); a.to != "/connexion?vers="+url.QueryEscape("/bornes?etat=out") {
		t.Errorf("%d, to %q", a.status, a.to)
	}
	a := b.post("/connexion", "identifiant", "admin", "motdepasse", password, "vers", "/bornes?etat=out")
	if a.to != "/bornes?etat=out" {
		t.Errorf("back to %q", a.to)
	}
	if a := b.post("/deconnexion"); a.to != "/connexion?fait=signed_out" {
		t.Errorf("%d, to %q", a.status, a.to)
	}
	if a := b.get("/bornes"); a.status != http.StatusSeeOther {
		t.Errorf("after signing out: %d", a.status)
	}
}

func TestNoWayOut(t *testing.T) {
	for address, want := range map[string]bool{
		"/bornes": true, "/bornes?x=//y": true, "": false, "//evil.example": false, "https://evil.example": false,
		`/\evil.example`: false, `\\evil.example`: false, "javascript:alert(1)": false, "/\t/evil.example": false, "/a\r\nb": false,
		"bornes": false, "/%0d%0aSet-Cookie:x": true, "///evil.example": false,
	} {
		if got := page.Ours(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
	w := newWorld(t)
	a := w.browser().post("/connexion", "identifiant", "admin", "motdepasse", password, "vers", "//evil.example")
	if a.to != "/bornes" {
		t.Errorf("sent to %q", a.to)
	}
}

// nasty is a name that breaks out of everything that is not escaped.
const nasty = `"'><script>alert(1)</script>&{{.}}`

func TestNamesAreEscaped(t *testing.T) {
	w := newWorld(t)
	id, now := pagetest.ID(pagetest.Town, 0), w.clock.now()
	k, err := w.store.Kiosk(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	k.Name, k.Group, k.X, k.Y = nasty, nasty, .5, .5
	b := k.Beat
	b.Version, b.Printer.Model, b.Printer.State, b.Printer.Paper = nasty, nasty, nasty, nasty
	b.Packs = []wire.PackState{{ID: nasty, Version: nasty, Step: nasty, Why: nasty}}
	b.Alerts = []wire.Alert{{Name: nasty, Who: nasty, Since: now}}
	err1 := w.store.EditKiosk(t.Context(), k)
	err2 := w.store.Beats(t.Context(), []store.Beat{{Kiosk: id, At: now, Beat: b}})
	err3 := w.store.Note(t.Context(), store.Act{At: now, Who: nasty, Town: pagetest.Town, What: nasty, On: id, More: nasty})
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	in := w.as("admin")
	for _, path := range []string{
		"/bornes", "/bornes/plan", "/bornes/" + id, "/bornes/" + id + "/retirer", "/historique", "/demarches/" + stopped,
		"/bornes?cherche=" + url.QueryEscape(nasty), "/bornes/ajouter?nom=" + url.QueryEscape(nasty), "/bornes?fait=" + url.QueryEscape(nasty),
	} {
		if a := in.get(path); a.status != http.StatusOK || strings.Contains(a.body, "<script>alert") {
			t.Errorf("%s: %d, not escaped", path, a.status)
		}
	}
	a := w.browser().post("/connexion", "identifiant", nasty, "motdepasse", "x", "vers", nasty)
	if a.status != http.StatusUnauthorized || strings.Contains(a.body, "<script>alert") {
		t.Errorf("at the door: %d", a.status)
	}
}

func TestForms(t *testing.T) {
	w := newWorld(t)
	b := w.as("admin")
	id := pagetest.ID(pagetest.Town, 1)
	for _, x := range []struct {
		path   string
		fields []string
		status int
		says   string
	}{
		{"/bornes/" + id, []string{"nom", "  "}, 422, "Il manque un nom"},
		{"/bornes/" + id, []string{"nom", strings.Repeat("a", 61)}, 422, "Il manque un nom"},
		{"/bornes/" + id, []string{"nom", "Hall", "groupe", strings.Repeat("a", 31)}, 422, "trop long"},
		{"/bornes/" + id + "/place", []string{"x", "101", "y", "2"}, 422, "de 0 à 100"},
		{"/bornes/" + id + "/place", []string{"x", "NaN", "y", "2"}, 422, "de 0 à 100"},
		{"/bornes/" + id + "/place", []string{"clic.x", "0", "clic.y", "0"}, 422, "de 0 à 100"},
		{"/bornes/" + id + "/place", []string{"clic.x", "280", "clic.y", "175"}, 303, ""},
		{"/bornes/" + id + "/retirer", nil, 422, "Cochez la case"},
		{"/bornes/ajouter", []string{"nom", ""}, 422, "Il manque un nom"},
		{"/demarches", []string{"demarche", "cantine", "version", "99"}, 422, "n’est plus proposée"},
		{"/demarches", []string{"demarche", "cantine", "version", "4"}, 422, "déjà en cours"},
		{"/demarches/" + stopped + "/danser", nil, 404, "n’existe pas"},
		{"/demarches/" + stopped + "/suite", []string{"vu", "running.test.1"}, 409, "plus rapide"},
		{"/comptes", []string{"identifiant", "É", "nom", "x", "role", store.RoleReader}, 422, "ne convient pas"},
		{"/comptes", []string{"identifiant", "reader", "nom", "x", "role", store.RoleReader}, 422, "déjà pris"},
		{"/mon-compte/mot-de-passe", []string{"actuel", "faux", "nouveau", "une autre phrase", "encore", "une autre phrase"}, 422, "actuel n’est pas le bon"},
		{"/mon-compte/mot-de-passe", []string{"actuel", password, "nouveau", "a", "encore", "b"}, 422, "différents"},
		{"/mon-compte/mot-de-passe", []string{"actuel", password, "nouveau", "court", "encore", "court"}, 422, "trop court"},
		{"/mon-compte/outils", []string{"nom", "", "actuel", password}, 422, "Il manque un nom"},
		{"/bornes/" + id, []string{"nom", strings.Repeat("x", 20_000)}, 400, "pas pu lire"},
		{"/bornes/" + id, []string{"nom", "\xff"}, 400, "pas pu lire"},
	} {
		a := b.post(x.path, x.fields...)
		if a.status != x.status || !strings.Contains(a.body, x.says) {
			t.Errorf("%s %.60q: %d, want %d, %q", x.path, x.fields, a.status, x.status, x.says)
		}
	}
	if k, err := w.store.Kiosk(t.Context(), id); err != nil || k.X != .5 || k.Y != .5 || k.Name != "État civil" {
		t.Errorf("%+v, %v", k, err)
	}
	if log := w.log.String(); log != "" {
		t.Error(log)
	}
}

// TestNothingYet: each empty page says what to do next.
func TestNothingYet(t *testing.T) {
	w := newWorld(t)
	b := w.as("root")
	for path, says := range map[string]string{
		"/bornes?cherche=zzz":                "Tout afficher",
		"/demandes?ville=" + pagetest.Town:   "dès qu’un usager",
		"/demandes":                          "Choisissez une commune",
		"/demarches?ville=" + pagetest.Other: "kioskctl pack push",
		"/bornes/plan?ville=01001":           "Ajouter une borne",
		"/bornes/plan?ville=zzzz":            "Vérifiez son nom",
	} {
		if a := b.get(path); !strings.Contains(a.body, says) {
			t.Errorf("%s does not say %q", path, says)
		}
	}
}

// TestWords: every text that is asked for is there, and every text is asked for.
func TestWords(t *testing.T) {
	words, err := page.Words()
	if err != nil {
		t.Fatal(err)
	}
	source := sources(t)
	composed := []string{"state", "paper", "printer", "alert", "mends", "step", "why", "stage", "sort", "act", "role", "role_does", "done", "fault", "refused", "error", "rollout.is"}
	for _, key := range words.Keys() {
		base := regexp.MustCompile(`\.(one|many|none)$`).ReplaceAllString(key, "")
		asked := strings.Contains(source, `"`+base+`"`) ||
			slices.ContainsFunc(composed, func(c string) bool { return strings.HasPrefix(key, c+".") })
		if !asked {
			t.Errorf("nobody says %s", key)
		}
	}
	for _, m := range regexp.MustCompile(`\b(?:t|text) ?\(?"([a-z_]+\.[a-z_.0-9]*[a-z0-9])"|(?:n|count)\(? ?"([a-z_]+\.[a-z_.]+)"`).FindAllStringSubmatch(source, -1) {
		if m[1] != "" && !words.Has(m[1]) || m[2] != "" && (!words.Has(m[2]+".one") || !words.Has(m[2]+".many")) {
			t.Errorf("no words for %s%s", m[1], m[2])
		}
	}
}

func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") {
				all.Write(data)
			}
		}
	}
	return all.String()
}

// TestStreams: an event stream begins at once, and is for who may see.
func TestStreams(t *testing.T) {
	w := newWorld(t)
	b := w.as("reader")
	if a := b.stream("/bornes/vivant"); a.header.Get("Content-Type") != "text/event-stream" || !strings.HasPrefix(a.body, "event: hello\n") {
		t.Errorf("%d %q", a.status, a.body)
	}
	if a := w.browser().stream("/bornes/vivant"); a.status != http.StatusUnauthorized {
		t.Errorf("nobody: %d", a.status)
	}
}

// TestStreamEnds: a hub that is about to stop waits for nobody who looks on.
func TestStreamEnds(t *testing.T) {
	drain := make(chan struct{})
	w := newWorld(t, func(c *page.Config) { c.Drain = drain })
	res, err := w.as("reader").c.Get(w.site.URL + "/bornes/vivant")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	close(drain)
	all, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(all), "event: fragment\ndata: ") {
		t.Errorf("%v: %.200s", err, all)
	}
}

// TestStreamOutlivesTheRequest: the hub gives each request a time to come in. Whoever
// looks on does so for longer, and is not told every five minutes that he is cut off.
func TestStreamOutlivesTheRequest(t *testing.T) {
	w := newWorld(t)
	inside, came := w.site.Config.Handler, 100*time.Millisecond
	w.site.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/vivant") {
			if err := http.NewResponseController(rw).SetReadDeadline(time.Now().Add(came)); err != nil {
				t.Error(err)
			}
		}
		inside.ServeHTTP(rw, r)
	})
	res, err := w.as("reader").c.Get(w.site.URL + "/bornes/vivant")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	time.Sleep(5 * came)
	k := store.Kiosk{ID: pagetest.ID(pagetest.Town, 0), Name: "Salle des fêtes"}
	if err := w.store.EditKiosk(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	w.clock.move(time.Minute) // the page remembers a fleet for a moment
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Salle des fêtes") {
			return
		}
	}
	t.Errorf("the stream ended: %v", lines.Err())
}

// TestStreamsOfOne: one person does not take all streams.
func TestStreamsOfOne(t *testing.T) {
	w := newWorld(t)
	b := w.as("reader")
	refused := 0
	for range 20 {
		res, err := b.c.Get(w.site.URL + "/bornes/vivant")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusServiceUnavailable {
			refused++
		}
	}
	if refused != 8 {
		t.Errorf("%d of 20 were refused", refused)
	}
	if a := w.as("agent").stream("/bornes/vivant"); a.status != http.StatusOK {
		t.Errorf("another person: %d", a.status)
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"", "ville=Quimper&etat=out&tri=nom&sens=bas&page=2", "page=-1", "page=99999999999999999999", "a;b", "%", "x=%00", "cherche=%ff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		again, err := page.ReadQuery(query)
		if err != nil {
			return
		}
		if twice, err := page.ReadQuery(strings.TrimPrefix(again, "?")); err != nil || twice != again {
			t.Errorf("%q, then %q: %v", again, twice, err)
		}
	})
}

func FuzzFields(f *testing.F) {
	f.Add("nom=Hall%0ad%E2%80%99accueil", "12,5")
	f.Add("nom=%e2%80%a8", "Inf")
	f.Fuzz(func(t *testing.T, query, share string) {
		if line := page.Line(query, "nom"); strings.ContainsAny(line, "\r\n\t\x00\u2028\u2029") {
			t.Errorf("%q has a line break", line)
		}
		if n, ok := page.Share(share); ok && !(n >= 0 && n <= 1) {
			t.Errorf("%q is %g", share, n)
		}
	})
}

func FuzzOurs(f *testing.F) {
	f.Add("/bornes")
	f.Add("//evil.example")
	f.Add(`/\evil.example`)
	f.Fuzz(func(t *testing.T, address string) {
		if !page.Ours(address) {
			return
		}
		base := &url.URL{Scheme: "https", Host: "hub.example"}
		if u, err := base.Parse(address); err != nil || u.Host != "hub.example" || u.Scheme != "https" {
			t.Errorf("%q leads to %v", address, u)
		}
	})
}
