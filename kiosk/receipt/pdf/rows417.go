package pdf

import (
	"strings"

	"github.com/boombuler/barcode/pdf417"
)

// correction is the level of error correction: 32 codewords, enough for a
// receipt's code on creased paper.
const correction = 4

// encode417 makes a PDF417 symbol. boombuler/barcode v1.1.0 writes (rows-3)/3
// where ISO/IEC 15438 has (rows-1)/3 into the left row indicator of every third
// row. The two differ unless the number of rows is a multiple of three, and
// then no reader finds the symbol: "HELLO WORLD" is not read, "Hello" is. So
// those indicators come from a symbol whose rows are a multiple of three.
func encode417(s string) (matrix, error) {
	code, err := pdf417.Encode(s, correction)
	m, err := matrixOf(code, 2, err) // the library draws each row twice
	if err != nil || m.height%3 == 0 {
		return m, err
	}
	right, err := donor((m.height - 1) / 3)
	if err != nil {
		return m, err
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

// word417 is the width of a codeword in modules. The first one of a row is the
// start pattern, the second its left indicator.
const word417 = 17

// lengths holds, at n, how many letters make a symbol of 3×(n+1) rows without
// much error correction.
var lengths = [10]int{7, 25, 43, 61, 79, 131, 195, 271, 411, 1735}

// donor is a symbol of 3×(n+1) rows. The left indicator of its every third row
// says the same as that of a symbol with one or two rows less.
func donor(n int) (matrix, error) {
	code, err := pdf417.Encode(strings.Repeat("A", lengths[n]), 0)
	return matrixOf(code, 2, err)
}
