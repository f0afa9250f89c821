package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guichet/kiosk/bench/probe"
)

// peerPage is a page of the kiosk as testdata/peer.html draws it. Go says
// which control leads to which page.
type peerPage struct {
	probe.Page
	Go map[string]int `json:"go"`
}

var sampleOfPages = regexp.MustCompile(`(?s)(<script type="application/json" id="pages">).*?(</script>)`)

// writePeer makes the browser's page that mirrors the pages of a tour.
func writePeer(folder string, pages []peerPage) (string, error) {
	html, err := os.ReadFile("testdata/peer.html")
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(pages) // < is written \u003c: no label ends the script
	if err != nil {
		return "", err
	}
	fonts, err := filepath.Abs("../../kiosk/font")
	if err != nil {
		return "", err
	}
	text := sampleOfPages.ReplaceAllStringFunc(string(html), func(s string) string {
		parts := sampleOfPages.FindStringSubmatch(s)
		return parts[1] + string(data) + parts[2]
	})
	text = strings.ReplaceAll(text, "../../../kiosk/font", "file://"+fonts)
	file := filepath.Join(folder, "peer.html")
	return file, os.WriteFile(file, []byte(text), 0o600)
}

// TestPeerMirrorsTheKiosk: what the browser draws is what the kiosk showed.
func TestPeerMirrorsTheKiosk(t *testing.T) {
	pages := []peerPage{{
		Page: probe.Page{State: "menu", Controls: []probe.Control{{ID: "tile:0", Label: "Cantine </script>", X: 10.5, Y: 20, W: 30, H: 40}}},
		Go:   map[string]int{"tile:0": 1},
	}}
	file, err := writePeer(t.TempDir(), pages)
	if err != nil {
		t.Fatal(err)
	}
	html, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []peerPage
	found := sampleOfPages.FindString(string(html))
	found = found[strings.Index(found, ">")+1 : strings.LastIndex(found, "<")]
	if err := json.Unmarshal([]byte(found), &got); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(pages) {
		t.Errorf("the page holds %v, want %v", got, pages)
	}
	if !strings.Contains(string(html), "/kiosk/font/AtkinsonHyperlegible-Regular.ttf") || strings.Contains(string(html), "../") {
		t.Error("the page does not find its fonts")
	}
}
