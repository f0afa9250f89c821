package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"guichet/kiosk/hub/browsertest"
)

// tab is a browser at the desk.
type tab struct {
	*browsertest.Tab
	w *world
}

// newTab opens a browser, at the desk. Without devices the machine has no camera and
// no microphone.
func newTab(t *testing.T, w *world, devices bool) *tab {
	t.Helper()
	b := openTab(t, w, devices)
	ask(b, chromedp.Navigate(w.site.URL+"/porte/camille"))
	b.Awaits("Relié au serveur")
	return b
}

// openTab is a browser with an empty page.
func openTab(t *testing.T, w *world, devices bool) *tab {
	t.Helper()
	if devices {
		return &tab{browsertest.Open(t, w.site.URL, browsertest.Devices), w}
	}
	return &tab{browsertest.Open(t, w.site.URL), w}
}

func ask[T any](b *tab, a chromedp.Action[T]) T { b.Helper(); return browsertest.Ask(b.Tab, a) }

func js[T any](b *tab, expression string) T { b.Helper(); return browsertest.JS[T](b.Tab, expression) }

// check looks for what keeps people out of the page, in dark and light.
func (b *tab) check(what string) {
	b.Helper()
	for _, dark := range []bool{true, false} {
		b.Look(browsertest.View{Dark: dark})
		b.Check(fmt.Sprintf("%s, dark %v", what, dark))
	}
}
