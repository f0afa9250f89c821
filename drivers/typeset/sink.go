package typeset

import (
	"guichet/drivers/printer"
	"guichet/drivers/symbol"
)

// Sink prints what [Compose] lays out. Every call begins at the start of a
// line.
type Sink interface {
	// Line prints one line that fits, is not empty and does not end in a space.
	// Every character of text is on a code page of the profile, or ASCII; Glue
	// prints as a space. The slice is only valid during the call.
	Line(text []rune, st Style)
	// Feed moves the paper by so many lines of font A, 1 to 255.
	Feed(lines int)
	// Symbol prints s by a command of the printer, centred, without its quiet
	// zone, a bar code with its text below, and returns true; or returns false,
	// and gets it as a Bitmap.
	Symbol(s Symbol) bool
	// Bitmap prints dots from the left edge; no wider than the paper. Its bits
	// are the Sink's to change.
	Bitmap(m *Bitmap)
}

// Style is how a line looks.
type Style struct {
	Bold  bool
	Big   bool // double width and double height
	Small bool // font B
	Align printer.Align
}

// Symbol is a bar code or a two-dimensional symbol, sized for the paper. QR is
// of level M, PDF417 of [PDF417Level].
type Symbol struct {
	Kind SymbolKind
	Data string
	// Module is the width of the smallest bar or square, in dots.
	Module int
	// Height of a bar code or of a PDF417 row, in dots; 0 for the others.
	Height int
}

// PDF417Level is the error correction of PDF417 symbols, of 0 to 8.
const PDF417Level = symbol.PDF417Level

// SymbolKind is the sort of a Symbol.
type SymbolKind = symbol.Kind

const (
	QR         = symbol.QR
	Code128    = symbol.Code128
	PDF417     = symbol.PDF417
	DataMatrix = symbol.DataMatrix
)
