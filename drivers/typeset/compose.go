package typeset

import (
	"fmt"
	"slices"

	"guichet/drivers/printer"
)

// Compose lays doc out for the paper and the code pages of p and has to print
// it. It fails for a profile that no line fits on, for data that no symbol on
// this paper holds, and for an address that is none; to may then have printed a
// part, to be thrown away.
func Compose(doc printer.Document, p printer.Profile, to Sink) error {
	if err := check(p); err != nil {
		return err
	}
	l := &layout{p: p, to: to, large: doc.Large}
	l.words, l.row = make([]rune, 0, 256), make([]rune, 0, p.Columns)
	for i, b := range doc.Blocks {
		if err := l.block(b); err != nil {
			return fmt.Errorf("typeset: block %d: %w", i, err)
		}
	}
	return nil
}

// check refuses what the arithmetic below cannot do with; the rest of a profile
// is not its matter.
func check(p printer.Profile) error {
	if p.Columns < 16 || p.Dots < 8*p.Columns || p.Dots > 4096 || p.DPI < 100 {
		return fmt.Errorf("typeset: profile %s: no paper of %d columns, %d dots, %d dpi", p.Name, p.Columns, p.Dots, p.DPI)
	}
	for _, page := range p.CodePages {
		if table(page.Name) == nil {
			return fmt.Errorf("typeset: profile %s: no code page %q", p.Name, page.Name)
		}
	}
	if len(p.CodePages) == 0 {
		return fmt.Errorf("typeset: profile %s: no code pages", p.Name)
	}
	return nil
}

// layout is one document on its way to the paper. Its slices are used again for
// every block.
type layout struct {
	p     printer.Profile
	to    Sink
	large bool

	words []rune // the block, spelled
	drawn bool   // it has characters that are on no page
	row   []rune // a line that is put together
}

func (l *layout) block(b printer.Block) error {
	switch b := b.(type) {
	case printer.Text:
		l.text(b)
	case printer.Pair:
		l.pair(b)
	case printer.Rule:
		l.rule()
	case printer.Gap:
		l.gap(b.Lines)
	case printer.Postal:
		return l.postal(b.Lines)
	case printer.QR:
		return l.qr(b.Data)
	case printer.Code:
		return l.code(b)
	case printer.Picture:
		return l.picture(b)
	default:
		return fmt.Errorf("cannot print a %T", b)
	}
	return nil
}

// spell makes l.words of s.
func (l *layout) spell(s string) { l.words, l.drawn = spell(l.words[:0], s, l.p.CodePages) }

func (l *layout) text(t printer.Text) {
	st := l.style(Style{Bold: t.Bold, Big: t.Big, Align: t.Align})
	l.spell(t.S)
	l.paragraph(l.words, min(max(t.Indent, 0), l.width(st)/2), st)
}

// paragraph prints text in as many lines as it needs.
func (l *layout) paragraph(text []rune, indent int, st Style) {
	var line []rune
	for more := true; more; {
		line, text, more = nextLine(text, l.width(st)-indent)
		l.line(line, indent, st)
	}
}

func (l *layout) pair(b printer.Pair) {
	st := l.style(Style{Bold: b.Bold})
	l.spell(b.Left)
	n, odd := len(l.words), l.drawn
	l.words, l.drawn = spell(l.words, b.Right, l.p.CodePages)
	l.drawn = l.drawn || odd
	left, right := trimRight(l.words[:n]), l.words[n:]
	room := l.width(st) - len(left) - len(right)
	if room >= 1 && !slices.Contains(l.words, '\n') {
		l.row = append(l.row[:0], left...)
		l.row = append(pad(l.row, room), right...)
		l.line(trimRight(l.row), 0, st)
		return
	}
	if len(left) > 0 {
		l.paragraph(left, 0, st)
	}
	if len(right) > 0 {
		st.Align = printer.Right
		l.paragraph(right, 0, st)
	}
}

func (l *layout) rule() {
	st := l.style(Style{})
	l.row = l.row[:0]
	for range l.width(st) {
		l.row = append(l.row, '-')
	}
	l.to.Line(l.row, st)
}

// line prints one line that fits.
func (l *layout) line(text []rune, indent int, st Style) {
	if len(text) == 0 {
		l.gap(1)
		return
	}
	if indent > 0 {
		l.row = append(pad(l.row[:0], indent), text...)
		text = l.row
	}
	if l.drawn && !l.printable(text) {
		l.to.Bitmap(l.drawing(text, st))
		return
	}
	l.to.Line(text, st)
}

func (l *layout) printable(text []rune) bool {
	for _, r := range text {
		if r != Glue && !known(r, l.p.CodePages) {
			return false
		}
	}
	return true
}

// gap feeds at most 255 lines, which is a metre of paper.
func (l *layout) gap(lines int) {
	if l.large {
		lines = 2 * min(lines, 127)
	}
	if lines > 0 {
		l.to.Feed(min(lines, 255))
	}
}

func pad(row []rune, n int) []rune {
	for range n {
		row = append(row, ' ')
	}
	return row
}
