package pdf

import (
	"errors"

	"rsc.io/qr"

	"guichet/drivers/printer"
)

const (
	qrSide    = 34.0 // millimetres, with the quiet zone
	quietZone = 4    // modules: ISO/IEC 18004
)

// matrix is the black and white of a symbol, in modules.
type matrix struct {
	width, height int
	black         func(x, y int) bool
}

// qr is a symbol in the middle of the column.
func (s *sheet) qr(b printer.QR) ([]item, error) {
	it, err := s.qrAt(b, s.centred(qrSide))
	if err != nil {
		return nil, err
	}
	return []item{it}, nil
}

// qrAt draws the symbol as rectangles: sharp at any size, and no image to
// embed. It stands on white with its quiet zone; x is the edge of the frame.
func (s *sheet) qrAt(b printer.QR, x float64) (item, error) {
	code, err := qr.Encode(b.Data, qr.M)
	if err != nil || b.Data == "" {
		return item{}, errors.New("pdf: this text does not fit into a QR symbol")
	}
	m := matrix{code.Size, code.Size, code.Black}
	module := qrSide / float64(code.Size+2*quietZone)
	return item{height: qrSide, keep: true, draw: func(y float64) {
		s.colour([3]int{255, 255, 255})
		s.f.Rect(x, y, qrSide, qrSide, "F")
		s.modules(m, x+quietZone*module, y+quietZone*module, module, module)
	}}, nil
}

// modules draws each row of black as one rectangle, a little higher than the
// row: squares side by side would show hairlines on some screens.
func (s *sheet) modules(m matrix, x, y, width, height float64) {
	s.colour([3]int{})
	for row := range m.height {
		for from := 0; from < m.width; from++ {
			to := from
			for to < m.width && m.black(to, row) {
				to++
			}
			if to > from {
				s.f.Rect(x+float64(from)*width, y+float64(row)*height, float64(to-from)*width, height*1.01, "F")
				from = to
			}
		}
	}
}
