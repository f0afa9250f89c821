package printersim

import (
	"strings"
)

// settings are what commands change until they are initialised.
type settings struct {
	bold, under, small bool // small is font B
	wide, high         int  // times the size, 1 to 8
	align              byte // 0 left, 1 centre, 2 right
	table              byte // n of ESC t
	set                string
	france             bool // ESC R 1
	spacing            int  // line spacing in dots
	left, area         int  // left margin and print area, dots; area 0 is all
	tabs               []int
	kanji, pageMode    bool
	bars               bars
}

// cell is a character, a picture or a gap in the line that is being put
// together.
type cell struct {
	r                  rune
	pitch              int // width of the font, dots
	wide, high         int
	bold, under, small bool
	gap                int // dots of white instead of a character
	columns            int // as which a person reads the gap, where more than one
	pic                *dots
}

func (c cell) width() int {
	switch {
	case c.pic != nil:
		return c.pic.width
	case c.gap > 0:
		return c.gap
	}
	return c.pitch * c.wide
}

func (c cell) height() int {
	switch {
	case c.pic != nil:
		return c.pic.height
	case c.small:
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

// area is the print area in dots (GS L, GS W).
func (m *machine) area() int {
	room := max(0, m.roll.width-m.mode.left)
	if m.mode.area > 0 {
		return min(m.mode.area, room)
	}
	return room
}

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
	m.add(cell{r: r, pitch: m.pitch(), wide: s.wide, high: s.high, bold: s.bold, under: s.under, small: s.small})
}

// pitch is the width of the font that is set: A is the model's, B 3/4 of it.
func (m *machine) pitch() int {
	if m.mode.small {
		return m.model.cell * 3 / 4
	}
	return m.model.cell
}

func (m *machine) add(c cell) {
	if !m.page.empty() && m.page.width+c.width() > m.area() {
		m.flush()
	}
	m.page.cells = append(m.page.cells, c)
	m.page.width += c.width()
}

// moveTo is ESC $ (page esc_dollars): the next character stands x dots from
// the left. Going back over what is there is not done.
func (m *machine) moveTo(x int) { m.leap(min(x, m.area()), 1) }

func (m *machine) leap(x, columns int) {
	if gap := x - m.page.width; gap > 0 {
		m.page.cells = append(m.page.cells, cell{r: ' ', wide: 1, high: 1, gap: gap, columns: columns})
		m.page.width += gap
	}
}

// tab goes to the next stop; where there is none it is ignored, and one beyond
// the print area fills the line (page ht).
func (m *machine) tab() {
	width := m.pitch() * m.mode.wide
	for _, stop := range m.mode.tabs {
		if stop > m.page.width {
			x := min(stop, m.area())
			m.leap(x, (x-m.page.width)/width)
			return
		}
	}
}

// setTabs is ESC D (page esc_cd): columns of the character width that is set
// now; a later change of the size does not move them.
func (m *machine) setTabs(columns []byte) {
	width := m.pitch() * m.mode.wide
	m.mode.tabs = nil
	for _, n := range columns {
		m.mode.tabs = append(m.mode.tabs, int(n)*width)
	}
}

// defaultTabs are every eighth column of font A.
func (m *machine) defaultTabs() (stops []int) {
	for x := 8 * m.model.cell; x < m.roll.width; x += 8 * m.model.cell {
		stops = append(stops, x)
	}
	return stops
}

// flush prints what stands in the line, if anything does, and feeds a line.
func (m *machine) flush() {
	if !m.page.empty() {
		m.printLine(m.mode.spacing)
	}
}

// printLine prints the line and feeds so many dots, at least its height. An
// empty one is white.
func (m *machine) printLine(feed int) {
	l := m.page
	m.page = line{}
	if l.empty() {
		m.feed(feed)
		return
	}
	d := l.draw(m.roll.width, m.mode.left+aligned(m.area()-l.width, m.mode.align))
	if !l.pictures() {
		m.roll.write(l.String(), d.height)
	}
	d.grow(min(feed, 40*m.model.dpi))
	m.print(d)
}

// pictures says whether nothing in the line is to be read.
func (l line) pictures() bool {
	for _, c := range l.cells {
		if c.pic == nil {
			return false
		}
	}
	return true
}

// String is what a person reads.
func (l line) String() string {
	var b strings.Builder
	for _, c := range l.cells {
		if c.pic == nil {
			b.WriteString(strings.Repeat(string(c.r), max(1, c.columns)))
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// draw makes dots of the line from x on; the characters stand on one base.
func (l line) draw(width, x int) *dots {
	height := 0
	for _, c := range l.cells {
		height = max(height, c.height())
	}
	d := newDots(width, height)
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
