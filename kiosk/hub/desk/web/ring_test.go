package web_test

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
)

// watched counts the sounds of the page that run, keeps its tracks in sight, makes
// the browser slow to give devices, and lets a test move its clock.
const watched = `(() => {
	window.sounds = 0; window.ahead = 0;
	const start = AudioBufferSourceNode.prototype.start, stop = AudioBufferSourceNode.prototype.stop, now = Date.now;
	AudioBufferSourceNode.prototype.start = function () { if (this.loop) { sounds++; } start.apply(this, arguments); };
	AudioBufferSourceNode.prototype.stop = function () { if (this.loop) { sounds--; } stop.apply(this, arguments); };
	window.tracks = [];
	const media = navigator.mediaDevices, give = media?.getUserMedia.bind(media);
	if (media) {
		media.getUserMedia = async want => {
			await new Promise(done => setTimeout(done, 400));
			const stream = await give(want);
			tracks.push(...stream.getTracks());
			return stream;
		};
	}
	Date.now = () => now() + window.ahead;
})()`

func (b *tab) watch() {
	b.Helper()
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watched}); err != nil {
		b.Fatal(err)
	}
	b.again()
}

// again loads the page anew.
func (b *tab) again() {
	b.Helper()
	ask(b, chromedp.Navigate(b.w.site.URL+"/desk/"))
	b.Awaits("Relié au serveur")
}

// TestRing: it sounds while somebody waits, not in a call, not on a pause; a page
// that was loaded anew asks for a press first.
func TestRing(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	w.hub.ring(waits())
	b.Use("[data-duty]")
	b.Holds("it rings", "sounds === 1")
	b.locks(1)
	w.hub.ring(waits(), other())
	b.Awaits("2 appels attendent.")
	w.hub.ring()
	b.Holds("nobody waits", "sounds === 0")
	b.again()
	b.Awaits("Vous prenez les appels")
	b.locks(1)
	w.hub.ring(other())
	b.Awaits("Le navigateur bloque la sonnerie.")
	b.check("the ring is blocked")
	b.Picture("14-sonnerie")
	b.Use("#avis-ring button")
	b.Holds("it rings again", "sounds === 1")
	w.hub.ring(waits())
	b.Awaits("Inscription à la cantine")
	b.Press(kb.F2)
	connected(b)
	w.hub.ring(other())
	b.Press(kb.F9)
	b.Holds("it rings for the next", "sounds === 1")
	b.Use("[data-duty]")
	b.Holds("a pause is quiet", "sounds === 0")
	b.locks(0)
	b.Press(kb.F2)
	b.Awaits("Prenez les appels pour voir qui attend.")
}

// locks wants so many: they keep a page in the background from being frozen.
func (b *tab) locks(n int) {
	b.Helper()
	browsertest.Until(b.T, "locks are held", func() bool { return js[int](b, `navigator.locks.query().then(q => q.held.length)`) == n })
}

// TestThere: before the session ends, the page asks whether somebody is there.
func TestThere(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.watch()
	b.Use("[data-duty]")
	b.Awaits("Personne n’attend.")
	js[int](b, "ahead = 26 * 60000")
	b.Awaits("Êtes-vous toujours là ?")
	b.check("is anybody there")
	b.Picture("15-toujours-la")
	js[bool](b, `(document.querySelector("[data-there]").addEventListener("close", () => { window.answered = true; }), true)`)
	b.Press(kb.Enter)
	b.Holds("the answer is heard", "window.answered") // a moment after the question is gone
	js[int](b, "ahead = 60 * 60000")
	b.Awaits("Êtes-vous toujours là ?")
	w.hub.ring(waits())
	b.Awaits("Un appel attend")
	b.Press(kb.F2)
	if m := w.hub.heard(wire.Take); m.Call != callID {
		t.Errorf("%+v", m)
	}
	b.Holds("who answers is there", `!document.querySelector("[data-there]").open`)
}

// TestSessionOver: who was signed out elsewhere is told so, and does not ring.
func TestSessionOver(t *testing.T) {
	w := newWorld(t)
	b := newTab(t, w, true)
	b.Use("[data-duty]")
	w.hub.heard(wire.Duty)
	b.Use("[id^=rappel-number]")
	b.Awaits("02 98 00 00 02")
	w.mu.Lock()
	w.now = 13 * 3600e9 // longer than any session
	w.mu.Unlock()
	w.hub.cut()
	b.Awaits("Votre session est finie : vous ne recevez plus d’appels.")
	b.Awaits("Vous ne prenez pas d’appels")
	b.Holds("whom to call back is gone", `!document.querySelector("[data-backs] li") && !document.documentElement.outerHTML.includes("29800000")`)
	b.check("the session is over")
	b.Use("#avis-ended a")
	b.Awaits("porte")
}
