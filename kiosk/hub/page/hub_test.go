package page_test

import (
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestPicturesOfAHub is a tool more than a test: packaging/demo.sh gives it a
// hub that runs, and it leaves pictures of its pages in GUICHET_PICTURES.
//
//	GUICHET_HUB       its address
//	GUICHET_PASSWORD  the first password of "admin", which is then changed
func TestPicturesOfAHub(t *testing.T) {
	address := os.Getenv("GUICHET_HUB")
	if address == "" {
		t.Skip("no hub is given")
	}
	b := newTab(t, &world{t: t, site: &httptest.Server{URL: address}})
	b.goTo("/connexion")
	b.TabTo("#identifiant")
	b.Press("admin" + kb.Tab + os.Getenv("GUICHET_PASSWORD") + kb.Enter)
	b.Awaits("nouveau")
	b.TabTo("#nouveau")
	b.Press("une phrase pour la demonstration" + kb.Tab + "une phrase pour la demonstration" + kb.Enter)
	b.Awaits("Les bornes")
	b.WholePicture("hub-page-1-bornes")
	for name, path := range map[string]string{
		"hub-page-2-demarches": "/demarches", "hub-page-3-demandes": "/demandes", "hub-page-4-historique": "/historique",
	} {
		b.goTo(path)
		b.Check(path)
		b.WholePicture(name)
	}
}
