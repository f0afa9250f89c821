package printertest

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"guichet/drivers/printer"
)

func prints(t *testing.T, r Rig) {
	r.mustPrint(t, "alpha")
	if r.Machine.Ink() == 0 {
		t.Fatal("confirmed, and no ink")
	}
}

func twoInARow(t *testing.T, r Rig) {
	r.mustPrint(t, "alpha")
	r.mustPrint(t, "beta")
	r.mustPrint(t, "gamma")
}

// French is every character that French is written with beyond ASCII.
const French = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"

func french(t *testing.T, r Rig) {
	doc := printer.Document{Blocks: []printer.Block{
		printer.Text{S: French},
		printer.Text{S: "Total\u00A0: 1\u202F234,50\u00A0€"},
	}}
	outcome, err := r.print(t, doc)
	if outcome != printer.Printed {
		t.Fatal(outcome, err)
	}
	text := strings.ReplaceAll(r.Machine.Text(), "\n", "")
	for _, want := range []string{French, "Total : 1 234,50 €"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper says %q, want %q in it", text, want)
		}
	}
}

func scan(t *testing.T, r Rig) {
	const url = "https://demarches.saint-eloi.fr/suivi/2026/11/AR-2026-11-004217?c=9f27c1b04de85a"
	outcome, err := r.print(t, printer.Document{Blocks: []printer.Block{
		printer.Text{S: "Suivi"}, printer.QR{Data: url}, printer.Text{S: "Conservez ce reçu."},
	}})
	if outcome != printer.Printed {
		t.Fatal(outcome, err)
	}
	img, _ := r.Machine.Last()
	if got := Scan(t, img); got != url {
		t.Fatalf("the symbol says %q", got)
	}
}

// Scan reads the QR symbol in img as a telephone would.
func Scan(t *testing.T, img image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true,
	})
	if err != nil {
		t.Fatalf("no symbol found: %v", err)
	}
	return result.GetText()
}

func pictures(t *testing.T, r Rig) {
	logo := image.NewGray(image.Rect(0, 0, 1000, 300))
	for i := range logo.Pix {
		logo.Pix[i] = byte(i) | 1
	}
	logo.SetGray(0, 0, color.Gray{})
	for _, block := range []printer.Block{printer.Picture{Image: logo}, printer.Text{S: "Władysław Šarūnas Жуков"}} {
		before := r.Machine.Ink()
		outcome, err := r.print(t, printer.Document{Blocks: []printer.Block{block}})
		if outcome != printer.Printed {
			t.Fatal(outcome, err)
		}
		if r.Machine.Ink() == before {
			t.Errorf("%T left no ink", block)
		}
	}
	r.mustPrint(t, "after")
}

func sensors(t *testing.T, r Rig) {
	steps := []struct {
		do   func()
		want printer.Status
	}{
		{func() {}, printer.Status{Online: true, Paper: printer.PaperOK}},
		{r.Machine.NearEnd, printer.Status{Online: true, Paper: printer.PaperNearEnd}},
		{r.Machine.PaperOut, printer.Status{Paper: printer.PaperOut}},
		{r.Machine.LoadPaper, printer.Status{Online: true, Paper: printer.PaperOK}},
		{r.Machine.OpenCover, printer.Status{CoverOpen: true}},
		{r.Machine.CloseCover, printer.Status{Online: true, Paper: printer.PaperOK}},
	}
	for i, step := range steps {
		step.do()
		got, err := r.Printer.Status(within(t, enough))
		if got != step.want || err != nil {
			t.Errorf("step %d: %v, %v; want %v", i, got, err, step.want)
		}
	}
}

func nearEnd(t *testing.T, r Rig) {
	r.Machine.NearEnd()
	r.mustPrint(t, "alpha")
}
