package pdf

import (
	"math"

	"github.com/go-pdf/fpdf"
)

// figure is a drawing in lines and greys, made for paper: it is black on white,
// and says nothing by colour. Lengths are in millimetres from its left top
// corner.
type figure struct {
	width, height float64
	shapes        []shape
}

// shape is a polygon or a line, or a word where text is set. Round things are
// polygons of many corners.
type shape struct {
	points []fpdf.PointType
	open   bool    // a line, not a polygon
	grey   int     // of the inside, 0 to 255; less than 0: none
	pen    float64 // width of the line, millimetres; 0: none
	text   string  // in the middle of the first point, on its baseline
	size   float64 // of the text, points
}

// Pens and greys of the figures.
const (
	thin   = 0.35
	thick  = 0.6
	hollow = -1
	white  = 255
	light  = 232
	middle = 196
	dark   = 110
	black  = 20
)

func pt(x, y float64) fpdf.PointType { return fpdf.PointType{X: x, Y: y} }

// area adds a polygon with an edge.
func (f *figure) area(grey int, pen float64, points ...fpdf.PointType) {
	f.shapes = append(f.shapes, shape{points: points, grey: grey, pen: pen})
}

// line adds a line through points.
func (f *figure) line(pen float64, points ...fpdf.PointType) {
	f.shapes = append(f.shapes, shape{points: points, grey: hollow, pen: pen, open: true})
}

// word adds a word, centred on x.
func (f *figure) word(x, y, size float64, text string) {
	f.shapes = append(f.shapes, shape{points: []fpdf.PointType{pt(x, y)}, text: text, size: size})
}

// box adds a rectangle with round corners.
func (f *figure) box(grey int, pen, x, y, width, height, radius float64) {
	f.area(grey, pen, rounded(x, y, width, height, radius)...)
}

func rounded(x, y, width, height, radius float64) (points []fpdf.PointType) {
	for corner, c := range []fpdf.PointType{pt(x+width-radius, y+radius), pt(x+width-radius, y+height-radius), pt(x+radius, y+height-radius), pt(x+radius, y+radius)} {
		from := float64(corner)*90 - 90
		points = append(points, arc(c.X, c.Y, radius, radius, from, from+90)...)
	}
	return points
}

// disc adds a circle.
func (f *figure) disc(grey int, pen, x, y, radius float64) {
	f.area(grey, pen, arc(x, y, radius, radius, 0, 350)...)
}

// arc is a part of an ellipse, in degrees clockwise from the right.
func arc(x, y, rx, ry, from, to float64) (points []fpdf.PointType) {
	steps := int(math.Abs(to-from)/10) + 1
	for i := range steps + 1 {
		a := (from + (to-from)*float64(i)/float64(steps)) * math.Pi / 180
		points = append(points, pt(x+rx*math.Cos(a), y+ry*math.Sin(a)))
	}
	return points
}

// arrow adds a line with a head at its end.
func (f *figure) arrow(points ...fpdf.PointType) {
	const head, half = 3.2, 1.9
	end, before := points[len(points)-1], points[len(points)-2]
	dx, dy := end.X-before.X, end.Y-before.Y
	length := math.Hypot(dx, dy)
	dx, dy = dx/length, dy/length
	neck := pt(end.X-dx*head, end.Y-dy*head)
	f.line(1.1, append(points[:len(points)-1:len(points)-1], neck)...)
	f.area(black, 0.2, end, pt(neck.X-dy*half, neck.Y+dx*half), pt(neck.X+dy*half, neck.Y-dx*half))
}

// tick says that it is right so, cross that it is not. Both are signs, and not
// colours.
func (f *figure) tick(x, y float64) {
	f.disc(white, thick, x, y, 3.6)
	f.line(1.2, pt(x-1.7, y+0.1), pt(x-0.4, y+1.6), pt(x+1.9, y-1.6))
}

func (f *figure) cross(x, y float64) {
	f.disc(white, thick, x, y, 3.6)
	f.line(1.2, pt(x-1.5, y-1.5), pt(x+1.5, y+1.5))
	f.line(1.2, pt(x-1.5, y+1.5), pt(x+1.5, y-1.5))
}

// figureAt draws f with its left top corner at x and y, scaled to a width.
func (s *sheet) figureAt(f *figure, x, y, width float64) {
	k := width / f.width
	s.f.SetLineCapStyle("round")
	s.f.SetLineJoinStyle("round")
	for _, sh := range f.shapes {
		points := make([]fpdf.PointType, len(sh.points))
		for i, p := range sh.points {
			points[i] = pt(x+p.X*k, y+p.Y*k)
		}
		s.shapeAt(sh, points, k)
	}
}

func (s *sheet) shapeAt(sh shape, points []fpdf.PointType, k float64) {
	s.f.SetDrawColor(black, black, black)
	s.f.SetLineWidth(max(sh.pen, 0.1) * k)
	if sh.text != "" {
		st := style{size: sh.size * k, bold: true}
		s.colour(ink)
		s.write(points[0].X-s.width(sh.text, st)/2, points[0].Y, sh.text, st)
		return
	}
	if sh.open {
		s.f.MoveTo(points[0].X, points[0].Y)
		for _, p := range points[1:] {
			s.f.LineTo(p.X, p.Y)
		}
		s.f.DrawPath("D")
		return
	}
	how := map[bool]string{true: "D", false: ""}[sh.pen > 0]
	if sh.grey >= 0 {
		s.f.SetFillColor(sh.grey, sh.grey, sh.grey)
		how = "F" + how
	}
	s.f.Polygon(points, how)
}
