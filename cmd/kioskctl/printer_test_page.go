package main

import (
	"context"
	"flag"
	"image"
	"image/color"
	"strings"

	"guichet/drivers/all"
	"guichet/drivers/printer"
)

var printerTest = command{
	name: "printer test", args: "--profile P --to PORT|FILE",
	short: "Print a page that shows whether the profile is right",
	long: `The page has a ruler of all columns, all 44 French characters, every style, every
symbol, greys in both ways of dots, and ends with the cut.

Look at it from top to bottom:
  ruler       one line, and the bar "|" at the right edge; else the columns are wrong
  letters     àâäæç… as in this line, and the euro; else the code page number is wrong
  symbols     a telephone reads each of them; if not, say raster in the profile
  greys       a black frame on all four sides; else the dots are wrong
  last line   whole, and above the cut; else feed_lines is too small

` + toHelp,
	setup: setupTest, outlet: true,
}

func setupTest(set *flag.FlagSet) action {
	j := newJob(set)
	return func(ctx context.Context, p program, _ []string) error { return j.run(ctx, p, testPage) }
}

// french is every character that French is printed with beyond ASCII.
const french = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"

// testPage tries what a profile says. Who reads it sees what is wrong: a ruler
// that wraps has too many columns, wrong letters a wrong code page, text under
// the knife too little feed.
func testPage(p printer.Profile) printer.Document {
	blocks := []printer.Block{
		printer.Text{S: "PAGE D’ESSAI", Align: printer.Centre, Bold: true, Big: true},
		printer.Text{S: p.Model, Align: printer.Centre, Bold: true},
		printer.Text{S: p.Name, Align: printer.Centre},
		printer.Rule{},
		printer.Text{S: ruler(p.Columns)},
		printer.Text{S: french},
		printer.Text{S: "L’œuvre coûte 7,18 € à « Saint-Éloi »…"},
		printer.Rule{},
	}
	blocks = append(blocks, styles()...)
	blocks = append(blocks, printer.Rule{})
	blocks = append(blocks, symbols()...)
	return printer.Document{Name: "test page", Blocks: fitting(append(blocks, pictures()...), p)}
}

// ruler is as wide as the paper: a digit every ten columns, the last column
// a bar.
func ruler(columns int) string {
	var b strings.Builder
	for i := 1; i < columns; i++ {
		switch {
		case i%10 == 0:
			b.WriteByte('0' + byte(i/10%10))
		case i%5 == 0:
			b.WriteByte('+')
		default:
			b.WriteByte('.')
		}
	}
	return b.String() + "|"
}

func styles() []printer.Block {
	return []printer.Block{
		printer.Text{S: "à gauche"},
		printer.Text{S: "au centre", Align: printer.Centre},
		printer.Text{S: "à droite", Align: printer.Right},
		printer.Text{S: "gras", Bold: true},
		printer.Text{S: "grand", Big: true},
		printer.Text{S: "grand et gras", Big: true, Bold: true},
		printer.Text{S: "en retrait de 4 colonnes", Indent: 4},
		printer.Pair{Left: "à gauche", Right: "à droite"},
		printer.Pair{Left: "TOTAL", Right: "7,18 €", Bold: true},
		printer.Postal{Lines: []string{"Mme Anaïs LEFÈVRE-BÉNÉZET", "Résidence des Tilleuls", "12 rue du Puits", "04230 SAINT-ELOI"}},
	}
}

// symbols are one of each kind, short enough for paper of 58 mm.
func symbols() []printer.Block {
	label := func(s string) printer.Block { return printer.Text{S: s, Align: printer.Centre} }
	return []printer.Block{
		label("QR"), printer.QR{Data: "https://demarches.saint-eloi.fr/essai"},
		label("CODE128"), printer.Code{Kind: printer.Code128, Data: "AR-2026-11"},
		label("PDF417"), printer.Code{Kind: printer.PDF417, Data: "PAGE D'ESSAI"},
		label("DataMatrix"), printer.Code{Kind: printer.DataMatrix, Data: "PAGE D'ESSAI"},
	}
}

// fitting says of each block that the paper is too narrow for it, where it is:
// the rest of the page is worth printing.
func fitting(blocks []printer.Block, p printer.Profile) []printer.Block {
	for i, b := range blocks {
		if _, err := all.Encode(printer.Document{Blocks: []printer.Block{b}}, p); err != nil {
			blocks[i] = printer.Text{S: tooNarrow, Align: printer.Centre}
		}
	}
	return blocks
}

const tooNarrow = "(papier trop étroit)"

func pictures() []printer.Block {
	return []printer.Block{
		printer.Text{S: "gris, Floyd-Steinberg", Align: printer.Centre}, printer.Picture{Image: greys()},
		printer.Text{S: "gris, trame", Align: printer.Centre}, printer.Picture{Image: greys(), Dither: printer.Ordered},
		printer.Text{S: "La coupe vient après cette ligne.", Align: printer.Centre},
	}
}

// greys runs from black to white in 256 steps, with a frame of black that
// shows whether dots are missing at the edges.
func greys() image.Image {
	g := image.NewGray(image.Rect(0, 0, 256, 48))
	for y := range 48 {
		for x := range 256 {
			if x > 1 && x < 254 && y > 1 && y < 46 {
				g.SetGray(x, y, color.Gray{Y: uint8(x)})
			}
		}
	}
	return g
}
