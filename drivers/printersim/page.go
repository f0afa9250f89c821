package printersim

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// cell is a character in the line that is being put together.
type cell struct {
	r                  rune
	wide, high         int
	bold, under, small bool
	gap                int // dots of white instead of a character
}

func (c cell) width() int {
	if c.gap > 0 {
		return c.gap
	}
	if c.small {
		return 9 * c.wide
	}
	return 12 * c.wide
}

func (c cell) height() int {
	if c.small {
		return 17 * c.high
	}
	return 24 * c.high
}

// line is the print buffer: characters that wait for their line feed.
type line struct {
	cells []cell
	width int // dots
}

func (l line) empty() bool { return len(l.cells) == 0 }

// text adds characters; a line that is full is printed.
func (m *machine) text(p []byte) {
	for i := 0; i < len(p); i++ {
		r := m.decode(p[i])
		if m.mode.kanji && p[i] >= 0x80 {
			r = '■' // the second byte is half of the same ideogram
			i++
		}
		m.put(r)
	}
}

func (m *machine) put(r rune) {
	s := m.mode
	c := cell{r, s.wide, s.high, s.bold, s.under, s.small, 0}
	if m.page.width+c.width() > m.roll.width {
		m.flush(true)
	}
	m.page.cells = append(m.page.cells, c)
	m.page.width += c.width()
}

// moveTo is ESC $ (page esc_dollars): the next character stands x dots from
// the left. Going back over what is there is not done.
func (m *machine) moveTo(x int) {
	if gap := min(x, m.roll.width) - m.page.width; gap > 0 {
		m.page.cells = append(m.page.cells, cell{r: ' ', wide: 1, high: 1, gap: gap})
		m.page.width += gap
	}
}

// tab goes to the next eighth character (page ht).
func (m *machine) tab() {
	for m.put(' '); len(m.page.cells)%8 != 0; {
		m.put(' ')
	}
}

// decode reads one byte with the character table that was chosen.
func (m *machine) decode(b byte) rune {
	if m.mode.france {
		if r, ok := france[b]; ok {
			return r
		}
	}
	if b < 0x80 {
		return rune(b)
	}
	return m.table().DecodeByte(b)
}

// table is the character table of ESC t, by the model's numbers, else by
// Epson's. A number that the model has not got leaves table 0.
func (m *machine) table() *charmap.Charmap {
	for _, p := range m.opts.Profile.CodePages {
		if p.Number == m.mode.table && tables[p.Name] != nil {
			return tables[p.Name]
		}
	}
	return charmap.CodePage437
}

var tables = map[string]*charmap.Charmap{
	"cp437": charmap.CodePage437, "cp850": charmap.CodePage850,
	"cp858": charmap.CodePage858, "cp1252": charmap.Windows1252,
}

// france is what ESC R 1 makes of a dozen ASCII characters (appendix
// "International character sets"); it is what breaks URLs.
var france = map[byte]rune{
	'@': 'à', '[': '°', '\\': 'ç', ']': '§', '{': 'é', '|': 'ù', '}': 'è', '~': '¨',
}

// flush prints the line. An empty one is a line of white for LF, and nothing
// for a command that feeds by itself.
func (m *machine) flush(lineFeed bool) {
	l := m.page
	m.page = line{}
	if l.empty() {
		if lineFeed {
			m.feed(m.mode.spacing)
		}
		return
	}
	d := l.draw(m.roll.width, m.mode.align)
	d.grow(m.mode.spacing)
	m.roll.write(l.String())
	m.print(d)
}

// String is what a person reads.
func (l line) String() string {
	var b strings.Builder
	for _, c := range l.cells {
		b.WriteRune(c.r)
	}
	return strings.TrimRight(b.String(), " ")
}

// draw makes dots of the line; the characters stand on one base.
func (l line) draw(width int, align byte) *dots {
	height := 0
	for _, c := range l.cells {
		height = max(height, c.height())
	}
	d := newDots(width, height)
	x := aligned(width-l.width, align)
	for _, c := range l.cells {
		c.draw(d, x, height-c.height())
		x += c.width()
	}
	return d
}

func aligned(room int, align byte) int {
	switch align {
	case 1:
		return max(0, room/2)
	case 2:
		return max(0, room)
	}
	return 0
}
