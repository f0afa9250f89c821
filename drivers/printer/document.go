package printer

import "image"

// Document is what goes on the paper, top to bottom. The driver wraps,
// encodes, feeds and cuts; a document never holds a command.
type Document struct {
	// Name is for the log: "receipt", "contacts". Never personal.
	Name string
	// Title is what it is, in the language of its text: "Récépissé de dépôt".
	// A PDF names itself so. Never personal; empty is Name.
	Title string
	// Lang is the language of its text, as in BCP 47: "fr". Empty is not said.
	Lang string
	// Large is large print: every letter is twice as wide and twice as high.
	Large  bool
	Blocks []Block
}

// Block is one of Text, Pair, Rule, Gap, Postal, QR, Code and Picture.
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

// Postal is an address as French post wants it (NF Z10-011): at most 6 lines
// of 38 characters, none of which is ever broken. On a narrow roll it is in the
// small font; on A4 it stands behind the window of the envelope.
type Postal struct{ Lines []string }

// QR is a QR symbol, model 2, error correction M, centred, with its quiet zone.
type QR struct{ Data string }

// Code is a symbol other than QR, centred, with its quiet zone.
type Code struct {
	Kind CodeKind
	Data string
}

// CodeKind is the sort of a [Code].
type CodeKind int

const (
	Code128    CodeKind = iota // ISO/IEC 15417: printable ASCII, at most 48 characters, with the text below
	PDF417                     // ISO/IEC 15438
	DataMatrix                 // ISO/IEC 16022, ECC 200: the symbol of 2D-Doc
)

func (k CodeKind) String() string {
	return [...]string{"code128", "pdf417", "datamatrix"}[k]
}

// Picture is an image, centred, scaled down to the width of the paper.
type Picture struct {
	Image  image.Image
	Dither Dither
}

// Dither is how grey becomes black dots.
type Dither int

const (
	FloydSteinberg Dither = iota // for photographs
	Ordered                      // Bayer 8×8: for flat greys and large areas
)

func (Text) block()    {}
func (Pair) block()    {}
func (Rule) block()    {}
func (Gap) block()     {}
func (Postal) block()  {}
func (QR) block()      {}
func (Code) block()    {}
func (Picture) block() {}

// Align is where a paragraph stands.
type Align int

const (
	Left Align = iota
	Centre
	Right
)
