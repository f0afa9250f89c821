package pdf

import (
	"math"

	"github.com/go-pdf/fpdf"
)

// The printers are seen from the right and a little from above: x goes to the
// right, depth away from the one who looks, up is up; all in millimetres of the
// figure.
type solid struct {
	f    *figure
	x, y float64 // where its left lower front corner stands
}

func (s solid) at(x, depth, up float64) fpdf.PointType {
	return pt(s.x+x+0.50*depth, s.y-up-0.32*depth)
}

// block draws a box by its three faces that are seen.
func (s solid) block(x, depth, up, width, deep, high float64, front, top, side int) {
	a := func(dx, dd, du float64) fpdf.PointType { return s.at(x+dx*width, depth+dd*deep, up+du*high) }
	s.f.area(side, thick, a(1, 0, 0), a(1, 1, 0), a(1, 1, 1), a(1, 0, 1))
	s.f.area(top, thick, a(0, 0, 1), a(1, 0, 1), a(1, 1, 1), a(0, 1, 1))
	s.f.area(front, thick, a(0, 0, 0), a(1, 0, 0), a(1, 0, 1), a(0, 0, 1))
}

// strip draws a strip of paper, w wide, through places of depth and height.
func (s solid) strip(x, w float64, through ...[2]float64) {
	var left, right []fpdf.PointType
	for _, p := range through {
		left = append(left, s.at(x, p[0], p[1]))
		right = append([]fpdf.PointType{s.at(x+w, p[0], p[1])}, right...)
	}
	s.f.area(white, thin, append(left, right...)...)
}

// A printer with a cover: so wide, deep and high.
const (
	printerWidth = 21.0
	printerDeep  = 22.0
	printerHigh  = 11.0
)

// tub is its lower half, open above.
func (s solid) tub() {
	s.block(0, 0, 0, printerWidth, printerDeep, printerHigh, light, middle, white)
	s.f.area(dark, thin, s.at(2, 3, printerHigh), s.at(printerWidth-2, 3, printerHigh), s.at(printerWidth-2, printerDeep-2, printerHigh), s.at(2, printerDeep-2, printerHigh))
}

// cover is the upper half, hinged behind, open by so many degrees.
func (s solid) cover(degrees float64) {
	c, n := math.Cos(degrees*math.Pi/180), math.Sin(degrees*math.Pi/180)
	const thickness = 5.0
	a := func(x, along, across float64) fpdf.PointType { // along from the hinge to the front, across away from the tub
		return s.at(x, printerDeep-along*c+across*n, printerHigh+along*n+across*c)
	}
	s.f.area(white, thick, a(printerWidth, 0, 0), a(printerWidth, printerDeep, 0), a(printerWidth, printerDeep, thickness), a(printerWidth, 0, thickness))
	s.f.area(light, thick, a(0, 0, thickness), a(printerWidth, 0, thickness), a(printerWidth, printerDeep, thickness), a(0, printerDeep, thickness))
	if degrees > 0 {
		s.f.area(middle, thick, a(0, 0, 0), a(printerWidth, 0, 0), a(printerWidth, printerDeep, 0), a(0, printerDeep, 0))
	}
	s.f.area(white, thick, a(0, printerDeep, 0), a(printerWidth, printerDeep, 0), a(printerWidth, printerDeep, thickness), a(0, printerDeep, thickness))
}

func coverOpens(f *figure) {
	s := solid{f, 9, 37}
	s.tub()
	s.cover(52)
	f.arrow(arc(31, 33, 20.5, 25, -2, -52)...)
}

func coverCloses(f *figure) {
	s := solid{f, 11, 36}
	s.tub()
	s.cover(0)
	s.strip(3, printerWidth-6, [2]float64{1.2, printerHigh + 5}, [2]float64{0.5, printerHigh + 9}, [2]float64{-2, printerHigh + 13})
	f.arrow(pt(43, 2), pt(38.5, 13.5))
	f.word(47.5, 9, 9, "clic")
}

// rollTurns shows the printer cut open, from the right: the paper comes from
// under the roll and goes up in front; beside it, smaller, the wrong way. The
// side that turns black is the outer one, and the head stands in front of it; the
// makers' manuals show it in a picture without words.
func rollTurns(f *figure) {
	tubFromSide(f, 2, 36, 28, func(x, y, r float64) {
		f.line(1.1, append(arc(x, y, r, r, 75, 180), pt(x-r-0.8, y-7), pt(x-r-2.6, y-14))...)
	})
	f.tick(14.5, 6)
	tubFromSide(f, 38, 36, 15, func(x, y, r float64) {
		f.line(0.9, append(arc(x, y, r, r, -20, -125), pt(x-r-0.4, y-r+0.4), pt(x-r-2.2, y-r-1.2))...)
	})
	f.cross(43.5, 15)
}

// tubFromSide is the lower half cut open, so wide, its roll, and the end of the
// paper as end draws it; the front is on the left.
func tubFromSide(f *figure, x, y, width float64, end func(x, y, r float64)) {
	k := width / 29
	wall := func(px, py float64) fpdf.PointType { return pt(x+px*k, y+py*k) }
	f.area(middle, thick, wall(0, 0), wall(0, -12), wall(3, -12), wall(3, -3), wall(26, -3), wall(26, -15), wall(29, -15), wall(29, 0))
	f.area(light, thick, wall(26.2, -15), wall(29, -15), wall(31, -29), wall(28.2, -29))
	centre, r := wall(14.5, -12.3), 8.6*k
	f.disc(white, thick, centre.X, centre.Y, r)
	for _, part := range []float64{0.8, 0.62, 0.45} {
		f.disc(hollow, 0.2, centre.X, centre.Y, r*part)
	}
	f.disc(dark, thin, centre.X, centre.Y, r*0.26)
	end(centre.X, centre.Y, r)
}
