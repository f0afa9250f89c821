package pdf

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"guichet/drivers/printer"
)

// anais has the longest address that the norm allows.
var anais = printer.Postal{Lines: []string{
	"Madame Anaïs LEFÈVRE-DESROUSSEAUX", "APPARTEMENT 12 ETAGE 3", "RESIDENCE DES MARRONNIERS BATIMENT B12",
	"12 BIS RUE DU GENERAL DE GAULLE", "BP 90002", "04230 SAINT ELOI CEDEX",
}}

// notification is a letter of several sections, with every kind of block.
func notification() printer.Document {
	doc := printer.Document{Name: "notification", Blocks: []printer.Block{
		printer.Text{S: "Mairie de Saint-Éloi", Bold: true, Align: printer.Centre},
		printer.Text{S: "Service de l’état civil", Align: printer.Centre}, printer.Rule{}, anais,
		printer.Text{S: "Accusé de réception", Align: printer.Centre, Big: true}, printer.Gap{Lines: 1},
		printer.Pair{Left: "Reçue le", Right: "21 novembre 2026"},
	}}
	for _, section := range [][2]string{
		{"Ce que fait la mairie", "La mairie instruit votre demande. Elle vous répond au plus tard le 21 janvier 2027."},
		{"Si la mairie ne répond pas", "Après deux mois sans réponse, votre demande est rejetée. Vous pouvez contester ce rejet."},
		{"Voies et délais de recours", strings.Repeat("Vous pouvez saisir le tribunal administratif de Marseille dans les deux mois. ", 4)},
		{"À qui vous adresser", "Service de l’état civil, 1, place de l’Hôtel-de-Ville, 04230 Saint-Éloi."},
	} {
		doc.Blocks = append(doc.Blocks, printer.Gap{Lines: 1}, printer.Text{S: section[0], Bold: true}, printer.Text{S: section[1]})
	}
	doc.Blocks = append(doc.Blocks, printer.Gap{Lines: 1}, printer.Code{Kind: printer.Code128, Data: "482739156Z-2026-11-21"})
	return doc
}

// window is what every position of the sheet in the envelope shows: see
// letter.go.
var window = box{x: 109, y: 49, width: 81, height: 30}

func TestAddressBehindTheWindow(t *testing.T) {
	for n := 1; n <= 6; n++ {
		for _, isLarge := range []bool{false, true} {
			doc := notification()
			doc.Large = isLarge
			doc.Blocks[3] = printer.Postal{Lines: anais.Lines[6-n:]}
			s := newSheet(meta)
			address, rest := split(sheets(t, mustRender(t, doc, meta))[0].texts, doc.Blocks[3].(printer.Postal))
			if len(address) != n {
				t.Fatalf("%d of %d lines", len(address), n)
			}
			for _, w := range address {
				wide := s.width(w.s, style{size: w.size})
				if w.x < window.x || w.x+wide > window.x+window.width || w.y-w.size/points < window.y || w.y > window.y+window.height-1 {
					t.Errorf("%d lines, large %v: %q is at %.1f to %.1f, %.1f mm", n, isLarge, w.s, w.x, w.x+wide, w.y)
				}
			}
			for _, w := range rest { // a window is never wider than this
				if w.y > 30 && w.y-w.size/points < 94 && w.x+s.width(w.s, style{size: w.size}) > 99 {
					t.Errorf("%d lines, large %v: %q shows in the window", n, isLarge, w.s)
				}
			}
		}
	}
}

func split(all []written, p printer.Postal) (address, rest []written) {
	for _, w := range all {
		if strings.Contains(strings.Join(p.Lines, "\n"), w.s) && w.x > 100 {
			address = append(address, w)
		} else {
			rest = append(rest, w)
		}
	}
	return address, rest
}

// A later address, and one under a long text, stand in the text, whole.
func TestAddressInTheText(t *testing.T) {
	long := document(strings.Repeat("Une phrase de plus. ", 200))
	long.Blocks = append(long.Blocks, anais)
	two := notification()
	two.Blocks = append(two.Blocks, printer.Postal{Lines: []string{"MAIRIE", "04230 SAINT ELOI"}})
	for name, c := range map[string]struct {
		doc  printer.Document
		line string
	}{"long": {long, "04230 SAINT ELOI CEDEX"}, "second": {two, "MAIRIE"}} {
		found := 0
		for _, d := range sheets(t, mustRender(t, c.doc, meta)) {
			for _, w := range d.texts {
				if w.s == c.line && math.Abs(w.x-side) < 0.1 {
					found++
				}
			}
		}
		if found != 1 {
			t.Errorf("%s: %q stands %d times at the margin", name, c.line, found)
		}
	}
}

func TestAddressesThatCannotBe(t *testing.T) {
	for name, lines := range map[string][]string{
		"none": nil, "seven": strings.Split("1234567", ""), "wide": {strings.Repeat("A", 39)}, "broken": {"A\nB"}, "glyph": {"日"},
	} {
		for _, before := range [][]printer.Block{nil, {anais}} {
			blocks := append(before, printer.Postal{Lines: lines})
			if _, err := Render(printer.Document{Blocks: blocks}, meta); err == nil {
				t.Errorf("%s, %d before: no error", name, len(before))
			}
		}
	}
}

// Large print: nothing but the address is under 16 points.
func TestLargePrint(t *testing.T) {
	for _, doc := range []printer.Document{sample(), notification()} {
		doc.Large = true
		for _, d := range sheets(t, mustRender(t, doc, meta)) {
			_, rest := split(d.texts, anais)
			for _, w := range rest {
				if w.size < 16 {
					t.Errorf("%s: %q has %v points", doc.Name, w.s, w.size)
				}
			}
		}
	}
}

// A long title takes lines in the foot, beside the number, and pushes the text
// up: nothing runs into anything.
func TestLongFoot(t *testing.T) {
	m := meta
	m.Title = strings.Repeat("Accusé de réception ", 9) + "fin"
	doc := document(strings.Repeat("Une phrase de plus. ", 300))
	doc.Large = true
	all := sheets(t, mustRender(t, doc, m))
	for i, d := range all {
		last, number := d.texts[len(d.texts)-2], d.texts[len(d.texts)-1]
		if want := fmt.Sprintf("Page %d sur %d", i+1, len(all)); number.s != want || !strings.HasSuffix(last.s, "fin") {
			t.Errorf("the foot ends with %q, %q", last.s, number.s)
		}
		var body float64
		for _, w := range d.texts {
			if strings.Contains(w.s, "phrase") {
				body = max(body, w.y)
			}
		}
		if number.y-body < number.size/points || last.y > paperHeight-5 {
			t.Errorf("sheet %d: text ends at %.0f, the foot is at %.0f to %.0f mm", i+1, body, number.y, last.y)
		}
	}
}
