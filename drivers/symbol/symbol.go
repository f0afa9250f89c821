// Package symbol makes bar codes and two-dimensional symbols as modules, black
// and white, for whoever draws them: dots on a roll, rectangles on a page.
//
// [New] makes a [Matrix] of a kind and its data. It refuses what no symbol of
// that kind holds, and what the libraries would write wrongly. What it makes is
// read back in the tests by programs of others.
package symbol

import (
	"errors"

	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/datamatrix"
	"rsc.io/qr"
)

// Kind is the sort of a symbol.
type Kind int

const (
	QR         Kind = iota // ISO/IEC 18004, model 2, error correction M
	Code128                // ISO/IEC 15417
	PDF417                 // ISO/IEC 15438, error correction [PDF417Level]
	DataMatrix             // ISO/IEC 16022, ECC 200
)

// PDF417Level is the error correction of PDF417 symbols, of 0 to 8: 16
// codewords, which the standard recommends for up to 160 of data.
const PDF417Level = 3

// MaxCode128 is the longest data of a bar code, in characters.
const MaxCode128 = 48

// PDF417Row is the height of a row of PDF417, in modules; ISO/IEC 15438 asks for
// 3 at least.
const PDF417Row = 3

// Errors of [New]. They never repeat the data, which may be personal.
var (
	ErrKind  = errors.New("symbol: no such kind of symbol")
	ErrEmpty = errors.New("symbol: there is no text for the symbol")
	ErrLong  = errors.New("symbol: the text is too long for the symbol")
	// ErrCharacter: a bar code has printable ASCII only, as its text stands
	// below it; Data Matrix has ASCII only.
	ErrCharacter = errors.New("symbol: the symbol has no such character")
)

// Quiet is how many modules of white a symbol of that kind needs on its left
// and on its right: 4 (ISO/IEC 18004), 10 (15417), 2 (15438) and, where 16022
// asks for 1, 2, because printers spread.
func (k Kind) Quiet() int {
	switch k {
	case QR:
		return 4
	case Code128:
		return 10
	}
	return 2
}

// New makes the symbol of data, without its quiet zone. A bar code is one row.
func New(kind Kind, data string) (Matrix, error) {
	if err := check(kind, data); err != nil {
		return Matrix{}, err
	}
	switch kind {
	case QR:
		code, err := qr.Encode(data, qr.M)
		if err != nil {
			return Matrix{}, ErrLong
		}
		return Matrix{code.Size, code.Size, code.Black}, nil
	case Code128:
		code, err := code128.Encode(data)
		return matrixOf(code, 1, err)
	case PDF417:
		return rows417(data, PDF417Level)
	}
	code, err := datamatrix.Encode(data)
	return matrixOf(code, 1, err)
}

// check refuses what the libraries do not, or in words that repeat the data.
func check(kind Kind, data string) error {
	switch {
	case kind < QR || kind > DataMatrix:
		return ErrKind
	case data == "":
		return ErrEmpty
	case kind == Code128 && !within(data, ' ', '~'), kind == DataMatrix && !within(data, 0, 0x7F):
		return ErrCharacter
	case kind == Code128 && len(data) > MaxCode128:
		return ErrLong
	}
	return nil
}

// within says whether every byte is in the range.
func within(data string, low, high byte) bool {
	for i := range len(data) {
		if data[i] < low || data[i] > high {
			return false
		}
	}
	return true
}
