package pdf

import "github.com/go-pdf/fpdf"

// Millimetres of an A4 sheet.
const (
	paperWidth  = 210.0
	paperHeight = 297.0
	side        = 24.0 // left and right margin
	top         = 16.0
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
	scale float64 // of type and white: 1, tight, easy or large
	room  float64 // width of the column being set, in millimetres
	err   error   // the first one

	fonts    map[string]bool // taken into the document so far
	pictures int             // likewise
}

func newSheet(m Meta) *sheet {
	return &sheet{f: newDocument(m), m: m, scale: 1, room: column, fonts: map[string]bool{}}
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

// item is a strip of paper that is never cut.
type item struct {
	height float64
	draw   func(y float64)
	keep   bool // on the same sheet as the next one
	white  bool // left out at the top of a sheet
}

// paginate puts the items on sheets, in order. There is always one sheet.
func (s *sheet) paginate(items []item) [][]item {
	pages, y, end := [][]item{nil}, top, paperHeight-s.bottom()
	for len(items) > 0 {
		n, height := together(items)
		if y+height > end && y > top {
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
		drawAll(items, top)
		s.foot(i+1, len(pages)) // last, as it is read
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
