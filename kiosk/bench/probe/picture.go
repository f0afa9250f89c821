package probe

import "bytes"

// Picture is a part of the screen as it was. Places in it are places on the
// screen.
type Picture struct {
	at   Point
	w, h int
	data []byte // blue, green, red, nothing
}

// At is the colour of a place; outside of the picture it is black.
func (p *Picture) At(at Point) Colour {
	x, y := at.X-p.at.X, at.Y-p.at.Y
	if x < 0 || y < 0 || x >= p.w || y >= p.h {
		return 0
	}
	b := p.data[4*(y*p.w+x):]
	return Colour(b[2])<<16 | Colour(b[1])<<8 | Colour(b[0])
}

func (p *Picture) same(q *Picture) bool {
	return q != nil && p.w == q.w && p.h == q.h && bytes.Equal(p.data, q.data)
}

// Area is a rectangle on the screen, in pixels.
type Area struct{ X, Y, W, H int }

// Centre is the middle of an area.
func (a Area) Centre() Point { return Point{a.X + a.W/2, a.Y + a.H/2} }

// Has says whether a place is in the area.
func (a Area) Has(p Point) bool {
	return p.X >= a.X && p.Y >= a.Y && p.X < a.X+a.W && p.Y < a.Y+a.H
}

// Distinct finds a place that tells two pictures of one screen apart: the one
// with the greatest difference of colours among those that ok takes. A place
// in the middle of something large is found before a fringe of it, for its
// neighbours must differ as well.
func (p *Picture) Distinct(q *Picture, ok func(Point) bool) (Point, bool) {
	best, found := 0, Point{}
	for y := p.at.Y + 1; y < p.at.Y+p.h-1; y++ {
		for x := p.at.X + 1; x < p.at.X+p.w-1; x++ {
			at := Point{x, y}
			if d := p.difference(q, at); d > best && ok(at) {
				best, found = d, at
			}
		}
	}
	return found, best > 0
}

// difference is the least of a place and its neighbours.
func (p *Picture) difference(q *Picture, at Point) int {
	least := distance(p.At(at), q.At(at))
	for _, d := range []Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
		if least == 0 {
			return 0
		}
		n := Point{at.X + d.X, at.Y + d.Y}
		least = min(least, distance(p.At(n), q.At(n)))
	}
	return least
}

func distance(a, b Colour) int {
	d := 0
	for shift := 0; shift < 24; shift += 8 {
		x, y := int(a>>shift&0xff), int(b>>shift&0xff)
		d += max(x-y, y-x)
	}
	return d
}
