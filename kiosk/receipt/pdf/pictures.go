package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"

	"github.com/go-pdf/fpdf"

	"guichet/drivers/printer"
)

// picture is scaled down to the column, and never up: 203 dots an inch, as on
// the roll. Its Dither is for the roll: a sheet prints greys.
func (s *sheet) picture(b printer.Picture) ([]item, error) {
	if b.Image == nil || b.Image.Bounds().Empty() {
		return nil, errors.New("pdf: empty picture")
	}
	var data bytes.Buffer
	if err := png.Encode(&data, b.Image); err != nil {
		return nil, fmt.Errorf("pdf: picture: %w", err)
	}
	size := b.Image.Bounds().Size()
	width := min(s.room, float64(size.X)*25.4/203)
	height := min(width*float64(size.Y)/float64(size.X), paperHeight-top-s.bottom())
	width = height * float64(size.X) / float64(size.Y)
	x, name := s.centred(width), fmt.Sprintf("picture-%d", s.pictures)
	s.pictures++
	options := fpdf.ImageOptions{ImageType: "PNG"}
	s.f.RegisterImageOptionsReader(name, options, &data)
	return []item{{height: height, draw: func(y float64) {
		s.f.ImageOptions(name, x, y, width, height, false, options, 0, "")
	}}}, nil
}

// centred is the left edge of what stands in the middle of the column.
func (s *sheet) centred(width float64) float64 { return side + (s.room-width)/2 }
