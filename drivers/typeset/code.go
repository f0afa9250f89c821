package typeset

import (
	"fmt"
	"image"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/datamatrix"
	"github.com/boombuler/barcode/pdf417"

	"guichet/drivers/printer"
)

const (
	barMillimetres = 10 // height of a bar code
	// What is white beside and around a symbol, in modules: ISO/IEC 15417 asks
	// for 10, 15438 for 2, 16022 for 1.
	barQuiet, pdfQuiet, matrixQuiet = 10, 2, 2
	maxBar                          = 3 // dots of a module that are enough for a hand scanner
	// pdfRow is the height of a row of PDF417, in modules. ISO/IEC 15438 asks
	// for 3 at least.
	pdfRow = 3
	// maxCode128 is the longest data of a bar code.
	maxCode128 = 48
)

// code prints a symbol other than QR. Its size comes from the symbol that the
// library makes; a printer that knows better ways to write the data makes a
// smaller one.
func (l *layout) code(b printer.Code) error {
	switch b.Kind {
	case printer.Code128:
		return l.code128(b.Data)
	case printer.PDF417:
		return l.pdf417(b.Data)
	case printer.DataMatrix:
		return l.dataMatrix(b.Data)
	}
	return fmt.Errorf("no symbol of kind %d", b.Kind)
}

// code128 prints a bar code with its text below. Bars of one dot are better
// than none; no printer draws them by itself.
func (l *layout) code128(data string) error {
	if len(data) > maxCode128 || !within(data, ' ', '~') {
		return fmt.Errorf("a bar code has 1 to %d characters of ASCII", maxCode128)
	}
	bars, err := code128.Encode(data)
	if err != nil {
		return err
	}
	width := bars.Bounds().Dx()
	s := Symbol{Kind: Code128, Data: data, Module: min(l.p.Dots/(width+2*barQuiet), maxBar), Height: l.p.DPI * barMillimetres * 10 / 254}
	if s.Module < 1 {
		return errFit
	}
	l.white(s.Module * 2)
	if s.Module < minModule || !l.to.Symbol(s) {
		l.modules(width, 1, s.Module, s.Height, black(bars))
		l.text(printer.Text{S: data, Align: printer.Centre})
	}
	return nil
}

func (l *layout) pdf417(data string) error {
	if data == "" {
		return errFit
	}
	rows, err := pdf417.Encode(data, PDF417Level)
	if err != nil {
		return errFit
	}
	size := rows.Bounds().Size()
	module := min(l.p.Dots/(size.X+2*pdfQuiet), maxBar)
	if module < minModule {
		return errFit
	}
	s := Symbol{Kind: PDF417, Data: data, Module: module, Height: pdfRow * module}
	l.white(pdfQuiet * module)
	if !l.to.Symbol(s) {
		// The library draws each row twice.
		row := black(rows)
		l.modules(size.X, size.Y/2, module, s.Height, func(x, y int) bool { return row(x, 2*y) })
	}
	l.white(pdfQuiet * module)
	return nil
}

func (l *layout) dataMatrix(data string) error {
	if !within(data, 0, 0x7F) {
		return fmt.Errorf("a Data Matrix symbol has ASCII only") // the library writes the rest wrongly
	}
	squares, err := datamatrix.Encode(data)
	if err != nil {
		return errFit
	}
	size := squares.Bounds().Size()
	module := l.squareModule(size.X + 2*matrixQuiet)
	if module < minModule {
		return errFit
	}
	l.white(matrixQuiet * module)
	if !l.to.Symbol(Symbol{Kind: DataMatrix, Data: data, Module: module}) {
		l.modules(size.X, size.Y, module, module, black(squares))
	}
	l.white(matrixQuiet * module)
	return nil
}

// black says which modules of a symbol are.
func black(b barcode.Barcode) func(x, y int) bool {
	return func(x, y int) bool {
		r, _, _, _ := image.Image(b).At(x, y).RGBA()
		return r == 0
	}
}

// within says whether data is not empty and every byte is in the range.
func within(data string, low, high byte) bool {
	for i := range len(data) {
		if data[i] < low || data[i] > high {
			return false
		}
	}
	return data != ""
}
