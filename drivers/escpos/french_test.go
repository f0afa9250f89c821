package escpos_test

import (
	"image"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
)

// french are the characters beyond ASCII that French is written with.
const french = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"

// typed is what a typewriter has for the signs that code page 858 has not.
var typed = strings.NewReplacer("’", "'", "–", "-", "…", "...")

// paper is what a machine of profile p makes of a document, without the
// conversation.
func paper(t *testing.T, p printer.Profile, blocks ...printer.Block) (image.Image, string) {
	t.Helper()
	job, err := escpos.Encode(printer.Document{Blocks: blocks}, p)
	if err != nil {
		t.Fatal(err)
	}
	p.Buffer = 1 << 20 // holds it all
	sim := simulate(t, printersim.Options{Profile: p, Flow: "none"})
	line, err := os.OpenFile(sim.Path(), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	if _, err := line.Write(job); err != nil {
		t.Fatal(err)
	}
	for range 5000 {
		if s := sim.State(); s.Received == len(job) && !s.Busy {
			return sim.Last()
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%s: not done: %+v", p.Name, sim.State())
	return nil, ""
}

// TestFrench: 44 of 44 characters on every model, in every style, read back
// from the paper. A model without page 1252 has the others written and drawn.
func TestFrench(t *testing.T) {
	poor := profile(t, "generic-80mm")
	poor.CodePages = poor.CodePages[1:]
	wantFrenchWithout1252(t, poor)
	for _, name := range names(t) {
		p := profile(t, name)
		if p.CodePages[0].Name != "cp1252" {
			t.Run(name, func(t *testing.T) { wantFrenchWithout1252(t, p) })
			continue
		}
		_, text := paper(t, p, printer.Text{S: french}, printer.Text{S: french, Bold: true}, printer.Text{S: french, Big: true})
		if got := strings.ReplaceAll(text, "\n", ""); got != french+french+french {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// wantFrenchWithout1252: the signs that page 858 lacks are those of a
// typewriter, and its missing letters are drawn: they look as they do on the
// same machine with the page. The simulator's own letters are 12 dots wide.
func wantFrenchWithout1252(t *testing.T, p printer.Profile) {
	p.Columns = p.Dots / 12
	whole := p
	whole.CodePages = []printer.CodePage{{Name: "cp1252", Number: 16}}
	rest := strings.NewReplacer("œ", "", "Œ", "", "Ÿ", "").Replace(french)
	_, text := paper(t, p, printer.Text{S: rest})
	if got := strings.ReplaceAll(text, "\n", ""); got != typed.Replace(rest) {
		t.Errorf("%q", got)
	}
	for _, bold := range []bool{false, true} {
		line := printer.Text{S: "L'œŒŸ", Bold: bold}
		want, _ := paper(t, whole, line)
		got, text := paper(t, p, line)
		if alike(got, want) < 0.95 || text != "" {
			t.Errorf("bold %v: %.2f alike, and %q", bold, alike(got, want), text)
		}
		wrong, _ := paper(t, whole, printer.Text{S: "L'oOY", Bold: bold})
		if alike(wrong, want) > 0.8 {
			t.Errorf("bold %v: other letters are %.2f alike", bold, alike(wrong, want))
		}
	}
}

// alike is how much of the ink of two papers is in the same places.
func alike(a, b image.Image) float64 {
	both, either := 0, 0
	for y := range 30 {
		for x := range a.Bounds().Dx() {
			inA, inB := isBlack(a, x, y), isBlack(b, x, y)
			if inA || inB {
				either++
			}
			if inA && inB {
				both++
			}
		}
	}
	return float64(both) / float64(max(either, 1))
}

func isBlack(img image.Image, x, y int) bool {
	r, _, _, _ := img.At(x, y).RGBA()
	return r < 0x8000
}

// TestSymbolsOnPaper: each symbol is read from the paper of every model, drawn
// by the printer or by us.
func TestSymbolsOnPaper(t *testing.T) {
	symbols := map[string]struct {
		block  printer.Block
		reader gozxing.Reader
	}{
		"AR-2611-42":         {printer.Code{Data: "AR-2611-42"}, oned.NewCode128Reader()},
		"16040520{}":         {printer.Code{Data: "16040520{}"}, oned.NewCode128Reader()},
		"DC04\x1dSAINT-ELOI": {printer.Code{Kind: printer.DataMatrix, Data: "DC04\x1dSAINT-ELOI"}, datamatrix.NewDataMatrixReader()},
		followUp:             {printer.QR{Data: followUp}, qrcode.NewQRCodeReader()},
	}
	for _, name := range names(t) {
		for want, s := range symbols {
			img, _ := paper(t, profile(t, name), printer.Gap{Lines: 2}, s.block, printer.Gap{Lines: 2})
			bits, err := gozxing.NewBinaryBitmapFromImage(img)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.reader.Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
			if err != nil || got.GetText() != want {
				t.Errorf("%s: %q is %v, %v", name, want, got, err)
			}
		}
	}
}
