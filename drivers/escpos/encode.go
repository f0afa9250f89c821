package escpos

import (
	"fmt"

	"guichet/drivers/printer"
	"guichet/drivers/typeset"
)

// Encode turns doc into the bytes that print it on a printer of profile p,
// from initialising to the cut and the presenter. It holds no real-time
// command, neither meant nor by chance. It fails for what [typeset.Compose]
// fails for, and for a profile of another language; it takes for granted that
// the profile is sound otherwise (profiles.Check).
func Encode(doc printer.Document, p printer.Profile) ([]byte, error) {
	if p.Driver != "escpos" {
		return nil, fmt.Errorf("escpos: profile %s is of driver %q", p.Name, p.Driver)
	}
	e := &encoder{p: p, page: -1, out: make([]byte, 0, usualJob)}
	if p.Tabs {
		e.gaps = make([]gap, 0, usualGaps)
	}
	lead := start(p)
	e.put(lead)
	if err := typeset.Compose(doc, p, e); err != nil {
		return nil, fmt.Errorf("escpos: %w", err)
	}
	e.put(finish(p))
	return e.tabbed(len(lead)), nil
}

// What a receipt without pictures takes at most: bytes, and gaps in its lines.
const (
	usualJob  = 2048
	usualGaps = 64
)

// encoder holds the bytes so far and the settings that they left in the
// printer, so that a setting is sent only when it changes.
type encoder struct {
	p     printer.Profile
	out   []byte
	gaps  []gap // white that is not in out yet
	page  int   // index in p.CodePages; -1 as after ESC @
	mode  byte  // of ESC !
	align printer.Align
}

func (e *encoder) put(p []byte) { e.out = append(e.out, p...) }

// Line prints one line that fits. One that fills the paper stands the same
// wherever lines are aligned.
func (e *encoder) Line(text []rune, st typeset.Style) {
	if len(text)*typeset.Pitch(&e.p, st) != e.p.Dots {
		e.justify(st.Align)
	}
	if mode := modeOf(st); mode != e.mode {
		e.put(printMode(mode))
		e.mode = mode
	}
	e.text(text, e.p.Tabs && e.align == printer.Left && !st.Big && !st.Small)
	e.put(lineFeed)
}

// modeOf is the n of ESC ! for a style.
func modeOf(st typeset.Style) (n byte) {
	if st.Small {
		n |= 0x01
	}
	if st.Bold {
		n |= 0x08
	}
	if st.Big {
		n |= 0x30
	}
	return n
}

// justify aligns what follows. It is called at the start of a line.
func (e *encoder) justify(to printer.Align) {
	if to != e.align {
		e.put(justify(byte(to)))
		e.align = to
	}
}

// Feed moves the paper by lines. Up to 3 take no more bytes as line feeds.
func (e *encoder) Feed(lines int) {
	if lines > 3 && e.p.Feed != "lf" {
		e.put(feedLines(byte(min(lines, 254))))
		return
	}
	for range lines {
		e.put(lineFeed)
	}
}

// text writes a line, its white with tabs where the printer has them.
func (e *encoder) text(text []rune, tabs bool) {
	for i := 0; i < len(text); {
		switch r := text[i]; {
		case r > ' ' && r < 0x80:
			e.out = append(e.out, byte(r))
			i++
		case isSpace(r):
			n := spaces(text[i:])
			e.white(i, i+n, tabs)
			i += n
		default:
			e.char(r)
			i++
		}
	}
}

// white leaves out the columns from one to another, to be filled in when the
// tab stops are known, or fills them with spaces.
func (e *encoder) white(from, to int, tabs bool) {
	if tabs && to-from > 1 {
		e.gaps = append(e.gaps, gap{len(e.out), byte(from), byte(to)})
		return
	}
	for range to - from {
		e.out = append(e.out, ' ')
	}
}

// spaces counts those that text begins with.
func spaces(text []rune) (n int) {
	for n < len(text) && isSpace(text[n]) {
		n++
	}
	return n
}

func isSpace(r rune) bool { return r == ' ' || r == typeset.Glue }

// char writes a character beyond ASCII, which is on one of the pages.
func (e *encoder) char(r rune) {
	page, b, _ := typeset.FindPage(e.p.CodePages, e.page, r)
	if page != e.page {
		e.selectPage(e.p.CodePages[page])
		e.page = page
	}
	e.out = append(e.out, b)
}

func (e *encoder) selectPage(page printer.CodePage) {
	if e.p.SelectPage == "fs_codepage" {
		e.put(selectCodePage(codePages[page.Name]))
		return
	}
	e.put(selectPage(page.Number))
}

// codePages are the numbers of code pages among IBM and Microsoft.
var codePages = map[string]int{"cp850": 850, "cp858": 858, "cp1252": 1252}

var _ typeset.Sink = (*encoder)(nil)
