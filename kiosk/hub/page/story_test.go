package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/browsertest"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
)

// TestBrowserStory is an administrator's morning, with the keyboard alone: he
// protects his account, rolls out a pack and sees it arrive, stops it, and takes
// a kiosk out.
func TestBrowserStory(t *testing.T) {
	w := newWorld(t, nil)
	b := newTab(t, w)
	b.signIn("admin")
	b.protect()
	b.rollOut()
	b.takeOut()
	b.enrolOne()
}

// protect adds a second factor, signs out, and in again with it.
func (b *tab) protect() {
	b.Use("a[href='/mon-compte/code']")
	b.Awaits("Scannez")
	secret := ask(b, chromedp.Text(".secret"))
	b.TabTo("#code")
	b.Press(codeOf(b.T, secret, time.Now()))
	b.TabTo("#actuel")
	b.Press(password)
	b.Press(kb.Enter)
	b.Awaits("Vos codes de secours")
	b.WholePicture("mon-compte-codes")
	recovery := ask(b, chromedp.Text(".codes li"))
	b.Use("form[action='/deconnexion'] button")
	b.Awaits("Vous êtes déconnecté")
	b.goTo("/connexion")
	b.TabTo("#identifiant")
	b.Press("admin" + kb.Tab + password + kb.Enter)
	b.Awaits("Code à 6")
	b.Check("/connexion/code")
	b.WholePicture("code")
	b.TabTo("#code")
	b.Press(recovery + kb.Enter) // the code of this half minute was used
	b.Awaits("Les bornes")
}

func codeOf(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// rollOut ends the roll-out that stopped, starts another and follows it.
func (b *tab) rollOut() {
	b.Use("nav a[href='/demarches']")
	b.Awaits("Un déploiement n’est pas terminé")
	b.Use("main a[href='/demarches/" + stopped + "']")
	b.Awaits("Arrêté tout seul")
	b.Use("#retour")
	b.Awaits("Annulé")
	b.goTo("/demarches")
	b.Use("section[aria-labelledby=d-cantine] button")
	b.Awaits("Le déploiement commence")
	b.arrives()
	b.Use("#pause")
	b.Awaits("En pause")
}

// arrives lets the kiosks answer, and sees the page follow without a click.
func (b *tab) arrives() {
	id := b.address("/demarches/")
	if err := b.w.ops.Answer(b.Context(), id, 1); err != nil {
		b.Fatal(err)
	}
	b.Awaits("1 borne sur 11")
	b.WholePicture("deploiement-debut")
	// The test group has a kiosk that was never heard of: it is not waited for.
	if err := b.w.ops.Answer(b.Context(), id, 1); err != nil {
		b.Fatal(err)
	}
	b.Awaits("2 bornes sur 11")
	bar := js[int](b, `document.querySelector("progress").value`)
	said := js[string](b, `document.querySelector("[role=status].hidden").textContent`)
	if bar != 2 || !strings.Contains(said, "2\u00a0bornes sur 11") {
		b.Errorf("bar at %d, screen readers hear %q", bar, said)
	}
}

// address is the rest of the address after a beginning.
func (b *tab) address(begin string) string {
	b.Helper()
	path := js[string](b, `location.pathname`)
	rest, ok := strings.CutPrefix(path, begin)
	if !ok {
		b.Fatalf("the page is %s", path)
	}
	return rest
}

// takeOut takes a kiosk out: not before the box is ticked.
func (b *tab) takeOut() {
	id := pagetest.ID(pagetest.Town, 3)
	b.goTo("/bornes")
	b.Use("#borne-" + id)
	b.Awaits("Médiathèque")
	b.Use("a[href='/bornes/" + id + "/retirer']")
	b.Awaits("Oui, je veux retirer")
	b.Use("main button.danger")
	b.Awaits("Cochez la case")
	b.Check("/bornes/…/retirer, refused")
	b.TabTo("#oui")
	b.Press(" ")
	b.Use("main button.danger")
	b.Awaits("La borne est retirée")
	if k, err := b.w.store.Kiosk(b.Context(), id); err != nil || k.RevokedAt.IsZero() {
		b.Errorf("%+v, %v", k, err)
	}
}

// enrolOne asks for a code, and sees the kiosk come.
func (b *tab) enrolOne() {
	b.goTo("/bornes/ajouter")
	b.TabTo("#nom")
	b.Press("Salle des fêtes" + kb.Enter)
	b.Awaits("Il reste 9")
	b.Check("/bornes/ajouter, with a code")
	b.WholePicture("ajouter-code")
	k := store.Kiosk{ID: pagetest.ID("new", 1), Key: pagetest.Key("new", 1), Town: pagetest.Town, Name: "Salle des fêtes", EnrolledAt: time.Now()}
	if err := b.w.store.AddKiosk(b.Context(), k); err != nil {
		b.Fatal(err)
	}
	b.Awaits("est arrivée")
}

// TestBrowserEveryPage looks at every page: light and dark, and magnified to
// 200 % in a window of 1280.
func TestBrowserEveryPage(t *testing.T) {
	w := newWorld(t, nil)
	pages := []struct{ name, path string }{
		{"bornes", "/bornes"}, {"bornes-filtre", "/bornes?etat=watch&tri=nom"}, {"bornes-aucune", "/bornes?cherche=zzz"},
		{"plan", "/bornes/plan"}, {"borne", "/bornes/" + pagetest.ID(pagetest.Town, 2)},
		{"borne-muette", "/bornes/" + pagetest.ID(pagetest.Town, 4)}, {"borne-attendue", "/bornes/" + pagetest.ID(pagetest.Town, 10)},
		{"retirer", "/bornes/" + pagetest.ID(pagetest.Town, 5) + "/retirer"},
		{"ajouter", "/bornes/ajouter"}, {"demarches", "/demarches"}, {"deploiement", "/demarches/" + stopped},
		{"demandes", "/demandes"}, {"historique", "/historique"}, {"comptes", "/comptes"}, {"compte", "/comptes/reader"},
		{"mon-compte", "/mon-compte"}, {"code-ajouter", "/mon-compte/code"}, {"absente", "/nulle-part"},
	}
	fillInbox(t, w)
	b := newTab(t, w)
	for i, how := range []struct {
		name string
		browsertest.View
	}{
		{"light-100", browsertest.View{}}, {"dark-100", browsertest.View{Dark: true}},
		{"dark-200", browsertest.View{Width: 640, Height: 900, Scale: 2, Dark: true}},
	} {
		b.Look(how.View)
		if i == 0 {
			b.goTo("/connexion")
			b.Check("/connexion")
			b.WholePicture("connexion-" + how.name)
			b.signIn("admin")
		}
		for _, p := range pages {
			b.goTo(p.path)
			b.Check(p.path + " " + how.name)
			b.WholePicture(p.name + "-" + how.name)
		}
	}
}

// fillInbox puts three submissions into the inbox.
func fillInbox(t *testing.T, w *world) {
	t.Helper()
	for i := range 3 {
		text := []byte("ciphertext")
		head, envelope, err := custody.Seal(custody.Header{
			ID: fmt.Sprintf("%032x", i+1), Reference: "482 739 156 Z", Pack: "cantine", Version: "3", Kiosk: pagetest.ID(pagetest.Town, 0), Town: pagetest.Town,
			At: w.clock.now(), KeepDays: 90,
		}, text, pagetest.Private(pagetest.Town, 0))
		if err != nil {
			t.Fatal(err)
		}
		item := store.Item{Header: head, Envelope: envelope, Receipt: w.clock.now().Add(-time.Duration(i) * time.Hour)}
		if _, err := w.store.PutItem(t.Context(), item, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.store.HandleItem(t.Context(), fmt.Sprintf("%032x", 1), "agent", w.clock.now()); err != nil {
		t.Fatal(err)
	}
}
