package icon

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Colours are those of a theme as a drawing uses them, as in "#0B3D91". Paper is
// white in every theme, so that it is known for paper; Pencil is what lies on it.
type Colours struct {
	Ink, Page, Shade string // lines, what is empty, what is solid
	Accent, OnAccent string // what is to be done, and its number
	Paper, Pencil    string
}

// drawing is how to do something, in numbered steps, each a picture of its own.
type drawing struct {
	steps []func(*sketch)
	says  []int // how many sentences each step takes of a text; nil: one each
}

// drawings are ours, in the manner of the icons: a machine is seen from its side,
// its front at the right, and cut open where one looks inside. What a hand does
// is an arrow.
var drawings = map[string]drawing{
	"paper/clamshell": {steps: []func(*sketch){openCover, rollIn, closeOnPaper}, says: []int{1, 2, 1}},
	"paper/front":     {steps: []func(*sketch){hangRoll, feedFront}},
	"paper/presenter": {steps: []func(*sketch){hangRoll, feedPresenter}},
	"paper/sheets":    {steps: []func(*sketch){pullTray, laySheets, pushTray}},
	"cover":           {steps: []func(*sketch){coverDown, coverShut}},
	"jam":             {steps: []func(*sketch){openCover, pullJam, coverDown}},
	"cables":          {steps: []func(*sketch){plugPower, plugUSB}},
	"power":           {steps: []func(*sketch){switchOff, waitTen, switchOn}},
}

// Width and height of a step in the units that it is drawn in.
const (
	StepWidth  = 160
	StepHeight = 120
)

// Drawings are the names of all of them, sorted.
func Drawings() []string { return slices.Sorted(maps.Keys(drawings)) }

// Steps is how many steps a drawing has; 0: there is none of that name.
func Steps(name string) int { return len(drawings[name].steps) }

// Says is how many sentences of a text belong to each step of a drawing.
func Says(name string) []int {
	d := drawings[name]
	if d.says != nil {
		return d.says
	}
	one := make([]int, len(d.steps))
	for i := range one {
		one[i] = 1
	}
	return one
}

// Step is a step of a drawing, from 1, as SVG with its number on it.
func Step(name string, n int, c Colours) ([]byte, bool) {
	d := drawings[name]
	if n < 1 || n > len(d.steps) {
		return nil, false
	}
	s := &sketch{c: c}
	fmt.Fprintf(s, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" fill="none">`, StepWidth, StepHeight)
	d.steps[n-1](s)
	s.number(n)
	s.WriteString("</svg>")
	return []byte(s.String()), true
}

// sketch is one picture as it is drawn. Points are in units of the picture,
// angles in degrees, 0 to the right and 90 downwards.
type sketch struct {
	strings.Builder
	c Colours
}

func (s *sketch) path(d, fill, stroke string, width float64) {
	fmt.Fprintf(s, `<path d="%s" fill="%s" stroke="%s" stroke-width="%g" stroke-linecap="round" stroke-linejoin="round"/>`, d, fill, stroke, width)
}

func (s *sketch) circle(x, y, r float64, fill, stroke string, width float64) {
	fmt.Fprintf(s, `<circle cx="%g" cy="%g" r="%g" fill="%s" stroke="%s" stroke-width="%g"/>`, x, y, r, fill, stroke, width)
}

// solid is a part of a machine; hollow is one that is empty.
func (s *sketch) solid(d string)  { s.path(d, s.c.Shade, s.c.Ink, 3) }
func (s *sketch) hollow(d string) { s.path(d, s.c.Page, s.c.Ink, 3) }
func (s *sketch) line(d string)   { s.path(d, "none", s.c.Ink, 3) }

// ghost is where a part was, or will be.
func (s *sketch) ghost(d string) {
	fmt.Fprintf(s, `<path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="5,5"/>`, d, s.c.Ink)
}

// tape is paper, seen from its edge.
func (s *sketch) tape(d string) {
	s.path(d, "none", s.c.Pencil, 10)
	s.path(d, "none", s.c.Paper, 5.5)
}

// roll is one of paper, seen from its side.
func (s *sketch) roll(x, y, r float64) {
	s.circle(x, y, r+1.5, s.c.Pencil, "none", 0)
	s.circle(x, y, r-1, s.c.Paper, "none", 0)
	for _, part := range []float64{0.82, 0.64} {
		s.circle(x, y, r*part, "none", s.c.Pencil, 1)
	}
	s.circle(x, y, r*0.36, s.c.Shade, s.c.Pencil, 2.5)
}

// arrow goes along a path and ends at a point in a direction. It has an edge of
// the colour of the page: it is seen on anything.
func (s *sketch) arrow(d string, x, y, angle float64) {
	head := s.head(x, y, angle)
	s.path(d, "none", s.c.Page, 11)
	s.path(head, s.c.Page, s.c.Page, 6)
	s.path(d, "none", s.c.Accent, 6)
	s.path(head, s.c.Accent, s.c.Accent, 2)
}

func (s *sketch) head(x, y, angle float64) string {
	turn := func(a, far float64) (float64, float64) {
		rad := (angle + a) * math.Pi / 180
		return x + far*math.Cos(rad), y + far*math.Sin(rad)
	}
	tx, ty := turn(0, 11)
	ax, ay := turn(120, 11)
	bx, by := turn(-120, 11)
	return fmt.Sprintf("M%.1f %.1f L%.1f %.1f L%.1f %.1f Z", tx, ty, ax, ay, bx, by)
}

// click are three short strokes: something snaps in there.
func (s *sketch) click(x, y float64) {
	for _, d := range [][4]float64{{0, -5, 0, -14}, {6, -3, 13, -10}, {8, 3, 17, 1}} {
		s.path(fmt.Sprintf("M%g %g L%g %g", x+d[0], y+d[1], x+d[2], y+d[3]), "none", s.c.Accent, 4)
	}
}

// floor is what a machine stands on.
func (s *sketch) floor() { s.line("M10 112 H150") }

// number is the number of the step, in the top left corner.
func (s *sketch) number(n int) {
	s.circle(16, 16, 13, s.c.Accent, "none", 0)
	s.digit(n, 16, 16, 1.25, s.c.OnAccent)
}

// digit draws 0 to 3 around a point, ten units high.
func (s *sketch) digit(n int, x, y, scale float64, ink string) {
	shapes := map[int][]float64{ // cubic curves after a first point
		0: {0, -5, 4.4, -5, 4.4, 5, 0, 5, -4.4, 5, -4.4, -5, 0, -5},
		1: {-2.6, -2.6, -1.4, -3.4, -0.2, -4.2, 1, -5, 1, -1.6, 1, 1.6, 1, 5},
		2: {-3.2, -2.4, -3, -6, 3.2, -6, 3.2, -2.2, 3.2, 0.6, -1.4, 2.4, -3.4, 5, -1.2, 5, 1.2, 5, 3.4, 5},
		3: {-3, -4.2, -1, -5.6, 3, -5.4, 3, -2.8, 3, -0.6, 1, -0.2, -0.6, -0.2, 1.4, -0.2, 3.4, 0.4, 3.4, 2.6, 3.4, 5.6, -1.6, 5.8, -3.4, 4},
	}
	p := shapes[n]
	d := fmt.Sprintf("M%.2f %.2f", x+p[0]*scale, y+p[1]*scale)
	for i := 2; i+5 < len(p); i += 6 {
		d += fmt.Sprintf(" C%.2f %.2f %.2f %.2f %.2f %.2f", x+p[i]*scale, y+p[i+1]*scale,
			x+p[i+2]*scale, y+p[i+3]*scale, x+p[i+4]*scale, y+p[i+5]*scale)
	}
	s.path(d, "none", ink, 2.4*scale)
}
