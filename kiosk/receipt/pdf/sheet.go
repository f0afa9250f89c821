package pdf

import (
	"strconv"

	"github.com/go-pdf/fpdf"

	"guichet/kiosk/words"
)

// Millimetres of an A4 sheet.
const (
	paperWidth  = 210.0
	paperHeight = 297.0
	side        = 24.0 // left and right margin
	top         = 16.0
	bottom      = 19.0 // the foot stands in it
	column      = paperWidth - 2*side
)

// ink is dark enough on white for any reader; blue is the screen's.
var (
	ink  = [3]int{0x16, 0x18, 0x1D}
	blue = [3]int{0x0B, 0x3D, 0x91}
	pale = [3]int{0xF3, 0xF1, 0xEC}
)

// sheet is a PDF being drawn.
type sheet struct {
	f     *fpdf.Fpdf
	m     Meta
	scale float64 // of type and white: 1, tight or easy
	err   error   // the first one

	fonts    map[string]bool // taken into the document so far
	pictures int             // likewise
}

func newSheet(m Meta) *sheet {
	return &sheet{f: newDocument(m), m: m, scale: 1, fonts: map[string]bool{}}
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) colour(c [3]int) {
	s.f.SetTextColor(c[0], c[1], c[2])
	s.f.SetDrawColor(c[0], c[1], c[2])
	s.f.SetFillColor(c[0], c[1], c[2])
}

// foot says what the sheet is and which one of how many.
func (s *sheet) foot(n, of int) {
	s.colour(ink)
	st := style{size: 9}
	y := paperHeight - 11
	s.f.SetLineWidth(0.2)
	s.f.Line(side, y-5, paperWidth-side, y-5)
	s.write(side, y, clean(s.m.Title), st)
	number := words.For(s.m.Lang).Text("receipt.pdf.page",
		"n", strconv.Itoa(n), "of", strconv.Itoa(of))
	s.write(paperWidth-side-s.width(number, st), y, number, st)
}

// item is a strip of paper that is never cut.
type item struct {
	height float64
	draw   func(y float64)
	keep   bool // on the same sheet as the next one
	white  bool // left out at the top of a sheet
}

// paginate puts the items on sheets, in order. There is always one sheet.
func paginate(items []item) [][]item {
	pages, y := [][]item{nil}, top
	for len(items) > 0 {
		n, height := together(items)
		if y+height > paperHeight-bottom && y > top {
			pages, y = append(pages, nil), top
		}
		for _, it := range items[:n] {
			if it.white && y == top {
				continue
			}
			last := len(pages) - 1
			pages[last] = append(pages[last], it)
			y += it.height
		}
		items = items[n:]
	}
	return pages
}

func (s *sheet) draw(pages [][]item) {
	for i, items := range pages {
		s.f.AddPage()
		s.foot(i+1, len(pages))
		drawAll(items, top)
	}
}

// together counts the items that stay on one sheet, and their height.
func together(items []item) (n int, height float64) {
	for n < len(items) {
		height += items[n].height
		n++
		if !items[n-1].keep {
			break
		}
	}
	return n, height
}

// section is how high, in millimetres, a group between two whites may be to
// stay whole: a person and his hours, a heading and its few lines.
const section = 60.0

func keepSections(items []item) {
	for from := 0; from < len(items); {
		to := from
		for to < len(items) && !items[to].white {
			to++
		}
		if heightOfAll(items[from:to]) <= section {
			for i := from; i < to-1; i++ {
				items[i].keep = true
			}
		}
		from = to + 1
	}
}
