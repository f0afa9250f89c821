package browsertest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"guichet/kiosk/hub/browsertest"
)

const good = `<!doctype html><html lang="fr"><title>Page · Guichet</title><h1>Page</h1>
<link rel="stylesheet" href="/style"><label for="a">Nom</label><input id="a"><button>Envoyer ma demande</button>`

// TestFaults: a good page has none, and each fault is found.
func TestFaults(t *testing.T) {
	pages := map[string]struct{ html, fault string }{
		"good":     {good, ""},
		"label":    {good + `<input id="b">`, "no label"},
		"name":     {good + `<button></button>`, "no name"},
		"wide":     {good + `<p>` + strings.Repeat("x", 2000), "scrolls to the side"},
		"headings": {good + `<h3>Suite</h3>`, "a heading is left out"},
		"first":    {good + `<h1>Page</h1>`, "2 first headings"},
		"twice":    {good + `<p id="a">x`, "twice the id a"},
		"nowhere":  {good + `<p aria-describedby="z">x`, "nothing has the id z"},
		"pale":     {good + `<p style="color: #777">x`, "contrast 4."},
		"inline":   {good + `<p style="color: #000">x`, "inline"},
		"small":    {good + `<button style="padding: 0; width: 10px">x</button>`, "too small"},
		"braces":   {good + `<p>Bonjour {name}`, "a name was not filled in"},
		"order":    {good + `<p tabindex="3">x`, "an order of its own"},
		"language": {strings.Replace(good, `lang="fr"`, "", 1), "no language"},
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/style" {
			w.Header().Set("Content-Type", "text/css")
			w.Write([]byte("button, input { height: 30px }"))
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(pages[strings.TrimPrefix(r.URL.Path, "/")].html))
	}))
	t.Cleanup(site.Close)
	b := browsertest.Open(t, site.URL)
	for name, page := range pages {
		browsertest.Ask(b, chromedp.Navigate(site.URL+"/"+name))
		all := strings.Join(b.Faults(), "\n")
		if page.fault == "" && all != "" || !strings.Contains(all, page.fault) {
			t.Errorf("%s: want %q, got %q", name, page.fault, all)
		}
	}
}
