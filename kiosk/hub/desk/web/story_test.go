package web_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// take goes on duty and answers the call of the tests, with the keyboard.
func take(b *tab) {
	b.Helper()
	b.Use("[data-duty]")
	if m := b.w.hub.heard(wire.Duty); !m.On {
		b.Error("the desk is off duty")
	}
	b.w.hub.ring(waits(), other())
	b.Awaits("Répondre (F2)")
	b.Press(kb.F2)
	if m := b.w.hub.heard(wire.Take); m.Call != callID {
		b.Errorf("took %s", m.Call)
	}
	connected(b)
}

const frames = `document.querySelector("[data-far]")?.getVideoPlaybackQuality().totalVideoFrames > `

// connected waits for pictures and sound both ways, not for a state.
func connected(b *tab) {
	b.Helper()
	b.Holds("pictures of the kiosk are shown", frames+"15")
	b.Holds("the kiosk's tone is heard", `!document.querySelector("[data-far-speaks]").hidden`)
	b.w.bothWays()
}

// tone is the loudest frequency of what the agent hears, in Hz.
const tone = `(() => {
	const far = document.querySelector("[data-far]");
	const ear = document.ear ??= (() => {
		const context = new AudioContext(), analyser = context.createAnalyser();
		analyser.fftSize = 8192;
		context.createMediaStreamSource(far.srcObject).connect(analyser);
		return {context, analyser};
	})();
	const all = new Float32Array(ear.analyser.frequencyBinCount);
	ear.analyser.getFloatFrequencyData(all);
	const loudest = all.reduce((best, x, i) => x > all[best] ? i : best, 0);
	return all[loudest] > -60 ? loudest * ear.context.sampleRate / 8192 : 0;
})()`

func (w *world) bothWays() {
	w.Helper()
	var video, audio int
	w.kiosk.read(func() { video, audio = w.kiosk.got.video, w.kiosk.got.audio })
	browsertest.Until(w.T, "pictures and sound of the agent arrive", func() (ok bool) {
		w.kiosk.read(func() { ok = w.kiosk.got.video > video+15 && w.kiosk.got.audio > audio+25 })
		return ok
	})
}

// wiped wants nothing of the citizen in the document, and no key in the storage
// but those of the desk itself.
func wiped(b *tab) {
	b.Helper()
	all := js[string](b, `document.documentElement.outerHTML`)
	for _, trace := range []string{"K7M-2QF", "cantine", "ecole", "Bonjour", "Bonsoir", "livret de famille", "Jaurès", "Anaïs", "0298", "certificat"} {
		if strings.Contains(all, trace) {
			b.Errorf("%q stayed in the page", trace)
		}
	}
	if n := js[int](b, `document.querySelectorAll("#contenu video, #contenu canvas").length`); n > 0 {
		b.Errorf("%d pictures stayed", n)
	}
	if s := js[string](b, `JSON.stringify([Object.keys(sessionStorage), Object.keys(localStorage).filter(k => k !== "guichet.devices")])`); s != `[["guichet.duty"],[]]` {
		b.Errorf("the browser keeps %s", s)
	}
}

// TestAnswer: the line rings, one key answers, both see and hear each other,
// everything is gone afterwards.
func TestAnswer(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.Awaits("89 % des appels")
	b.Holds("the goal is drawn at 85 of 100", `document.querySelector(".goal .mark").getAttribute("d").startsWith("M340 ") && document.querySelector(".goal").viewBox.baseVal.width === 400`)
	b.check("off duty")
	b.Picture("1-bureau")
	b.Use("[data-duty]")
	b.Awaits("Vous prenez les appels")
	b.Awaits("Personne n’attend.")
	w.hub.ring(waits(), other())
	b.Awaits("Répondre (F2)")
	b.Awaits("attend depuis 2 min")
	b.Awaits("transmis par Noa Girard, pour vous")
	if title := js[string](b, `document.title + document.getElementById("favicon").href.slice(0, 10)`); !strings.HasPrefix(title, "(2) Des appels attendent") || !strings.HasSuffix(title, "data:image") {
		t.Errorf("the tab says %q", title)
	}
	b.Holds("a screen reader is told", `document.querySelector("[data-shout]").textContent.includes("2 appels attendent")`)
	b.check("the line")
	b.Picture("2-on-attend")
	b.Press(kb.F2)
	b.Awaits("Inscription à la cantine · question « Quelle école ? » · dossier K7M-2QF")
	connected(b)
	b.Holds("it is the kiosk's tone of 440 Hz", `Math.abs(`+tone+` - 440) < 15`)
	b.Awaits("Bonne liaison.")
	if strings.Contains(b.Text(), "Le serveur n’a pas répondu") {
		t.Error("the desk believes that nobody answered")
	}
	b.Holds("the agent's own voice has its sign", `!document.querySelector("[data-own-speaks]").hidden`)
	w.kiosk.heard("that it speaks", func(d wire.Desk) bool { return d.Type == wire.DeskSpeaks && d.Yes })
	w.hub.ring(other())
	b.Awaits("1 personne attend")
	b.check("the call")
	b.Picture("3-appel")
	b.Press(kb.F9)
	b.Awaits("L’appel est fini. Vous avez raccroché.")
	if m := w.hub.heard(wire.Bye); m.Why != "local-bye" {
		t.Errorf("why: %s", m.Why)
	}
	b.check("after the call")
	b.Picture("4-apres")
	wiped(b)
}

// TestText: letters go as they are typed, in both directions.
func TestText(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.TabTo("[data-talk-own]")
	b.Press("Bonjour Anais")
	b.Press(kb.Backspace + kb.Backspace)
	b.Press("ïs !")
	browsertest.Until(t, "the kiosk reads each letter", func() (ok bool) {
		w.kiosk.read(func() { ok = w.kiosk.got.text == "Bonjour Anais\b\bïs !" })
		return ok
	})
	b.Press(kb.Enter)
	b.Press("Je vous lis.")
	w.kiosk.write("Bonsoit")
	b.Awaits("Bonsoit")
	w.kiosk.write("\br, j’écris\u2028Merci\x07")
	b.Awaits("Bonsoir, j’écris")
	b.Holds("lines stand apart", `[...document.querySelectorAll("[data-talk-lines] .theirs span")].map(e => e.textContent).join("|") === "Bonsoir, j’écris|Merci"`)
	b.Holds("mine too", `[...document.querySelectorAll("[data-talk-lines] .mine span")].map(e => e.textContent).join("|") === "Bonjour Anaïs !|Je vous lis."`)
	b.Holds("it is read aloud by lines", `document.querySelector("[data-whisper]").textContent.includes("Merci")`)
	b.Picture("5-texte")
	w.hub.tell(wire.Message{Type: wire.Bye, Call: callID, Why: "remote-bye"})
	b.Awaits("L’usager a raccroché.")
	wiped(b)
}

var schools = wire.Page{Number: 7, State: "question", ID: "ecole", Place: "Question 3 sur 11", Title: "Quelle école votre enfant fréquente-t-il ?",
	Help: "Celle de cette année.", Fields: []wire.Field{{ID: "value", Label: "École", Choices: []wire.Choice{{ID: "jaures", Label: "École Jean-Jaurès"}, {ID: "prevert", Label: "École Jacques-Prévert", Selected: true}}}}}

var name = wire.Page{Number: 8, State: "question", ID: "nom", Place: "Question 4 sur 11", Title: "Comment s’appelle votre enfant ?", Problem: "Il manque le prénom.",
	Fields: []wire.Field{{ID: "family", Label: "Nom", Value: "Le Goff"}, {ID: "given", Label: "Prénom"}, {ID: "iban", Label: "IBAN", Hidden: true}}}

// TestSharedPage: the agent sees the page only while the citizen shows it, points
// and proposes; the citizen decides.
func TestSharedPage(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.Awaits("La personne ne montre pas son écran.")
	b.Use("[data-page-ask]")
	w.kiosk.answer(w.kiosk.asked(wire.DeskAskShare).ID, true)
	b.Awaits("La personne accepte de montrer son écran.")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &schools})
	b.Awaits("Quelle école votre enfant")
	b.Use("#champ-0-0")
	if d := w.kiosk.asked(wire.DeskPoint); d.Field != "jaures" || d.Page == nil || d.Page.Number != 7 {
		t.Errorf("points at %q of %+v", d.Field, d.Page)
	}
	b.Awaits("Allumé sur la borne")
	b.check("a shared page")
	b.Picture("6-sa-page")
	b.TabTo("#champ-0-r")
	b.Press("École Jean")
	b.Use("#champ-0-p")
	d := w.kiosk.asked(wire.DeskPropose)
	if d.Page == nil || d.Page.ID != "ecole" || d.Page.Number != 7 || d.Input["value"] != "jaures" {
		t.Errorf("proposes %+v", d)
	}
	w.kiosk.answer(d.ID, false)
	b.Awaits("La personne n’a pas voulu : École Jean-Jaurès.")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &name})
	b.Awaits("La borne lui signale : Il manque le prénom.")
	b.Awaits("rempli, mais caché")
	b.TabTo("#champ-1-r")
	b.Press("Anaïs")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &name}) // sent again while he writes
	b.Press(" Lou" + kb.Enter)
	d = w.kiosk.asked(wire.DeskPropose)
	if d.Input["given"] != "Anaïs Lou" {
		t.Errorf("proposes %+v", d.Input)
	}
	w.kiosk.answer(d.ID, true)
	b.Awaits("La personne a accepté : Anaïs Lou.")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage})
	b.Awaits("La personne ne montre pas son écran.")
	if all := js[string](b, `document.querySelector("[data-page-open]").textContent`); all != "" {
		t.Errorf("the page is still there: %s", all)
	}
	b.Press(kb.F9)
	b.Awaits("L’appel est fini")
	wiped(b)
}

// TestPapers: a template and a PDF are printed, refused or lost, and the agent
// knows which.
func TestPapers(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.TabTo("#onglet-page")
	b.Press(kb.ArrowRight)
	b.Awaits("Pièces manquantes")
	b.TabTo("#papier-0")
	b.Press("un certificat" + kb.Enter + "un timbre")
	b.TabTo("#papier-1")
	b.Press("30")
	b.Use("[data-paper-form] button")
	d := w.kiosk.asked(wire.DeskPrint)
	if lines := strings.Fields(strings.ReplaceAll(d.Values["pieces"], " ", "_")); d.Paper != "pieces" || !slices.Equal(lines, []string{"un_certificat", "un_timbre"}) || d.Values["delai"] != "30" {
		t.Errorf("prints %+v", d)
	}
	b.Awaits("La personne regarde le document.")
	w.kiosk.answer(d.ID, true)
	b.Awaits("L’impression commence.")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPrinted, ID: d.ID, Why: "printed"})
	b.Awaits("Imprimé")

	js[bool](b, `(s => { s.value = "rdv"; s.dispatchEvent(new Event("change")); const day = document.querySelector("#papier-0"); day.value = "2026-11-21"; return day.type === "date" })(document.querySelector("[data-paper]"))`)
	b.TabTo("[data-paper-form] button")
	b.Press(kb.Enter)
	if d := w.kiosk.asked(wire.DeskPrint); d.Values["jour"] != "2026-11-21" {
		t.Errorf("prints %+v", d)
	} else {
		w.kiosk.cannot(d.ID, "wrong")
		b.Awaits("Ce document ne peut pas être écrit ainsi. Vérifiez vos réponses.")
	}

	b.Use("[data-pdf-form] button")
	b.Awaits("Choisissez d’abord un fichier PDF.")
	b.choose("lettre.pdf", []byte("PK no PDF"))
	b.Use("[data-pdf-form] button")
	b.Awaits("Ce fichier n’est pas un PDF.")
	b.choose("annexe.pdf", append([]byte("%PDF-1.4\n"), make([]byte, wire.MaxFile)...))
	b.Use("[data-pdf-form] button")
	b.Awaits("Ce fichier est trop gros : 9 Mo. 8 Mo au plus.")
	letter := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("guichet "), 200_000)...)
	b.choose("certificat.pdf", letter)
	b.Use("[data-pdf-form] button")
	d = w.kiosk.asked(wire.DeskPrint)
	browsertest.Until(t, "the file is whole at the kiosk", func() (ok bool) {
		w.kiosk.read(func() {
			ok = len(w.kiosk.got.files) == 1 && w.kiosk.got.files[0].ID == d.File && bytes.Equal(w.kiosk.got.files[0].Data, letter)
		})
		return ok
	})
	w.kiosk.cannot(d.ID, "wrong")
	b.Awaits("La borne ne peut pas montrer ce fichier. Essayez un autre PDF.")
	for why, words := range map[string]string{
		"too_long": "Ce document est trop long : 10 pages au plus.", "locked": "Ce PDF est protégé par un mot de passe.",
		"too_wide": "Ce document est trop large pour le papier de la borne", "empty": "Ce document n’a rien à imprimer.",
	} {
		b.choose(why+".pdf", []byte("%PDF-1.4"))
		b.Use("[data-pdf-form] button")
		w.kiosk.cannot(w.kiosk.asked(wire.DeskPrint).ID, why)
		b.Awaits(words)
	}
	b.choose("certificat.pdf", letter)
	b.Use("[data-pdf-form] button")
	w.kiosk.answer(w.kiosk.asked(wire.DeskPrint).ID, false)
	b.Awaits("Refusé par la personne")
	b.check("papers")
	b.Picture("7-papiers")
	b.Press(kb.F9)
	b.Awaits("L’appel est fini")
	wiped(b)
}

// choose puts a file into the field, as the window of the system would.
func (b *tab) choose(name string, data []byte) {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	ask(b, chromedp.SetUploadFiles("[data-pdf]", []string{path}))
}

// TestStill: a picture of a document comes when the citizen agrees, and goes.
func TestStill(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.TabTo("#onglet-page")
	b.Press(kb.ArrowRight + kb.ArrowRight)
	b.Use("[data-still-ask]")
	w.kiosk.cannot(w.kiosk.asked(wire.DeskAskStill).ID, "busy")
	b.Awaits("La borne a déjà plusieurs demandes.")
	b.Use("[data-still-ask]")
	w.kiosk.answer(w.kiosk.asked(wire.DeskAskStill).ID, false)
	b.Awaits("La personne préfère ne pas montrer son document.")
	b.Use("[data-still-ask]")
	d := w.kiosk.asked(wire.DeskAskStill)
	w.kiosk.answer(d.ID, true)
	f := wire.NewFile("still", "image/jpeg", jpegOf(t, 1600, 1200))
	f.For = "another"
	w.kiosk.give(f) // nobody asked for that one
	f.For = d.ID
	w.kiosk.give(f)
	b.Awaits("La photo est là.")
	stranger, bad := wire.NewFile("other", "image/jpeg", jpegOf(t, 640, 480)), f
	stranger.For, bad.SHA256 = "another", strings.Repeat("0", 64)
	w.kiosk.give(stranger)
	w.kiosk.give(bad)
	b.Awaits("La photo est arrivée abîmée.")
	b.Holds("it is drawn", `document.querySelector("[data-still]").width === 1600`)
	b.check("a still")
	b.Picture("8-document")
	b.Use("[data-still-zoom]")
	b.Awaits("Réduire")
	b.Use("[data-still-drop]")
	b.Holds("it is gone", `document.querySelector("[data-still]").width === 0`)
	b.Press(kb.F9)
	b.Awaits("L’appel est fini")
	wiped(b)
}

// TestPass: the call goes on to another agent, with the note.
func TestPass(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.TabTo("#onglet-page")
	b.Press(kb.End)
	b.Use("[data-thirds] button")
	d := w.kiosk.asked(wire.DeskInvite)
	if d.Link != "https://relais.example/lsf" || d.Why != "sign" {
		t.Errorf("invites %+v", d)
	}
	w.kiosk.answer(d.ID, true)
	b.Awaits("La personne voit le lien.")
	b.Picture("9-interprete")
	b.TabTo("[data-call] #onglet-tiers")
	b.Press(kb.ArrowLeft)
	b.Awaits("Il manque le livret de famille.")
	b.TabTo("[data-note]")
	b.Press("Bonjour, le livret est là.")
	b.Use("[data-pass]")
	b.Awaits("Choisissez d’abord à qui.")
	b.Press(kb.ArrowDown)
	b.Press(kb.ArrowDown)
	b.check("passing on")
	b.Picture("10-transmettre")
	b.Use("[data-pass]")
	if m := w.hub.heard(wire.Note); m.Text != "Bonjour, le livret est là." {
		t.Errorf("note %q", m.Text)
	}
	if m := w.hub.heard(wire.Transfer); m.To != "agent:alix" && m.To != "agent:noa" && !strings.HasPrefix(m.To, "service:") {
		t.Errorf("to %q", m.To)
	}
	b.Awaits("L’appel est transmis.")
	wiped(b)
}

// TestControls: mute, hold and devices by the keyboard; the other side's hold.
func TestControls(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	take(b)
	b.Press(kb.F4)
	b.Awaits("Votre micro est coupé.")
	b.Awaits("Rétablir le micro")
	b.Holds("nobody speaks", `document.querySelector("[data-own-speaks]").hidden`)
	b.Press(kb.F4)
	b.Holds("the voice is back", `!document.querySelector("[data-own-speaks]").hidden`)
	b.Press(kb.F8)
	b.Awaits("En attente : l’usager ne vous voit pas")
	if m := w.hub.heard(wire.Hold); !m.On {
		t.Error("hold is off")
	}
	b.Picture("11-attente")
	b.Press(kb.F8)
	if m := w.hub.heard(wire.Hold); m.On {
		t.Error("hold is on")
	}
	w.hub.tell(wire.Message{Type: wire.Hold, Call: callID, On: true})
	b.Awaits("L’usager a mis l’appel en attente.")
	w.hub.tell(wire.Message{Type: wire.Hold, Call: callID})
	b.Awaits("Bonne liaison.")
	w.kiosk.tell(wire.Desk{Type: wire.DeskLook, Microphone: true})
	b.Awaits("Sa caméra est coupée.")
	b.TabTo("[data-volume]")
	b.Press(kb.Home)
	b.Holds("the volume is down", `document.querySelector("[data-far]").volume === 0`)
	b.Use("[data-devices]")
	b.Awaits("Votre micro et votre caméra fonctionnent.")
	b.Press(kb.Escape)
	w.bothWays()
	b.Press(kb.F8 + kb.F9)
	b.Awaits("Vous avez raccroché.")
	b.Holds("camera and microphone are off", `tracks.length > 0 && tracks.every(t => t.readyState === "ended")`)
}

// TestReload: a page loaded anew finds its call, and the kiosk begins again.
func TestReload(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	ask(b, chromedp.Navigate(w.site.URL+"/desk/"))
	w.hub.heard(wire.Duty)
	w.hub.heard(wire.Resume)
	w.hub.heard(wire.Renew)
	connected(b)
	b.Awaits("dossier K7M-2QF")
	b.Press(kb.F9)
	b.Awaits("Vous avez raccroché.")
	wiped(b)
}

// TestReloadTooLate: the call ended while the page was away.
func TestReloadTooLate(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	w.hub.release()
	w.kiosk.close()
	ask(b, chromedp.Navigate(w.site.URL+"/desk/"))
	b.Awaits("L’appel est fini. La liaison avec la borne est perdue.")
	wiped(b)
}

// TestHubRestarts: the call goes on without the hub, which is told where it is
// when it comes back.
func TestHubRestarts(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	w.hub.cut()
	b.Awaits("L’appel continue.")
	w.hub.heard(wire.Resume)
	b.Awaits("Relié au serveur")
	seen := js[int](b, `document.querySelector("[data-far]").getVideoPlaybackQuality().totalVideoFrames`)
	b.Holds("the same picture goes on", frames+strconv.Itoa(seen+15))
	w.kiosk.offer(true)
	w.bothWays()
}

// TestLongCall: a call that outlives the credentials of the relay asks for others,
// again and again, and goes on.
func TestLongCall(t *testing.T) {
	w := newWorld(t)
	w.hub.lasts = 2
	b := newTab(t, w, true)
	take(b)
	for range 2 {
		if m := w.hub.heard(wire.Resume); m.Call != callID {
			t.Errorf("%+v", m)
		}
	}
	w.bothWays()
	b.Press(kb.F9)
	b.Awaits("Vous avez raccroché.")
	wiped(b)
}

// TestBadKiosk: whatever a kiosk says that cannot be read, the call goes on.
func TestBadKiosk(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	for round, sdp := range []string{"", "v=0", "v=0\r\nm=audio", strings.Repeat("a=b\r\n", 5000)} {
		w.hub.tell(wire.Message{Type: wire.Offer, Call: callID, SDP: &wire.SDP{Kind: "offer", SDP: sdp, Round: round, Restart: round == 2}})
		w.hub.tell(wire.Message{Type: wire.Offer, Call: callID, SDP: &wire.SDP{Kind: "offer", SDP: sdp, Round: 50 + round, Restart: round == 2}})
	}
	w.hub.tell(wire.Message{Type: wire.Trickle, Call: callID, Candidate: &wire.Candidate{Line: "candidate:nonsense", Mid: "9", Index: 400, Round: 1}})
	w.hub.tell(wire.Message{Type: wire.Bye, Call: "0123456789abcdef0123456789abcdef", Why: "remote-bye"}) // another call
	for _, text := range []string{"", "{", "null", "[]", `{"type":"page","page":{}}`, `{"type":"page","page":{"fields":[{}],"rows":[{}]}}`, `{"type":"answer","id":"x"}`, `{"type":"hello","papers":[{"fields":[{}]}]}`, `{"type":"dance"}`} {
		_ = w.kiosk.channel(wire.ChannelDesk).SendText(text)
		_ = w.kiosk.channel(wire.ChannelFiles).SendText(text)
		_ = w.kiosk.channel(wire.ChannelFiles).Send([]byte("unasked for"))
	}
	w.kiosk.write(strings.Repeat("\b", 100) + "\x00\x1b[2J<b>gras</b>")
	b.Awaits("[2J<b>gras</b>")
	b.Holds("the call is up", `document.querySelector("[data-state]").className === "state is-good"`)
	seen := js[int](b, `document.querySelector("[data-far]").getVideoPlaybackQuality().totalVideoFrames`)
	b.Holds("the same picture goes on", frames+strconv.Itoa(seen+15))
	w.bothWays()
}

// TestKioskVanishes: the connection ends without a word; the desk says so, and
// asks the kiosk to begin again.
func TestKioskVanishes(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	w.kiosk.close()
	b.Awaits("La liaison est coupée. Nous la rétablissons, restez en ligne.")
	b.Holds("the last picture does not stay", `getComputedStyle(document.querySelector("[data-far]")).visibility === "hidden"`)
	b.Picture("16-coupure")
	w.hub.heard(wire.Renew)
	connected(b)
	b.Awaits("Bonne liaison.")
}

// TestNoDevices: without a camera and a microphone one still answers; nor does a
// relay that the browser does not take prevent it.
func TestNoDevices(t *testing.T) {
	w := newWorld(t)
	w.hub.relay = "turn:"
	b := newTab(t, w, false)
	b.Use("[data-trial-open]")
	b.Awaits("Ni micro ni caméra.")
	b.Use("[data-trial-close]")
	b.Use("[data-duty]")
	w.hub.ring(waits())
	b.Awaits("Répondre (F2)")
	b.Press(kb.F2)
	b.Holds("pictures of the kiosk are shown", frames+"15")
	b.Awaits("Pas de caméra")
	w.kiosk.write("Bonjour")
	b.Awaits("Bonjour")
}

// TestTrial: devices are tried before duty.
func TestTrial(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.Use("[data-trial-open]")
	b.Awaits("Votre micro et votre caméra fonctionnent.")
	b.Holds("the level moves", `document.querySelector("[data-trial-level]").value > 5`)
	b.Holds("there is a picture", `document.querySelector("[data-trial-picture]").videoWidth > 100`)
	b.check("the trial")
	b.Picture("12-essai")
	b.Use("[data-trial-play]")
	b.Press(kb.Escape)
	b.Holds("the camera is off again", `document.querySelector("[data-trial-picture]").srcObject === null`)
}

// TestRefused: another agent was faster.
func TestRefused(t *testing.T) {
	w := newWorld(t)
	w.hub.refuses = wire.WhyTaken
	b := newTab(t, w, true)
	b.watch()
	b.Use("[data-duty]")
	w.hub.ring(other(), waits()) // the order is the hub's: citizens are told their places in it
	b.Awaits("Répondre (F2)")
	b.Press(kb.F2)
	if m := w.hub.heard(wire.Take); m.Call != other().Call {
		t.Errorf("the second in the line is answered: %s", m.Call)
	}
	b.Awaits("Une autre personne a déjà répondu.")
	w.hub.ring()
	b.Awaits("Personne n’attend.")
	b.Holds("the camera came too late and is off", `tracks.length > 0 && tracks.every(t => t.readyState === "ended")`)
}

// TestBacks: late ones first, the number on a press, the end of it.
func TestBacks(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.Awaits("En retard") // on duty or not: a telephone is enough
	if first := js[string](b, `document.querySelector("[data-backs] li").innerText`); !strings.Contains(first, "État civil") || !strings.Contains(first, "1 essai") {
		t.Errorf("the first is %q", first)
	}
	if strings.Contains(js[string](b, `document.documentElement.outerHTML`), "298000002") {
		t.Error("the number is there before anybody asked")
	}
	b.Use("[id^=rappel-number]")
	b.Awaits("02 98 00 00 02")
	if m := w.hub.heard(wire.BackDone); m.Why != "calling" || !m.On {
		t.Errorf("%+v", m)
	}
	b.check("call backs")
	b.Picture("13-rappels")
	b.Use("[id^=rappel-given_up]")
	b.Awaits("Confirmer : ne plus rappeler")
	b.Press(kb.Enter)
	if m := w.hub.heard(wire.BackDone); m.Why != "given_up" || m.Call != "10000000000000000000000000000002" {
		t.Errorf("%+v", m)
	}
	b.Holds("the number is gone", `!document.querySelector(".number")`)
	w.hub.tell(wire.Message{Type: wire.Refuse, Call: "10000000000000000000000000000002", Why: wire.WhyNotFound})
	b.Awaits("Une autre personne s’est occupée de ce rappel.")
}

// TestBacksOfTwo: one sees that the other dials, and is told when it is over.
func TestBacksOfTwo(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	all := backs()
	tell := func(all ...wire.Back) { w.hub.tell(wire.Message{Type: wire.Backs, Backs: all, Now: time.Now()}) }
	all[0].By, all[0].At = "Noa Girard", time.Now().Add(-time.Minute)
	all[1].By, all[1].At = "Camille Roux", time.Now()
	tell(all...)
	b.Awaits("Noa Girard appelle en ce moment.")
	b.check("somebody dials")
	b.Picture("18-deux-rappels")
	all[0].At = time.Now().Add(-11 * time.Minute)
	tell(all...)
	b.Holds("an hour later he is not taken to dial", `!document.querySelector(".taken")`)
	b.Use("[id^=rappel-number]")
	b.Awaits("02 98 00 00 02")
	tell(all[0])
	b.Awaits("Une autre personne s’est occupée de ce rappel.")
	b.Holds("its number is gone", `!document.querySelector(".number")`)
	b.Use("[id^=rappel-number]")
	b.Use("[id^=rappel-number]")
	var on []bool
	for range 3 {
		m := w.hub.heard(wire.BackDone)
		on = append(on, m.On)
	}
	if !slices.Equal(on, []bool{true, true, false}) {
		t.Errorf("the others are told %v", on)
	}
}

// jpegOf is a grey ramp of a size.
func jpegOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	ramp := image.NewGray(image.Rect(0, 0, width, height))
	for i := range ramp.Pix {
		ramp.Pix[i] = uint8(i * 255 / len(ramp.Pix))
	}
	if err := jpeg.Encode(&b, ramp, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
