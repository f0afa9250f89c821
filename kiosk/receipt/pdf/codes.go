package pdf

import (
	"errors"
	"fmt"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
)

// drawn is how large a kind of [printer.Code] is on the sheet.
type drawn struct {
	kind   symbol.Kind
	module float64 // width of the narrowest bar, millimetres
	least  float64 // of it, where the symbol is wide
	row    float64 // height of a row, millimetres for each of module
}

// above is the white above and below a symbol, in modules.
const above = 2

// The sizes are ours: any scanner reads a third of a millimetre.
var kinds = map[printer.CodeKind]drawn{
	printer.Code128:    {symbol.Code128, 0.38, 0.22, 40},
	printer.PDF417:     {symbol.PDF417, 0.38, 0.22, symbol.PDF417Row},
	printer.DataMatrix: {symbol.DataMatrix, 0.6, 0.4, 1},
}

var errCode = errors.New("pdf: the symbol is wider than the page")

// code is a symbol in the middle of the column; a Code128 has its text below.
func (s *sheet) code(b printer.Code) ([]item, error) {
	d, known := kinds[b.Kind]
	if !known {
		return nil, fmt.Errorf("pdf: unknown kind of symbol %d", b.Kind)
	}
	m, err := symbol.New(d.kind, b.Data)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	quiet := d.kind.Quiet()
	across := float64(m.Width + 2*quiet)
	d.module = min(d.module, s.room/across)
	if d.module < d.least {
		return nil, errCode
	}
	x := s.centred(across*d.module) + float64(quiet)*d.module
	white, row := above*d.module, d.row*d.module
	all := []item{{height: float64(m.Height)*row + 2*white, keep: true, draw: func(y float64) {
		s.modules(m, x, y+white, d.module, row)
	}}}
	if b.Kind == printer.Code128 {
		all = append(all, s.paragraph(printer.Text{S: b.Data, Align: printer.Centre}, false)...)
	}
	for i := range all {
		all[i].keep = i < len(all)-1
	}
	return all, nil
}
