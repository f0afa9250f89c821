package symbol

import (
	"strings"

	"github.com/boombuler/barcode/pdf417"
)

// rows417 makes a PDF417 symbol. boombuler/barcode v1.1.0 writes (rows-3)/3
// where ISO/IEC 15438 has (rows-1)/3 into the left row indicator of every third
// row. The two differ unless the number of rows is a multiple of three, and
// then no reader finds the symbol: "HELLO WORLD" is not read, "Hello" is. So
// those indicators come from a symbol whose rows are a multiple of three.
func rows417(data string, level byte) (Matrix, error) {
	m, err := library417(data, level)
	if err != nil || m.Height%3 == 0 {
		return m, err
	}
	right, err := donor((m.Height - 1) / 3)
	if err != nil {
		return Matrix{}, err
	}
	wrong := m.black
	m.black = func(x, y int) bool {
		if y%3 == 0 && x >= word417 && x < 2*word417 {
			return right.black(x, y)
		}
		return wrong(x, y)
	}
	return m, nil
}

// library417 is the symbol as the library makes it. It draws each row twice.
func library417(data string, level byte) (Matrix, error) {
	code, err := pdf417.Encode(data, level)
	return matrixOf(code, 2, err)
}

// word417 is the width of a codeword in modules. The first one of a row is the
// start pattern, the second its left indicator.
const word417 = 17

// lengths holds, at n, how many letters make a symbol of 3×(n+1) rows without
// much error correction.
var lengths = [10]int{7, 25, 43, 61, 79, 131, 195, 271, 411, 1735}

// donor is a symbol of 3×(n+1) rows. The left indicator of its every third row
// says the same as that of a symbol with one or two rows less.
func donor(n int) (Matrix, error) { return library417(strings.Repeat("A", lengths[n]), 0) }
