package typeset

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
	"guichet/drivers/symbol/symboltest"
)

// picture makes a grey picture of m, with white around it.
func picture(m *Bitmap) image.Image {
	const frame = 40
	img := image.NewGray(image.Rect(0, 0, 8*m.Width+2*frame, m.Height+2*frame))
	for i := range img.Pix {
		img.Pix[i] = 0xFF
	}
	for y := range m.Height {
		for x := range 8 * m.Width {
			if m.Black(x, y) {
				img.SetGray(x+frame, y+frame, color.Gray{})
			}
		}
	}
	return img
}

// TestDrawnSymbols: what a printer cannot draw, a reader reads from the dots.
func TestDrawnSymbols(t *testing.T) {
	const doc2D = "DC04FR0000011E6E1E6E0001FR26SAINT ELOI\x1d28AR-2026-11-004217\x1fABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	for name, c := range map[string]struct {
		block  printer.Block
		reader gozxing.Reader
		want   string
	}{
		"QR":          {printer.QR{Data: "https://saint-eloi.fr/suivi?c=9f27"}, qrcode.NewQRCodeReader(), "https://saint-eloi.fr/suivi?c=9f27"},
		"bar code":    {printer.Code{Data: "AR-26-4217"}, oned.NewCode128Reader(), "AR-26-4217"},
		"Data Matrix": {printer.Code{Kind: printer.DataMatrix, Data: doc2D}, datamatrix.NewDataMatrixReader(), doc2D},
	} {
		for _, columns := range []int{32, 48} {
			r := compose(t, roll(columns), printer.Document{Blocks: []printer.Block{c.block}})
			if len(r.bitmaps) != 1 || r.bitmaps[0].Width > columns*12/8 {
				t.Fatalf("%s: %q", name, r.told)
			}
			bmp, err := gozxing.NewBinaryBitmapFromImage(picture(r.bitmaps[0]))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.reader.Decode(bmp, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
			if err != nil || got.GetText() != c.want {
				t.Errorf("%s on %d columns: %v, %v", name, columns, got, err)
			}
		}
	}
}

// TestDrawnPDF417: every row begins with the start pattern and ends with the
// stop pattern of ISO/IEC 15438, and is 3 modules high.
func TestDrawnPDF417(t *testing.T) {
	r := compose(t, roll(48), printer.Document{Blocks: []printer.Block{printer.Code{Kind: printer.PDF417, Data: "AR-2026-11-004217, Saint-Éloi"}}})
	m := r.bitmaps[0]
	module := 0
	row := m.runs(0)
	for _, n := range row {
		module = max(module, n)
	}
	module /= 8
	if module != maxBar {
		t.Errorf("modules of %d dots", module)
	}
	for y := range m.Height {
		runs := m.runs(y)
		for i := range runs {
			runs[i] /= module
		}
		if start, stop := runs[:8], runs[len(runs)-9:]; !slices.Equal(start, []int{8, 1, 1, 1, 1, 1, 1, 3}) || !slices.Equal(stop, []int{7, 1, 1, 3, 1, 1, 1, 2, 1}) {
			t.Fatalf("row %d: %v … %v", y, start, stop)
		}
		if first := y - y%(symbol.PDF417Row*module); !slices.Equal(m.runs(y), m.runs(first)) {
			t.Fatalf("row %d is not row %d", y, first)
		}
	}
}

// runs are the lengths of the bars and gaps of a row, from the first bar to the
// last, in dots.
func (m *Bitmap) runs(y int) (lengths []int) {
	was := false
	for x := range 8 * m.Width {
		switch is := m.Black(x, y); {
		case is != was:
			lengths = append(lengths, 1)
		case len(lengths) > 0:
			lengths[len(lengths)-1]++
		}
		was = m.Black(x, y)
	}
	if !was {
		lengths = lengths[:len(lengths)-1]
	}
	return lengths
}

// TestSymbolSize: a symbol that the printer draws is sized as large as the
// paper and a telephone like it, and has its quiet zone above and below.
func TestSymbolSize(t *testing.T) {
	for _, c := range []struct {
		block   printer.Block
		columns int
		want    Symbol
		feeds   string
	}{
		{printer.QR{Data: "A"}, 48, Symbol{QR, "A", 8, 0}, "<feed 2><symbol><feed 2>"},
		{printer.QR{Data: strings.Repeat("x", 80)}, 48, Symbol{QR, strings.Repeat("x", 80), 6, 0}, "<feed 1><symbol><feed 1>"},
		{printer.QR{Data: strings.Repeat("x", 80)}, 32, Symbol{QR, strings.Repeat("x", 80), 6, 0}, "<feed 1><symbol><feed 1>"},
		{printer.Code{Data: "0042171984"}, 32, Symbol{Code128, "0042171984", 3, 79}, "<feed 1><symbol>"},
		{printer.Code{Data: "AR-2026-11"}, 32, Symbol{Code128, "AR-2026-11", 2, 79}, "<feed 1><symbol>"},
		{printer.Code{Kind: printer.PDF417, Data: "A"}, 32, Symbol{PDF417, "A", 3, 9}, "<feed 1><symbol><feed 1>"},
		{printer.Code{Kind: printer.DataMatrix, Data: "A"}, 32, Symbol{DataMatrix, "A", 8, 0}, "<feed 1><symbol><feed 1>"},
	} {
		r := &record{draws: true}
		if err := Compose(printer.Document{Blocks: []printer.Block{c.block}}, roll(c.columns), r); err != nil {
			t.Fatal(err)
		}
		if len(r.symbols) != 1 || r.symbols[0] != c.want || strings.Join(r.told, "") != c.feeds {
			t.Errorf("%T on %d columns: %+v, %v", c.block, c.columns, r.symbols, r.told)
		}
	}
}

// TestBarsTooThin: a bar code that would have bars of one dot is refused, and
// the technician reads what to do; its text is not repeated.
func TestBarsTooThin(t *testing.T) {
	for data, fits := range map[string]bool{"DOSSIER-2026": true, "DEMANDE-AR-2026-XYZ": false} {
		for _, draws := range []bool{true, false} {
			r := &record{draws: draws}
			err := Compose(printer.Document{Blocks: []printer.Block{printer.Code{Data: data}}}, roll(32), r)
			if (err == nil) != fits {
				t.Errorf("%q: %v, %q", data, err, r.told)
			}
			if err != nil && (!strings.Contains(err.Error(), "shorten") || strings.Contains(err.Error(), data)) {
				t.Errorf("the error says %v", err)
			}
		}
	}
}

// TestAnotherProgramReads what we draw, on the narrowest paper and on a wide one.
func TestAnotherProgramReads(t *testing.T) {
	symboltest.Need(t)
	for _, c := range []struct {
		block  printer.Block
		format string
		text   string
	}{
		{printer.QR{Data: "https://saint-eloi.fr/suivi?c=9f27"}, "QRCode", "https://saint-eloi.fr/suivi?c=9f27"},
		{printer.Code{Data: "AR-26-4217"}, "Code128", "AR-26-4217"},
		{printer.Code{Kind: printer.PDF417, Data: "HELLO WORLD"}, "PDF417", "HELLO WORLD"},
		{printer.Code{Kind: printer.PDF417, Data: "AR-2026-11-004217, Saint-Eloi"}, "PDF417", "AR-2026-11-004217, Saint-Eloi"},
		{printer.Code{Kind: printer.DataMatrix, Data: "DC04FR0000011E6E"}, "DataMatrix", "DC04FR0000011E6E"},
	} {
		for _, columns := range []int{32, 48} {
			r := compose(t, roll(columns), printer.Document{Blocks: []printer.Block{c.block}})
			symboltest.Want(t, picture(r.bitmaps[0]), c.format, c.text)
		}
	}
}
