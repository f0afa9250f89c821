package printer

import "image"

// Document is what goes on the paper, top to bottom. The driver wraps,
// encodes, feeds and cuts; a document never holds a command.
type Document struct {
	// Name is for the log: "receipt", "contacts". Never personal.
	Name   string
	Blocks []Block
}

// Block is one of Text, Pair, Rule, Gap, QR and Picture.
type Block interface{ block() }

// Text is a paragraph. The driver wraps it between words at the width of the
// paper; a newline in S starts a new line.
type Text struct {
	S     string
	Align Align
	Bold  bool
	Big   bool // double width and double height
	// Indent is in columns and holds for every line of the paragraph.
	Indent int
}

// Pair is a word on the left and a value on the right of the same line; the
// value goes to a line of its own where the two do not fit.
type Pair struct {
	Left, Right string
	Bold        bool
}

// Rule is a line across the paper.
type Rule struct{}

// Gap is white paper, in lines of text.
type Gap struct{ Lines int }

// QR is a QR symbol, model 2, error correction M, centred, with its quiet zone.
type QR struct{ Data string }

// Picture is an image, centred, scaled down to the width of the paper.
type Picture struct{ Image image.Image }

func (Text) block()    {}
func (Pair) block()    {}
func (Rule) block()    {}
func (Gap) block()     {}
func (QR) block()      {}
func (Picture) block() {}

// Align is where a paragraph stands.
type Align int

const (
	Left Align = iota
	Centre
	Right
)
