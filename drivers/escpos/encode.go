package escpos

import (
	"fmt"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// Encode turns doc into the bytes that print it on a printer of profile p,
// from initialising to the cut. It holds no real-time command, neither meant
// nor by chance. It fails for a QR that does not fit on the paper and for a
// block that it does not know.
func Encode(doc printer.Document, p printer.Profile) ([]byte, error) {
	if err := profiles.Check(p); err != nil {
		return nil, err
	}
	e := &encoder{p: p, page: -1}
	e.put(start())
	for i, b := range doc.Blocks {
		if err := e.block(b); err != nil {
			return nil, fmt.Errorf("escpos: block %d: %w", i, err)
		}
	}
	e.put(finish(p))
	return e.out, nil
}

// start is in front of every document; nothing in it prints.
func start() []byte {
	return join(initialise, cancelKanji, autoStatus)
}

// finish brings the last line out of the printer.
func finish(p printer.Profile) []byte {
	if p.Cutter() {
		return feedAndCut
	}
	return feedLines(byte(p.FeedLines))
}

func join(commands ...[]byte) []byte {
	var all []byte
	for _, c := range commands {
		all = append(all, c...)
	}
	return all
}

// encoder holds the bytes so far and the settings that they left in the
// printer, so that a setting is sent only when it changes.
type encoder struct {
	p     printer.Profile
	out   []byte
	page  int // index in p.CodePages; -1 as after ESC @
	bold  bool
	big   bool
	align printer.Align
}

func (e *encoder) put(p []byte) { e.out = append(e.out, p...) }

func (e *encoder) block(b printer.Block) error {
	switch b := b.(type) {
	case printer.Text:
		e.text(b)
	case printer.Pair:
		e.pair(b)
	case printer.Rule:
		e.line(strings.Repeat("-", e.p.Columns), style{})
	case printer.Gap:
		e.gap(b.Lines)
	case printer.QR:
		return e.qr(b.Data)
	case printer.Picture:
		return e.picture(b.Image)
	default:
		return fmt.Errorf("cannot print a %T", b)
	}
	return nil
}

// style is how a line looks.
type style struct {
	bold, big bool
	align     printer.Align
}

func (s style) width(p printer.Profile) int {
	if s.big {
		return p.Columns / 2
	}
	return p.Columns
}

func (e *encoder) text(t printer.Text) {
	st := style{t.Bold, t.Big, t.Align}
	indent := min(max(t.Indent, 0), st.width(e.p)/2)
	margin := strings.Repeat(" ", indent)
	for _, l := range wrap(spell(t.S, e.p.CodePages), st.width(e.p)-indent) {
		e.line(margin+l, st)
	}
}

func (e *encoder) pair(b printer.Pair) {
	left, right := spell(b.Left, e.p.CodePages), spell(b.Right, e.p.CodePages)
	room := e.p.Columns - columns(left) - columns(right)
	if room >= 1 && !strings.Contains(left+right, "\n") {
		e.line(left+strings.Repeat(" ", room)+right, style{bold: b.Bold})
		return
	}
	for _, l := range wrap(left, e.p.Columns) {
		e.line(l, style{bold: b.Bold})
	}
	for _, l := range wrap(right, e.p.Columns) {
		e.line(l, style{bold: b.Bold, align: printer.Right})
	}
}

// gap feeds at most 255 lines, which is a metre of paper.
func (e *encoder) gap(lines int) {
	if lines > 0 {
		e.put(feedLines(byte(min(lines, 255))))
	}
}

// line prints one line that fits.
func (e *encoder) line(s string, st style) {
	s = strings.TrimRight(s, " ")
	if !e.printable(s) {
		e.lineAsPicture(s, st)
		return
	}
	if s != "" {
		e.set(st)
	}
	for _, r := range s {
		e.char(r)
	}
	e.put(lineFeed)
}

// set brings the printer to the style st. It is called at the start of a line.
func (e *encoder) set(st style) {
	if st.align != e.align {
		e.put(justify(byte(st.align)))
	}
	if st.bold != e.bold {
		e.put(emphasise(st.bold))
	}
	if st.big != e.big {
		e.put(doubleSize(st.big))
	}
	e.bold, e.big, e.align = st.bold, st.big, st.align
}

func (e *encoder) char(r rune) {
	if r == glue {
		r = ' '
	}
	page, b, _ := findPage(e.p.CodePages, e.page, r)
	if b >= 0x80 && page != e.page {
		e.put(selectPage(e.p.CodePages[page].Number))
		e.page = page
	}
	e.out = append(e.out, b)
}

func (e *encoder) printable(s string) bool {
	for _, r := range s {
		if _, _, ok := findPage(e.p.CodePages, e.page, r); !ok && r != glue {
			return false
		}
	}
	return true
}
