package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"

	"github.com/go-pdf/fpdf"
	"rsc.io/qr"

	"guichet/drivers/printer"
)

const (
	qrSide    = 34.0 // millimetres, with the quiet zone
	quietZone = 4    // modules: ISO/IEC 18004
)

// qr is a symbol in the middle of the sheet.
func (s *sheet) qr(b printer.QR) ([]item, error) {
	it, err := s.qrAt(b, (paperWidth-qrSide)/2)
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
	module := qrSide / float64(code.Size+2*quietZone)
	return item{height: qrSide, keep: true, draw: func(y float64) {
		s.colour([3]int{255, 255, 255})
		s.f.Rect(x, y, qrSide, qrSide, "F")
		s.modules(code, x+quietZone*module, y+quietZone*module, module)
	}}, nil
}

// modules draws each row of black as one rectangle; squares side by side would
// show hairlines on some screens.
func (s *sheet) modules(code *qr.Code, x, y, module float64) {
	s.colour([3]int{})
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from {
				s.f.Rect(x+float64(from)*module, y+float64(row)*module, float64(to-from)*module, module*1.01, "F")
				from = to
			}
		}
	}
}

// picture is scaled down to the column, and never up: 203 dots an inch, as on
// the roll.
func (s *sheet) picture(b printer.Picture) ([]item, error) {
	if b.Image == nil || b.Image.Bounds().Empty() {
		return nil, errors.New("pdf: empty picture")
	}
	var data bytes.Buffer
	if err := png.Encode(&data, b.Image); err != nil {
		return nil, fmt.Errorf("pdf: picture: %w", err)
	}
	size := b.Image.Bounds().Size()
	width := min(column, float64(size.X)*25.4/203)
	height := min(width*float64(size.Y)/float64(size.X), paperHeight-top-bottom)
	width = height * float64(size.X) / float64(size.Y)
	name := fmt.Sprintf("picture-%d", s.pictures)
	s.pictures++
	options := fpdf.ImageOptions{ImageType: "PNG"}
	s.f.RegisterImageOptionsReader(name, options, &data)
	return []item{{height: height, draw: func(y float64) {
		s.f.ImageOptions(name, (paperWidth-width)/2, y, width, height, false, options, 0, "")
	}}}, nil
}
