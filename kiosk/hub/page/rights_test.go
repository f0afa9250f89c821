package page_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
)

const stopped = "0000000000000000000000000000000b"

// visits is an address of each route that needs somebody, and who may: r root,
// a administrator of the town, t town hall, g agent, l read only, e
// administrator of another town. Of what is of the town, e sees nothing; a form
// of his own is about his town, whatever it says.
var visits = []struct {
	route, path string
	may         string
	fields      []string
}{
	{"GET /bornes", "/bornes", "ratgle", nil},
	{"GET /bornes/plan", "/bornes/plan", "ratgle", nil},
	{"GET /bornes/plan/image/{town}", "/bornes/plan/image/" + pagetest.Town, "ratgl", nil},
	{"GET /bornes/ajouter", "/bornes/ajouter", "rate", nil},
	{"POST /bornes/ajouter", "/bornes/ajouter", "rate", []string{"ville", pagetest.Town, "nom", "Bibliothèque"}},
	{"GET /bornes/{id}", "/bornes/" + pagetest.ID(pagetest.Town, 0), "ratgl", nil},
	{"POST /bornes/{id}", "/bornes/" + pagetest.ID(pagetest.Town, 0), "rat", []string{"nom", "Hall", "groupe", "test"}},
	{"POST /bornes/{id}/place", "/bornes/" + pagetest.ID(pagetest.Town, 0) + "/place", "rat", []string{"x", "10", "y", "20"}},
	{"GET /bornes/{id}/retirer", "/bornes/" + pagetest.ID(pagetest.Town, 0) + "/retirer", "rat", nil},
	{"POST /bornes/{id}/retirer", "/bornes/" + pagetest.ID(pagetest.Town, 2) + "/retirer", "rat", []string{"oui", "1"}},
	{"GET /demarches", "/demarches", "ratgle", nil},
	{"POST /demarches", "/demarches", "rate", []string{"ville", pagetest.Town, "demarche", "recensement", "version", "1"}},
	{"GET /demarches/{id}", "/demarches/" + stopped, "ratgl", nil},
	{"POST /demarches/{id}/{what}", "/demarches/" + stopped + "/retour", "rat", nil},
	{"GET /demandes", "/demandes", "ratge", nil},
	{"GET /historique", "/historique", "rate", nil},
	{"GET /comptes", "/comptes", "rate", nil},
	{"POST /comptes", "/comptes", "rate", []string{"identifiant", "nouveau", "nom", "Charlie Blanc", "role", store.RoleReader, "ville", pagetest.Town}},
	{"GET /comptes/{login}", "/comptes/reader", "rat", nil},
	{"POST /comptes/{login}", "/comptes/reader", "rat", []string{"nom", "Lou Fabre", "role", store.RoleReader, "ville", pagetest.Town}},
	{"POST /comptes/{login}/mot-de-passe", "/comptes/reader/mot-de-passe", "rat", nil},
	{"GET /mon-compte", "/mon-compte", "ratgle", nil},
	{"POST /mon-compte/mot-de-passe", "/mon-compte/mot-de-passe", "ratgle", []string{"actuel", password, "nouveau", "une autre phrase bien longue", "encore", "une autre phrase bien longue"}},
	{"GET /mon-compte/code", "/mon-compte/code", "ratgle", nil},
	{"POST /mon-compte/code", "/mon-compte/code", "ratgle", nil},
	{"POST /mon-compte/code/retirer", "/mon-compte/code/retirer", "ratgle", []string{"actuel", password}},
	{"POST /mon-compte/outils", "/mon-compte/outils", "ratgle", []string{"nom", "Ordinateur", "actuel", password}},
	{"POST /mon-compte/fermer", "/mon-compte/fermer", "ratgle", []string{"lequel", "0"}},
	{"POST /mon-compte/fermer-tout", "/mon-compte/fermer-tout", "ratgle", nil},
	{"GET /bornes/vivant", "/bornes/vivant", "ratgle", nil},
	{"GET /bornes/ajouter/vivant", "/bornes/ajouter/vivant?ville=" + pagetest.Town + "&nom=x&depuis=2026-11-21T09:00:00Z&fin=2026-11-21T09:10:00Z", "rate", nil},
	{"GET /demarches/{id}/vivant", "/demarches/" + stopped + "/vivant", "ratgl", nil},
	{"POST /deconnexion", "/deconnexion", "ratgle", nil}, // the last
}

var letters = map[string]string{"root": "r", "admin": "a", "town": "t", "agent": "g", "reader": "l", "elsewhere": "e"}

// TestEveryRouteAndRole tries every route as everybody, and as nobody.
func TestEveryRouteAndRole(t *testing.T) {
	for _, p := range people {
		t.Run(p.Login, func(t *testing.T) {
			w := newWorld(t)
			b := w.as(p.Login)
			for _, x := range visits {
				a := b.visit(x.route, x.path, x.fields)
				allowed := a.status < 400 || a.status == http.StatusUnprocessableEntity
				if want := strings.Contains(x.may, letters[p.Login]); allowed != want {
					t.Errorf("%s: %d, allowed should be %v", x.route, a.status, want)
				}
				if !allowed && a.status != http.StatusForbidden && a.status != http.StatusNotFound {
					t.Errorf("%s: refused with %d", x.route, a.status)
				}
				if log := w.log.String(); log != "" {
					t.Errorf("%s: %s", x.route, log)
				}
			}
		})
	}
}

func (b *browser) visit(route, path string, fields []string) answer {
	if strings.HasPrefix(route, "POST") {
		return b.post(path, fields...)
	}
	if strings.HasSuffix(route, "/vivant") {
		return b.stream(path)
	}
	return b.get(path)
}

// stream reads the beginning of an event stream.
func (b *browser) stream(path string) answer {
	ctx, cancel := context.WithTimeout(b.w.t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.w.site.URL+path, nil)
	if err != nil {
		b.w.t.Fatal(err)
	}
	res, err := b.c.Do(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer res.Body.Close()
	head := make([]byte, 64)
	n, _ := res.Body.Read(head)
	return answer{res.StatusCode, res.Header.Get("Location"), string(head[:n]), res.Header}
}

func TestNobodyIsSentToTheDoor(t *testing.T) {
	w := newWorld(t)
	for _, x := range visits {
		a := w.browser().visit(x.route, x.path, x.fields)
		toDoor := a.status == http.StatusSeeOther && strings.HasPrefix(a.to, "/connexion?vers=")
		if !toDoor && a.status != http.StatusUnauthorized {
			t.Errorf("%s: %d, to %q", x.route, a.status, a.to)
		}
	}
}

// TestEveryRouteIsTried fails when a route is added and not tried here.
func TestEveryRouteIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, x := range visits {
		tried[x.route] = true
	}
	for _, r := range page.Guarded() {
		if !tried[r] {
			t.Errorf("%s is not in the table of visits", r)
		}
	}
}

// TestTheWayToTheDesk: who may answer calls finds where, if calls are taken here.
func TestTheWayToTheDesk(t *testing.T) {
	const link = `<a href="/desk/">Répondre aux appels</a>`
	for _, desk := range []bool{true, false} {
		w := newWorld(t, func(c *page.Config) { c.Desk = desk })
		for _, p := range people {
			want := desk && strings.Contains("rage", letters[p.Login])
			if got := strings.Contains(w.as(p.Login).get("/bornes").body, link); got != want {
				t.Errorf("a desk: %v, %s: a link: %v", desk, p.Login, got)
			}
		}
	}
}

// TestWhoMayNotGiveMoreThanHeHas: a town hall makes no administrator and no
// agent, not even by a form of its own.
func TestWhoMayNotGiveMoreThanHeHas(t *testing.T) {
	w := newWorld(t)
	for i, x := range []struct{ who, role, town string }{
		{"town", store.RoleAdmin, ""},
		{"admin", store.RoleAdmin, pagetest.Other},
		{"elsewhere", store.RoleReader, pagetest.Town},
		{"town", store.RoleAgent, pagetest.Town},
	} {
		login := fmt.Sprintf("nouveau%d", i)
		w.as(x.who).post("/comptes", "identifiant", login, "nom", "Charlie", "role", x.role, "ville", x.town)
		u, err := w.store.User(t.Context(), login)
		if err == nil && (u.Town != town(x.who) || u.Role != store.RoleReader && x.who == "town") {
			t.Errorf("%s made %+v", x.who, u)
		}
	}
	hall := w.as("town")
	for _, login := range []string{"admin", "agent"} {
		if a := hall.post("/comptes/"+login, "nom", "x", "role", store.RoleReader); a.status != http.StatusForbidden {
			t.Errorf("a town hall changed the account %s: %d", login, a.status)
		}
		if a := hall.post("/comptes/" + login + "/mot-de-passe"); a.status != http.StatusForbidden {
			t.Errorf("a town hall set the password of %s: %d", login, a.status)
		}
	}
	if body := hall.get("/comptes").body; strings.Contains(body, `value="agent"`) || !strings.Contains(body, `value="read_only"`) {
		t.Error("the form offers a role that is refused")
	}
	if a := w.as("admin").post("/comptes/admin", "nom", "x", "role", store.RoleAdmin); a.status != http.StatusForbidden {
		t.Errorf("somebody changed his own rights: %d", a.status)
	}
}

func town(login string) string {
	for _, p := range people {
		if p.Login == login {
			return p.Town
		}
	}
	return ""
}
