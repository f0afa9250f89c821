package web_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/browsertest"
	"guichet/kiosk/hub/desk/web"
)

// views are how agents look at the desk. 640 and 320 CSS pixels are a window of
// 1280 at 200 and 400 % (WCAG 2.2, 1.4.4 and 1.4.10).
var views = []struct {
	name string
	browsertest.View
}{
	{"1280", browsertest.View{}}, {"1366", browsertest.View{Width: 1366, Height: 768}}, {"dark", browsertest.View{Dark: true}}, {"1920", browsertest.View{Width: 1920, Height: 1080}},
	{"400", browsertest.View{Width: 400, Height: 800}}, {"zoom200", browsertest.View{Width: 640, Height: 400, Scale: 2}},
	{"zoom400", browsertest.View{Width: 320, Height: 256}}, {"forced", browsertest.View{Forced: true}},
}

// looks checks the page, and keeps its pictures, in every view.
func (b *tab) looks(state string) {
	b.Helper()
	for _, v := range views {
		b.Look(v.View)
		b.Check(state + ", " + v.name)
		b.WholePicture("look-" + state + "-" + v.name)
	}
	b.Look(browsertest.View{})
}

// manyWait is a long line.
func manyWait() (all []wire.Waits) {
	for i := range 12 {
		w := other()
		w.Call, w.From, w.To = fmt.Sprintf("%032x", i+1), "", ""
		w.Since = time.Now().Add(-time.Duration(20-i) * time.Minute)
		w.Procedure = []string{"", "Demande d’acte de naissance", "Inscription sur les listes électorales"}[i%3]
		all = append(all, w)
	}
	return append([]wire.Waits{waits()}, all...)
}

// TestLooks is each state of the desk in each view.
func TestLooks(t *testing.T) {
	w := newWorld(t)
	w.set(web.Day{})
	w.hub.backs = nil
	b := newTab(t, w, true)
	b.Awaits("Aucun appel pour le moment.")
	b.looks("off")
	w.set(web.Day{Offered: 9, Answered: 5, CallBacks: 1, Printed: 1, Abandoned: 1, Wait: 95 * time.Second})
	w.hub.backs = backs()
	ask(b, chromedp.Navigate(w.site.URL+"/desk/"))
	b.Awaits("62 % des appels")
	b.Holds("one is under way", `document.querySelector("[data-day]").textContent.includes("En cours1")`)
	b.Use("[data-duty]")
	b.Awaits("Personne n’attend.")
	b.Use("[id^=rappel-number]")
	b.Awaits("02 98 00 00 02")
	b.looks("empty")
	w.hub.ring(manyWait()...)
	b.Awaits("13 appels attendent.")
	b.looks("line")
	b.Press(kb.F2)
	connected(b)
	b.looks("call")
	w.kiosk.tell(wire.Desk{Type: wire.DeskPage, Page: &schools})
	b.Awaits("Quelle école votre enfant")
	b.Use("#champ-0-0")
	b.looks("page")
	b.TabTo("#onglet-page")
	b.Press(kb.End + kb.ArrowLeft)
	b.Awaits("À qui transmettre")
	b.looks("pass")
	b.Press(kb.F9)
	b.Awaits("L’appel est fini")
	b.looks("after")
}

func (w *world) set(day web.Day) {
	w.book.mu.Lock()
	defer w.book.mu.Unlock()
	w.book.day = day
}
