package pdf

import (
	"fmt"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
)

// qrSide is the width of a QR symbol with its quiet zone, in millimetres.
const qrSide = 34.0

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
	m, err := symbol.New(symbol.QR, b.Data)
	if err != nil {
		return item{}, fmt.Errorf("pdf: %w", err)
	}
	quiet := symbol.QR.Quiet()
	module := qrSide / float64(m.Width+2*quiet)
	white := float64(quiet) * module
	return item{height: qrSide, keep: true, draw: func(y float64) {
		s.colour([3]int{255, 255, 255})
		s.f.Rect(x, y, qrSide, qrSide, "F")
		s.modules(m, x+white, y+white, module, module)
	}}, nil
}

// modules draws each row of black as one rectangle, a little higher than the
// row: squares side by side would show hairlines on some screens.
func (s *sheet) modules(m symbol.Matrix, x, y, width, height float64) {
	s.colour([3]int{})
	for row := range m.Height {
		for from := 0; from < m.Width; from++ {
			to := from
			for to < m.Width && m.Black(to, row) {
				to++
			}
			if to > from {
				s.f.Rect(x+float64(from)*width, y+float64(row)*height, float64(to-from)*width, height*1.01, "F")
				from = to
			}
		}
	}
}
