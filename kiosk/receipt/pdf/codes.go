package pdf

import (
	"errors"
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/datamatrix"

	"guichet/drivers/printer"
)

// drawn is how large a kind of [printer.Code] is on the sheet.
type drawn struct {
	module float64 // width of the narrowest bar, millimetres
	least  float64 // of it, where the symbol is wide
	row    float64 // height of a row, millimetres for each of module
	quiet  int     // modules of white on the left and on the right
	above  int     // and above and below
}

// The quiet zones are those of ISO/IEC 15417 (ten modules), 15438 (two) and
// 16022 (one; two here, because printers spread). The sizes are ours: any
// scanner reads a third of a millimetre.
var kinds = map[printer.CodeKind]drawn{
	printer.Code128:    {module: 0.38, least: 0.22, row: 40, quiet: 10, above: 2},
	printer.PDF417:     {module: 0.38, least: 0.22, row: 3, quiet: 2, above: 2},
	printer.DataMatrix: {module: 0.6, least: 0.4, row: 1, quiet: 2, above: 2},
}

var errCode = errors.New("pdf: this text does not fit into the symbol")

// code is a symbol in the middle of the column; a Code128 has its text below.
func (s *sheet) code(b printer.Code) ([]item, error) {
	m, err := encode(b)
	if err != nil {
		return nil, err
	}
	d := kinds[b.Kind]
	across := float64(m.width + 2*d.quiet)
	d.module = min(d.module, s.room/across)
	if d.module < d.least {
		return nil, errCode
	}
	x := s.centred(across*d.module) + float64(d.quiet)*d.module
	above, row := float64(d.above)*d.module, d.row*d.module
	all := []item{{height: float64(m.height)*row + 2*above, keep: true, draw: func(y float64) {
		s.modules(m, x, y+above, d.module, row)
	}}}
	if b.Kind == printer.Code128 {
		all = append(all, s.paragraph(printer.Text{S: b.Data, Align: printer.Centre}, false)...)
	}
	for i := range all {
		all[i].keep = i < len(all)-1
	}
	return all, nil
}

func encode(b printer.Code) (matrix, error) {
	if b.Data == "" {
		return matrix{}, errCode
	}
	switch b.Kind {
	case printer.Code128:
		return encode128(b.Data)
	case printer.PDF417:
		return encode417(b.Data)
	case printer.DataMatrix:
		code, err := datamatrix.Encode(b.Data)
		return matrixOf(code, 1, err)
	}
	return matrix{}, fmt.Errorf("pdf: unknown kind of symbol %d", b.Kind)
}

// encode128 refuses what a person could not type again from the text below.
func encode128(s string) (matrix, error) {
	if len(s) > 48 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return matrix{}, errCode
	}
	code, err := code128.Encode(s)
	return matrixOf(code, 1, err)
}

// matrixOf reads the picture that the library makes; rows is how many lines of
// it are one row of the symbol.
func matrixOf(code barcode.Barcode, rows int, err error) (matrix, error) {
	if err != nil {
		return matrix{}, errCode // the library's error repeats the text
	}
	size := code.Bounds().Size()
	return matrix{size.X, size.Y / rows, func(x, y int) bool {
		return color.GrayModel.Convert(code.At(x, y*rows)).(color.Gray).Y < 128
	}}, nil
}
