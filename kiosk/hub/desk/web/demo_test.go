package web_test

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAgentOfADemo is a tool more than a test: packaging/demo.sh gives it a hub
// that runs and that a kiosk calls. It is an agent who answers the first call,
// sees the citizen's page, shows him a field, writes, prints a letter for him and
// hangs up; its pictures go to GUICHET_PICTURES.
//
//	GUICHET_HUB       its address
//	GUICHET_PASSWORD  the first password of "agent", which is then changed
//	GUICHET_TALK      how long the call is left alone to be measured, "20s"; may be empty
func TestAgentOfADemo(t *testing.T) {
	address := os.Getenv("GUICHET_HUB")
	if address == "" {
		t.Skip("no hub is given")
	}
	b := openTab(t, &world{T: t, site: &httptest.Server{URL: address}}, true)
	b.signIn("agent", os.Getenv("GUICHET_PASSWORD"))
	ask(b, chromedp.Navigate(address+"/desk/"))
	b.Awaits("Relié au serveur")
	b.Use("[data-duty]")
	b.Awaits("Vous prenez les appels")
	b.Picture("desk-1-bureau")
	b.waitsLong("Répondre (F2)")
	b.Picture("desk-2-on-attend")
	b.Press(kb.F2)
	b.Holds("the citizen is seen", frames+"30")
	b.Picture("desk-3-appel")
	b.talks()
	b.showPage()
	b.write()
	b.printLetter()
	b.Press(kb.F9)
	b.Awaits("L’appel est fini")
	b.Picture("desk-6-apres")
}

// talks leaves the call alone while the kiosk measures it, and says how many
// pictures of it came.
func (b *tab) talks() {
	b.Helper()
	d, err := time.ParseDuration(os.Getenv("GUICHET_TALK"))
	if err != nil {
		return
	}
	const shown = `document.querySelector("[data-far]").getVideoPlaybackQuality().totalVideoFrames`
	before, at := js[float64](b, shown), time.Now()
	time.Sleep(d)
	b.Logf("figure: the desk is shown %.1f pictures a second", (js[float64](b, shown)-before)/time.Since(at).Seconds())
	time.Sleep(5 * time.Second) // the kiosk began a little later
}

func (b *tab) signIn(login, password string) {
	b.Helper()
	ask(b, chromedp.Navigate(b.w.site.URL+"/connexion"))
	b.TabTo("#identifiant")
	b.Press(login + kb.Tab + password + kb.Enter)
	b.Awaits("nouveau")
	b.TabTo("#nouveau")
	const phrase = "une phrase pour la demonstration"
	b.Press(phrase + kb.Tab + phrase + kb.Enter)
	b.Awaits("Les bornes")
}

// waitsLong waits for a citizen: he plays several visits before.
func (b *tab) waitsLong(sentence string) {
	b.Helper()
	for end := time.Now().Add(10 * time.Minute); !strings.Contains(b.Text(), sentence); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			b.Fatalf("nobody came: %s", b.Text())
		}
	}
}

// showPage asks to see the page, and points at what it asks for.
func (b *tab) showPage() {
	b.Helper()
	b.Use("[data-page-ask]")
	b.Awaits("La personne accepte de montrer son écran.")
	b.Holds("the page is there", `document.querySelector("#champ-0")`)
	b.Use("#champ-0")
	b.Awaits("Allumé sur la borne")
	b.Picture("desk-4-sa-page")
	time.Sleep(2 * time.Second) // for who looks at the kiosk
}

func (b *tab) write() {
	b.Helper()
	b.TabTo("[data-talk-own]")
	b.Press("Bonjour ! Je vous imprime la liste des documents." + kb.Enter)
	time.Sleep(2 * time.Second)
}

// printLetter prints the letter about missing documents.
func (b *tab) printLetter() {
	b.Helper()
	b.TabTo("#onglet-page")
	b.Press(kb.ArrowRight)
	b.Holds("there is a paper", `document.querySelector("[data-paper]").options.length > 0`)
	js[bool](b, `(() => { const s = document.querySelector("[data-paper]");
		s.value = [...s.options].find(o => o.text.includes("manque")).value; s.dispatchEvent(new Event("change")); return true })()`)
	fields := js[int](b, `document.querySelectorAll("[data-paper-fields] [id^=papier-]").length`)
	for i := range fields {
		id := "#papier-" + string(rune('0'+i))
		label := js[string](b, `document.querySelector("label[for=`+id[1:]+`]").textContent`)
		b.TabTo(id)
		if js[string](b, `document.querySelector("`+id+`").type`) == "date" {
			js[string](b, `document.querySelector("`+id+`").value = "2026-11-20"`) // typed as the browser's country writes it
			continue
		}
		b.Press(letterFacts(label))
	}
	b.Picture("desk-5-papier")
	b.Use("[data-paper-form] button")
	b.waitsLong("Imprimé")
}

// letterFacts answers what the desk asks about a letter; nobody is called so.
func letterFacts(label string) string {
	for part, value := range map[string]string{
		"Documents": "Votre justificatif de domicile", "personne": "EXEMPLE Camille",
		"Agent": "Dominique Modèle, service scolaire", "Référence": "482 739 156 Z",
	} {
		if strings.Contains(label, part) {
			return value
		}
	}
	return "Exemple"
}
