package symbol

import (
	"image/color"

	"github.com/boombuler/barcode"
)

// Matrix is the modules of a symbol, from the left top corner.
type Matrix struct {
	Width, Height int
	black         func(x, y int) bool
}

// Black says whether a module is black.
func (m Matrix) Black(x, y int) bool { return m.black(x, y) }

// matrixOf reads the picture that the library makes; lines is how many lines
// of it are one row of the symbol. The only thing left for the library to
// refuse is length, and its error may repeat the text.
func matrixOf(code barcode.Barcode, lines int, err error) (Matrix, error) {
	if err != nil {
		return Matrix{}, ErrLong
	}
	size := code.Bounds().Size()
	return Matrix{size.X, size.Y / lines, func(x, y int) bool {
		return color.GrayModel.Convert(code.At(x, y*lines)).(color.Gray).Y < 0x80
	}}, nil
}
