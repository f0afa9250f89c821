package page_test

import (
	"html"
	"strings"
	"testing"

	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/hub/page"
	"guichet/kiosk/hub/page/pagetest"
	"guichet/kiosk/hub/store"
)

// Every condition of a kiosk has its sentence for an administrator, and who mends
// it; what older kiosks say has one still.
func TestEveryAlertHasItsWords(t *testing.T) {
	words, err := page.Words()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range health.Names() {
		if !words.Has("alert." + string(n)) {
			t.Errorf("no sentence for %s", n)
		}
		rule, _ := health.RuleOf(n)
		if !words.Has("mends." + string(rule.Who)) {
			t.Errorf("%s: nobody knows who %q is", n, rule.Who)
		}
	}
	known := map[string]bool{"printer_fault": true, "other": true}
	for _, n := range health.Names() {
		known[string(n)] = true
	}
	for _, key := range words.Keys() {
		if name, ok := strings.CutPrefix(key, "alert."); ok && !known[name] {
			t.Errorf("%s is no condition", name)
		}
	}
	if !words.Has("alert.printer_fault") || !words.Has("why.sent_back") {
		t.Error("what kiosks say beside has no words")
	}
}

// The page of a kiosk says each alert and each refusal in words, and no word of
// the machine's.
func TestAlertsOnThePage(t *testing.T) {
	w := newWorld(t)
	id, now := pagetest.ID(pagetest.Town, 0), w.clock.now()
	b := wire.Heartbeat{At: now, Packs: []wire.PackState{{ID: "cantine", Version: "4", Step: wire.Refused, Why: "sent_back"}}}
	var raw []string
	for _, n := range append(health.Names(), "printer_fault") {
		rule, _ := health.RuleOf(n)
		b.Alerts = append(b.Alerts, wire.Alert{Name: string(n), Who: string(rule.Who), Since: now})
		raw = append(raw, string(n))
	}
	if err := w.store.Beats(t.Context(), []store.Beat{{Kiosk: id, At: now, Beat: b}}); err != nil {
		t.Fatal(err)
	}
	in := w.as("admin")
	for _, path := range []string{"/bornes", "/bornes/" + id} {
		body := html.UnescapeString(in.get(path).body)
		for _, says := range []string{"Il n’y a plus de papier.", "L’imprimante ne peut pas imprimer.", "personne, cela s’arrange tout seul"} {
			if !strings.Contains(body, says) {
				t.Errorf("%s does not say %q", path, says)
			}
		}
		for _, word := range append(raw, "sent_back") {
			if strings.Contains(body, word) {
				t.Errorf("%s shows %q", path, word)
			}
		}
	}
	if body := in.get("/bornes/" + id).body; !strings.Contains(body, "l’accueil est revenu à la version d’avant") {
		t.Error("nobody says why the revision is refused")
	}
}

// A spool that cannot be counted is not an empty one, and whoever takes the kiosk
// out is told.
func TestASpoolThatNobodyCanCount(t *testing.T) {
	w := newWorld(t)
	id, now := pagetest.ID(pagetest.Town, 0), w.clock.now()
	b := wire.Heartbeat{At: now, State: "out_of_order", Spool: wire.Spool{Unknown: true}}
	if err := w.store.Beats(t.Context(), []store.Beat{{Kiosk: id, At: now, Beat: b}}); err != nil {
		t.Fatal(err)
	}
	in := w.as("admin")
	for path, want := range map[string]string{
		"/bornes?tri=attente":        "nombre inconnu",
		"/bornes/" + id:              "nombre inconnu",
		"/bornes/" + id + "/retirer": "ne peut pas dire si elle garde des demandes",
	} {
		if got := in.get(path); !strings.Contains(html.UnescapeString(got.body), want) {
			t.Errorf("%s does not say %q", path, want)
		}
	}
	first, _, _ := strings.Cut(in.get("/bornes?tri=attente").body, "</tbody>")
	if name := strings.Index(first, "/bornes/"+id); name < 0 || name > strings.Index(first, "/bornes/"+pagetest.ID(pagetest.Town, 4)) {
		t.Error("it does not stand before those that wait")
	}
}
