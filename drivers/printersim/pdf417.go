package printersim

import (
	"image"
	"strings"

	"github.com/boombuler/barcode/pdf417"
)

// draw417 draws data as PDF417: columns and rows in modules, and which are
// black. The library (boombuler/barcode v1.1.0) gets one thing wrong: into the
// left indicator of rows 0, 3, 6… goes a third of the rows, less one, which ISO/IEC
// 15438 rounds up and the library rounds down. A number that is a multiple of
// three needs no rounding, so the indicators are taken from such a symbol.
func draw417(data string, level byte) (columns, rows int, black func(x, y int) bool, ok bool) {
	code, err := pdf417.Encode(data, level)
	if err != nil || data == "" {
		return 0, 0, nil, false
	}
	size := code.Bounds().Size()
	rows = size.Y / tall417
	indicators := image.Image(code)
	if rows%3 != 0 {
		indicators = symbolOfRows(rows + 3 - rows%3)
	}
	return size.X, rows, func(x, y int) bool {
		if y%3 == 0 && x >= indicator417 && x < 2*indicator417 {
			return dark(indicators, x, y*tall417)
		}
		return dark(code, x, y*tall417)
	}, indicators != nil
}

const (
	tall417      = 2  // the library draws each row so many times
	indicator417 = 17 // where the left indicator stands, and how wide it is
)

// symbolOfRows looks for a symbol of that many rows, nil where there is none: it
// lets the text grow until it is there.
func symbolOfRows(rows int) image.Image {
	for n := 1; n < 1800; n += 1 + n/40 {
		code, err := pdf417.Encode(strings.Repeat("A", n), 0)
		if err == nil && code.Bounds().Dy() == rows*tall417 {
			return code
		}
	}
	return nil
}
