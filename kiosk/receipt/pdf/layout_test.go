package pdf

import (
	"strconv"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/forms"
)

// A little too long is set tighter; easy French is always set large.
func TestSizes(t *testing.T) {
	var doc printer.Document
	for range 51 {
		doc.Blocks = append(doc.Blocks, printer.Text{S: "Une ligne."})
	}
	for lang, want := range map[forms.Lang]int{forms.French: 1, forms.EasyFrench: 2} {
		m := meta
		m.Lang = lang
		if got := strings.Count(said(t, mustRender(t, doc, m)), "\f"); got != want {
			t.Errorf("%s: %d sheets, want %d", lang, got, want)
		}
	}
}

// A person stays with his hours, wherever the sheet ends.
func TestSectionsStayWhole(t *testing.T) {
	for before := range 60 {
		var doc printer.Document
		for range before {
			doc.Blocks = append(doc.Blocks, printer.Text{S: "Avant."})
		}
		doc.Blocks = append(doc.Blocks, printer.Gap{Lines: 1}, printer.Pair{Left: "Accueil", Right: "04", Bold: true},
			printer.Text{S: "Le lundi."}, printer.Pair{Left: "Courriel", Right: "a@b.fr"})
		s := newSheet(meta)
		items, err := s.items(doc.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		pages := s.paginate(items)
		if n := len(pages[len(pages)-1]); len(pages) > 1 && n < 3 {
			t.Errorf("%d lines before: the last section is cut to %d", before, n)
		}
	}
}

// A long document goes over several sheets: each has its foot, no line is
// lost, and no heading stands alone at the end of a sheet.
func TestManySheets(t *testing.T) {
	var doc printer.Document
	for range 40 {
		doc.Blocks = append(doc.Blocks, printer.Gap{Lines: 1}, printer.Text{S: "Titre", Bold: true},
			printer.Text{S: strings.Repeat("Une phrase de plus. ", 12)})
	}
	got := said(t, mustRender(t, doc, meta))
	sheets := strings.Split(strings.TrimRight(got, "\f"), "\f")
	if len(sheets) < 3 || !strings.Contains(sheets[1], "Page 2 sur "+strconv.Itoa(len(sheets))) {
		t.Fatalf("%d sheets:\n%s", len(sheets), got)
	}
	if n := strings.Count(strings.Join(strings.Fields(got), " "), "Une phrase de plus."); n != 40*12 {
		t.Errorf("%d sentences came out, want %d", n, 40*12)
	}
	for i, sheet := range sheets {
		lines := strings.Split(strings.TrimSpace(strings.Split(sheet, "Récépissé de dépôt")[0]), "\n")
		if strings.TrimSpace(lines[len(lines)-1]) == "Titre" {
			t.Errorf("sheet %d ends with a heading", i+1)
		}
	}
}

func TestWordsThatAreTooLong(t *testing.T) {
	got := said(t, mustRender(t, document(strings.Repeat("abcdefghij", 40)), meta))
	if n := strings.Count(got, "j"); n != 40 {
		t.Errorf("%d of 40 pieces came out:\n%s", n, got)
	}
}

func TestPairs(t *testing.T) {
	long := "Un mot à gauche qui est bien plus long que sa colonne"
	doc := printer.Document{Blocks: []printer.Block{
		printer.Pair{Left: "Heure", Right: "19 h 42"},
		printer.Pair{Left: long, Right: "à droite", Bold: true},
		printer.Pair{Left: "Vide"},
		printer.Pair{Left: "Adresse", Right: strings.Repeat("une rue longue ", 20)},
	}}
	got := said(t, mustRender(t, doc, meta))
	for _, line := range strings.Split(got, "\n") {
		if strings.Contains(line, "Heure") != strings.Contains(line, "19 h 42") {
			t.Errorf("the two halves are not on one line:\n%s", got)
		}
		if strings.Contains(line, long) && strings.Contains(line, "à droite") {
			t.Errorf("the value runs into the long word:\n%s", got)
		}
	}
	if n := strings.Count(strings.Join(strings.Fields(got), " "), "une rue longue"); n != 20 {
		t.Errorf("%d of 20 came out", n)
	}
}
