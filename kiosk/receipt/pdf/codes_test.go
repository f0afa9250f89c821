package pdf

import (
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
	"guichet/drivers/symbol/symboltest"
)

func coded(kind printer.CodeKind, data string) printer.Document {
	return printer.Document{Name: kind.String(), Blocks: []printer.Block{printer.Code{Kind: kind, Data: data}}}
}

// What is drawn reads back as what was asked.
func TestCodesScan(t *testing.T) {
	for _, c := range []struct {
		kind   printer.CodeKind
		reader gozxing.Reader
		data   []string
	}{
		{printer.Code128, oned.NewCode128Reader(), []string{
			"A", "482739156Z-2026-11-21", "0123456789", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", strings.Repeat("Wm", 24), strings.Repeat("12a", 16),
		}},
		{printer.DataMatrix, datamatrix.NewDataMatrixReader(), []string{
			"A", "DC04FR0000011F7516AE2026-11-21 GUICHET 482739156Z", strings.Repeat("0123456789 Guichet ", 6),
		}},
	} {
		for _, data := range c.data {
			d := sheets(t, mustRender(t, coded(c.kind, data), meta))[0]
			if got := scan(t, c.reader, d.picture()); got != data {
				t.Errorf("%s reads %q, want %q", c.kind, got, data)
			}
			said := strings.Contains(strings.Join(d.lines(), ""), data)
			if said != (c.kind == printer.Code128) {
				t.Errorf("%s: its text is below: %v", c.kind, said)
			}
		}
	}
}

// gozxing has no reader for PDF417: the rectangles are compared with the symbol.
func TestPDF417(t *testing.T) {
	for length := 1; length < 600; length += 50 {
		data := strings.Repeat("Ab 1-", 120)[:length]
		m, err := symbol.New(symbol.PDF417, data)
		if err != nil {
			t.Fatalf("%d characters: %v", length, err)
		}
		wantDrawn(t, coded(printer.PDF417, data), m)
	}
}

// wantDrawn finds each module of m in the picture of the sheet.
func wantDrawn(t *testing.T, doc printer.Document, m symbol.Matrix) {
	t.Helper()
	d := sheets(t, mustRender(t, doc, meta))[0]
	first := d.boxes[0]
	last := first
	for _, b := range d.boxes {
		last.x = max(last.x, b.x+b.width)
		last.y = max(last.y, b.y)
	}
	module := (last.x - first.x) / float64(m.Width)
	img, row := d.picture(), (last.y-first.y)/float64(m.Height-1)
	if row < 2.9*module || module < kinds[printer.PDF417].least {
		t.Errorf("%s: modules of %.2f × %.2f mm", doc.Name, module, row)
	}
	for y := range m.Height {
		for x := range m.Width {
			got := img.GrayAt(dot(first.x+(float64(x)+0.5)*module), dot(first.y+(float64(y)+0.5)*row)) == color.Gray{}
			if got != m.Black(x, y) {
				t.Fatalf("%s: module %d of row %d is black: %v", doc.Name, x, y, got)
			}
		}
	}
}

// Another program reads all three kinds from the page of another renderer.
func TestCodesForAnotherReader(t *testing.T) {
	symboltest.Need(t)
	for kind := printer.Code128; kind <= printer.DataMatrix; kind++ {
		for length := 8; length <= 48; length += 20 {
			data := strings.Repeat("Ab_1-c", 8)[:length]
			file := filepath.Join(t.TempDir(), "page.png")
			page := poppler(t, mustRender(t, coded(kind, data), meta), "pdftoppm", "-r", "300",
				"-x", "200", "-y", "50", "-W", "2080", "-H", "500", "-gray", "-png", "FILE")
			if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			out, _ := exec.Command("ZXingReader", file).CombinedOutput()
			if !strings.Contains(string(out), fmt.Sprintf("%q", data)) {
				t.Errorf("%s of %d characters: %s", kind, length, out)
			}
		}
	}
}

func TestCodesThatCannotBe(t *testing.T) {
	for name, c := range map[string]printer.Code{
		"empty": {Kind: printer.DataMatrix}, "accent": {Kind: printer.Code128, Data: "é"}, "kind": {Kind: 9, Data: "a"},
		"long":      {Kind: printer.Code128, Data: strings.Repeat("a", 49)},
		"too much":  {Kind: printer.DataMatrix, Data: strings.Repeat("a", 9000)},
		"far more":  {Kind: printer.PDF417, Data: strings.Repeat("é", 2000)},
		"too wide":  {Kind: printer.PDF417, Data: strings.Repeat("aB1é", 280)},
		"a newline": {Kind: printer.Code128, Data: "a\nb"}, "matrix": {Kind: printer.DataMatrix, Data: "é"},
	} {
		_, err := Render(printer.Document{Blocks: []printer.Block{c}}, meta)
		if err == nil {
			t.Errorf("%s: no error", name)
		} else if len(err.Error()) > 80 {
			t.Errorf("%s: the error repeats the text: %v", name, err)
		}
	}
}
