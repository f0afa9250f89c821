package typeset

import (
	"math"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
)

// blade is the way from the head to the cutter, in millimetres, that a cut
// which feeds goes: about 15 on the TM-T88III (specification rev. B p. 7), not
// sourced for the others. feedMargin is what the drivers feed beyond it, in dots
// (GS V 65 and 66).
const (
	blade      = 15.0
	feedMargin = 24
)

// starBand is the rows of dots that Star's printers print at once (ESC k). A
// picture is fed in whole bands.
const starBand = 24

// Length is how much of the roll doc takes on a printer of profile p, in
// millimetres: lines, big letters, white, symbols and pictures by their dots,
// and the feed to the cutter or the tear bar, which is the white on top of the
// next document. 0 for a document that cannot be printed.
//
// A PDF417 symbol that the printer draws may be some millimetres longer or
// shorter: it chooses the number of columns itself.
func Length(doc printer.Document, p printer.Profile) float64 {
	r := &ruler{p: p, line: lineOf(p)}
	if err := Compose(doc, p, r); err != nil {
		return 0
	}
	return float64(r.dots+r.toBlade())*25.4/float64(p.DPI) + r.parted()
}

// ruler is a Sink that counts dots.
type ruler struct {
	p    printer.Profile
	line int // from one line to the next
	dots int
}

// lineOf is the line spacing in dots.
func lineOf(p printer.Profile) int {
	if p.Line == 0 {
		return lineDots
	}
	return int(math.Round(p.Line * float64(p.DPI) / 25.4))
}

// Line is as high as its letters at least: a big one has no spacing.
func (r *ruler) Line(_ []rune, st Style) {
	if st.Big {
		r.dots += max(r.line, bigDots)
		return
	}
	r.dots += r.line
}

func (r *ruler) Feed(lines int) { r.dots += lines * r.line }

// Symbol counts one that the printer draws: it is as large as ours, a bar code
// has a line of text below.
func (r *ruler) Symbol(s Symbol) bool {
	if r.dialect(s.Kind) == "raster" {
		return false
	}
	m, err := symbol.New(s.Kind, s.Data)
	switch {
	case err != nil:
		return false
	case s.Kind == Code128:
		r.dots += s.Height + r.line
	case s.Kind == PDF417:
		r.dots += m.Height * s.Height
	default:
		r.dots += m.Height * s.Module
	}
	return true
}

// dialect is how the profile has a symbol printed.
func (r *ruler) dialect(kind SymbolKind) string {
	symbols := r.p.Symbols
	return map[SymbolKind]string{QR: symbols.QR, Code128: symbols.Code128, PDF417: symbols.PDF417, DataMatrix: symbols.DataMatrix}[kind]
}

func (r *ruler) Bitmap(m *Bitmap) {
	if r.p.Driver == "starline" {
		r.dots += (m.Height + starBand - 1) / starBand * starBand
		return
	}
	r.dots += m.Height
}

// toBlade is what is fed before the paper is cut or torn, in dots.
func (r *ruler) toBlade() int {
	switch {
	case r.p.Cut == "gs_v_65" || r.p.Cut == "gs_v_66":
		return feedMargin
	case r.feeds():
		return 0
	}
	return r.p.FeedLines * r.line
}

// parted is what the cut itself feeds, in millimetres.
func (r *ruler) parted() float64 {
	if r.feeds() {
		return blade
	}
	return 0
}

// feeds: the command to cut brings the last line past the blade by itself.
func (r *ruler) feeds() bool {
	return r.p.Cut == "gs_v_65" || r.p.Cut == "gs_v_66" || r.p.Cut == "esc_d"
}

var _ Sink = (*ruler)(nil)
