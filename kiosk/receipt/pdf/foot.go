package pdf

import (
	"strconv"

	"guichet/kiosk/words"
)

const (
	footSize  = 9.0  // points
	largeFoot = 16.0 // in large print, the foot too: UKAAF G003
)

func (s *sheet) footStyle() style {
	size := footSize * max(s.scale, 1)
	if s.scale >= large {
		size = largeFoot
	}
	return style{size: size, height: size * 0.44}
}

// number is "Page 1 sur 2".
func (s *sheet) number(n, of int) string {
	return words.For(s.m.Lang).Text("receipt.pdf.page", "n", strconv.Itoa(n), "of", strconv.Itoa(of))
}

// footLines is the title, beside room for the number of the page.
func (s *sheet) footLines() []string {
	st := s.footStyle()
	return s.wrap(s.m.Title, st, column-s.width(s.number(88, 88), st)-8)
}

// bottom is the margin in which the foot stands, in millimetres.
func (s *sheet) bottom() float64 {
	return 15 + float64(len(s.footLines()))*s.footStyle().height
}

// foot says what the sheet is and which one of how many.
func (s *sheet) foot(n, of int) {
	s.colour(ink)
	st, y := s.footStyle(), paperHeight-s.bottom()+3
	s.f.SetLineWidth(0.2)
	s.f.Line(side, y, paperWidth-side, y)
	y += 1 + st.height
	for i, line := range s.footLines() {
		s.write(side, y+float64(i)*st.height, line, st)
	}
	number := s.number(n, of)
	s.write(paperWidth-side-s.width(number, st), y, number, st)
}
