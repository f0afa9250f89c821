package web_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// TestRevoked: who takes back his consent leaves nothing behind at the desk, in the
// page, its fields or what is read aloud, and what comes later brings nothing back.
func TestRevoked(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &name})
	b.Awaits("La borne lui signale")
	var asked [2]wire.Desk
	for i := range asked {
		b.TabTo("#champ-1-r")
		b.Press("Anaïs" + kb.Enter)
		asked[i] = w.kiosk.asked(wire.DeskPropose)
	}
	w.kiosk.answer(asked[0].ID, true)
	b.Awaits("La personne a accepté : Anaïs.")
	b.TabTo("#champ-0-r")
	b.Press("Jaurès")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage})
	w.kiosk.answer(asked[1].ID, true) // it was on its way
	b.Awaits("La personne ne montre pas son écran.")
	w.kiosk.write("Voilà")
	b.Awaits("Voilà")
	all := js[string](b, `document.documentElement.outerHTML + [...document.querySelectorAll("input, select, textarea")].map(e => e.value).join("|")`)
	for _, trace := range []string{"Anaïs", "Jaurès", "Le Goff", "Prénom", "Comment s’appelle", "Question 4"} {
		if strings.Contains(all, trace) {
			t.Errorf("%q is still there", trace)
		}
	}
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &schools})
	b.Awaits("Quelle école votre enfant")
	b.Holds("no field is kept for a crash", `[...document.querySelectorAll("[data-room] :is(input:not([type=range], [type=radio]), textarea, select)")].every(e => e.autocomplete === "off")`)
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage})
	b.Awaits("La personne ne montre pas son écran.")
	if n := js[int](b, `history.length`); n > 3 {
		t.Errorf("the browser remembers %d pages", n)
	}
}

// TestLongText: what is pasted arrives whole, in lines and at a pace that a kiosk
// takes, without the signs that it does not; HTML is text.
func TestLongText(t *testing.T) {
	if testing.Short() {
		t.Skip("it is long")
	}
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	pasted := strings.Repeat("les pièces à apporter ", 44) + "<b>gras</b> 👩\u200d👧 مرحبا"
	js[bool](b, `(f => { f.value = "`+pasted+`" + "\u202e\u0007"; f.dispatchEvent(new Event("input")); return true })(document.querySelector("[data-talk-own]"))`)
	b.Awaits("Texte long : l’usager le reçoit peu à peu.")
	b.check("a long text")
	b.TabTo("[data-talk-own]")
	b.Press(kb.End + kb.Backspace + "!" + kb.Enter)
	want := strings.ReplaceAll(pasted+"\b!", " ", "")
	var got string
	browsertest.Until(t, "all of it arrives", func() bool {
		w.kiosk.read(func() { got = w.kiosk.got.text })
		return strings.HasSuffix(got, "!\u2028")
	})
	if strings.NewReplacer(" ", "", "\u2028", "").Replace(got) != want {
		t.Errorf("the citizen reads %q", got)
	}
	for line := range strings.SplitSeq(got, "\u2028") {
		if n := len([]rune(line)); n > 902 {
			t.Errorf("a line of %d letters", n)
		}
	}
	w.kiosk.read(func() {
		if w.kiosk.got.burst > 500 {
			t.Errorf("%d letters at once", w.kiosk.got.burst)
		}
	})
	b.Holds("it is said no more", `document.querySelector("[data-talk-slow]").textContent === ""`)
	if js[int](b, `document.querySelectorAll("[data-talk-lines] b").length`) != 0 {
		t.Error("HTML was taken for HTML")
	}
}

// TestMicrophoneGone: who is not heard is told so in words, and how to go on; a
// microphone that comes back is heard.
func TestMicrophoneGone(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	take(b)
	for fault, words := range map[string]string{
		"NotFoundError":   "Sans micro, l’usager ne vous entend pas : écrivez-lui.",
		"NotAllowedError": "Le navigateur refuse votre micro : écrivez à l’usager.",
	} {
		js[bool](b, `(() => {
			const media = navigator.mediaDevices, give = window.give ??= media.getUserMedia.bind(media);
			media.getUserMedia = want => want.audio ? Promise.reject(new DOMException("", "`+fault+`")) : give(want);
			for (const track of tracks.filter(t => t.kind === "audio" && t.readyState === "live")) { track.stop(); track.dispatchEvent(new Event("ended")); }
			return true;
		})()`)
		b.Awaits(words)
		b.Awaits("Pas de micro")
		w.kiosk.heard("that nobody hears it", func(d wire.Desk) bool { return d.Type == wire.DeskLook && !d.Microphone })
		b.check("no microphone, " + fault)
		js[bool](b, `(navigator.mediaDevices.getUserMedia = window.give, navigator.mediaDevices.dispatchEvent(new Event("devicechange")), true)`)
		b.Awaits("Couper le micro")
		b.Awaits("Bonne liaison.")
		w.kiosk.asked(wire.DeskLook) // all that was said is forgotten
		w.bothWays()
	}
	js[bool](b, `(() => { for (const track of tracks.filter(t => t.kind === "audio")) { track.stop(); track.dispatchEvent(new Event("ended")); } return true; })()`)
	w.bothWays() // the computer turned to another by itself
	b.Awaits("Couper le micro")
}

// TestElsewhere: who speaks in another window is not rung for here.
func TestElsewhere(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	b.Use("[data-duty]")
	w.hub.heard(wire.Duty)
	busy := []wire.Agent{{Login: "camille", Name: "Camille Roux", Services: []string{"enfance"}, Busy: true}}
	w.hub.tell(wire.Message{Type: wire.Duty, On: true, Agents: busy})
	b.Awaits("L’appel est dans une autre de vos fenêtres.")
	w.hub.ring(waits())
	b.Awaits("Inscription à la cantine")
	b.Holds("it does not ring", `sounds === 0 && !document.title.includes("attend")`)
	b.check("a call elsewhere")
	b.Picture("17-ailleurs")
	own := other()
	own.From, own.To = "", "camille"
	w.hub.ring(own) // the other window is gone: the call is to be found again
	b.Holds("it rings for one's own call", "sounds === 1")
	w.hub.ring(waits())
	b.Holds("it is quiet again", "sounds === 0")
	w.hub.tell(wire.Message{Type: wire.Duty, On: true, Agents: agents})
	b.Holds("it rings again", "sounds === 1")
	b.Awaits("Répondez avec le bouton")
}

// TestLeaving: a press beside the call does not end it; who signs out is asked; who
// comes back by the browser's own button finds his call.
func TestLeaving(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	b.Holds("links open beside the call", `[...document.querySelectorAll(".bar a")].every(a => a.target === "_blank")`)
	b.TabTo("form[action='/deconnexion'] button")
	b.Press(kb.Enter)
	b.Awaits("Raccrocher et se déconnecter")
	b.check("signing out in a call")
	b.Press(kb.Tab)
	b.Awaits("Se déconnecter")
	w.bothWays()
	ask(b, chromedp.Navigate(w.site.URL+"/connexion"))
	b.Awaits("porte")
	ask(b, chromedp.NavigateBack())
	b.Awaits("Relié au serveur")
	connected(b)
	b.TabTo("form[action='/deconnexion'] button")
	b.Press(kb.Enter)
	b.Awaits("Raccrocher et se déconnecter")
	b.Press(kb.Enter)
	if m := w.hub.heard(wire.Bye); m.Why != "local-bye" {
		t.Errorf("%+v", m)
	}
}

// TestPassTooLate: what is passed on while the hub is away stays, and is not passed on
// later. Where the citizen hung up meanwhile, nobody believes that he is with somebody
// else.
func TestPassTooLate(t *testing.T) {
	w := newWorld(t)
	w.hub.passed = "remote-bye"
	b := newTab(t, w, true)
	take(b)
	b.TabTo("#onglet-page")
	b.Press(kb.End + kb.ArrowLeft)
	b.TabTo("[data-targets] input")
	b.Press(" ")
	b.TabTo("[data-pass]")
	js[bool](b, `(() => { // pressed in the moment in which the hub goes
		const hub = document.querySelector("[data-hub]");
		const watch = new MutationObserver(() => {
			if (hub.classList.contains("is-lost")) { watch.disconnect(); document.querySelector("[data-pass]").click(); }
		});
		watch.observe(hub, {attributes: true});
		return true;
	})()`)
	w.hub.cut()
	b.Awaits("Le transfert n’a pas abouti. L’appel est toujours avec vous.")
	b.Awaits("Relié au serveur")
	w.bothWays()
	b.Holds("it was not passed on later", `document.querySelector("[data-call]")`)
	b.Press(kb.Enter)
	b.Awaits("L’usager a raccroché.")
	wiped(b)
}

// TestPassList: who chooses whom to pass a call on to with the keyboard keeps his
// place while others come and go, and the list is drawn anew for that alone.
func TestPassList(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	take(b)
	on := func(logins ...string) {
		all := slices.Clone(agents[:1])
		for _, login := range logins {
			all = append(all, wire.Agent{Login: login, Name: login, Services: []string{"enfance"}})
		}
		w.hub.tell(wire.Message{Type: wire.Duty, On: true, Agents: all})
	}
	on("lou.fabre", "lou-fabre")
	b.TabTo("#onglet-page")
	b.Press(kb.End + kb.ArrowLeft)
	b.Holds("each choice has a name of its own", `(all => all.length > 2 && new Set(all.map(i => i.id)).size === all.length)([...document.querySelectorAll("[data-targets] input")])`)
	js[bool](b, `(i => { i.focus(); return i.marked = true; })(document.querySelector("[data-targets] [value='agent:lou-fabre']"))`)
	on("lou.fabre", "lou-fabre")
	w.hub.ring(other())
	b.Awaits("1 personne attend")
	b.Holds("nothing changed", `document.activeElement.marked`)
	on("lou.fabre")
	b.Holds("he is gone, the place is kept", `!document.querySelector("[value='agent:lou-fabre']") && document.activeElement.closest("[data-targets]")`)
	on()
	b.check("a shorter list")
}

// TestSleep: a computer that slept has a socket that looks open. The page takes up
// its duty and its call on another.
func TestSleep(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	take(b)
	js[int](b, "ahead = 61000")
	if m := w.hub.heard(wire.Duty); !m.On {
		t.Error("it is off duty")
	}
	w.hub.heard(wire.Resume)
	b.Awaits("Relié au serveur")
	w.bothWays()
}
