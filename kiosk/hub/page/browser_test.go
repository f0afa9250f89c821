package page_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"guichet/kiosk/hub/browsertest"
)

// tab is a browser at the fleet page.
type tab struct {
	*browsertest.Tab
	w *world
}

func newTab(t *testing.T, w *world) *tab {
	t.Helper()
	return &tab{browsertest.Open(t, w.site.URL), w}
}

func ask[T any](b *tab, a chromedp.Action[T]) T { b.Helper(); return browsertest.Ask(b.Tab, a) }

func js[T any](b *tab, expression string) T { b.Helper(); return browsertest.JS[T](b.Tab, expression) }

func (b *tab) goTo(path string) { b.Helper(); ask(b, chromedp.Navigate(b.w.site.URL+path)) }

// signIn signs somebody in with the keyboard.
func (b *tab) signIn(login string) {
	b.Helper()
	b.goTo("/connexion")
	b.TabTo("#identifiant")
	b.Press(login)
	b.TabTo("#motdepasse")
	b.Press(password)
	b.Press(kb.Enter)
	b.Awaits("Se déconnecter")
}
