package ui

import (
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"guichet/kiosk/session"
)

// Painter draws views as a [Screen] shows them, without a display, a window or
// a graphics card. It is not safe for concurrent use: fonts are measured once
// for everybody.
type Painter struct {
	w, h    float32
	panel   Panel
	drawing *drawing
	canvas  software.WindowlessCanvas
}

// NewPainter draws on a glass of w × h pixels; the zero Panel is the 21.5-inch
// one that a screen assumes.
func NewPainter(w, h int, panel Panel) *Painter {
	p := &Painter{w: float32(w), h: float32(h), panel: panel, drawing: newDrawing(), canvas: software.NewTransparentCanvas()}
	p.canvas.SetPadded(false)
	p.canvas.SetScale(1)
	fyne.SetCurrentApp(&windowless{driver: oneCanvas{canvas: p.canvas}, settings: newSettings()})
	return p
}

// Part is one part of a page, composed: a page with more on it than the glass
// holds has several.
type Part struct {
	// Key is equal where the picture is: whoever keeps pictures need not paint
	// this one again.
	Key [sha256.Size]byte
	// Cut is what found no room, for whoever writes the texts.
	Cut []string

	painter *Painter
	scene   *scene
	theme   session.Theme
}

// mostParts ends the parts of a page that would never end.
const mostParts = 40

// Parts composes all parts of a view, in reading order.
func (p *Painter) Parts(v session.View) []Part {
	l := newLocal(&v)
	m := newMetrics(p.w, p.h, p.panel, v.Size)
	var parts []Part
	for range mostParts {
		sc := compose(&v, l, m)
		parts = append(parts, Part{Key: keyOf(sc, m, v.Theme), Cut: sc.cut, painter: p, scene: sc, theme: v.Theme})
		more := sc.named("part:more")
		if more < 0 {
			break
		}
		sc.controls[more].act.local(l)
	}
	return parts
}

// keyOf is a sum over all that is painted.
func keyOf(sc *scene, m metrics, t session.Theme) [sha256.Size]byte {
	sum := sha256.New()
	fmt.Fprintln(sum, m, t)
	for i := range sc.items {
		it := sc.items[i]
		switch g := it.pic.(type) {
		case *image.Paletted:
			sum.Write(g.Pix)
		case *image.RGBA:
			sum.Write(g.Pix)
		}
		it.pic = nil
		fmt.Fprintln(sum, it)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

// Picture paints the part, one band after the other: what is empty costs
// nothing, and most of a page is.
func (p Part) Picture() image.Image {
	pal := palettes[p.theme]
	p.painter.drawing.show(p.scene, &pal, -1)
	w, h := int(p.painter.w), int(p.painter.h)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(pal[page]), image.Point{}, draw.Src)
	for _, b := range p.bands(h) {
		at := image.Rect(0, b.from, w, b.to)
		draw.Draw(img, at, p.painter.band(b), image.Point{}, draw.Over)
	}
	return img
}

// band is a stretch of rows with something in it: from one up to another, and
// the objects there, in the order in which they are painted.
type band struct {
	from, to int
	objects  []fyne.CanvasObject
}

// bands are those of the scene, from top to bottom. Two that touch are one.
func (p Part) bands(h int) []band {
	d := p.painter.drawing
	order := make([]int, len(d.items))
	for i := range order {
		order[i] = i
	}
	top := func(i int) int { return max(int(p.scene.items[i].at.Y)-4, 0) }
	slices.SortStableFunc(order, func(a, b int) int { return top(a) - top(b) })
	var out []band
	var in [][]int
	for _, i := range order {
		end := min(int(p.scene.items[i].at.bottom())+8, h) // letters and edges stand out a little
		if n := len(out) - 1; n >= 0 && top(i) <= out[n].to {
			out[n].to, in[n] = max(out[n].to, end), append(in[n], i)
			continue
		}
		out, in = append(out, band{from: top(i), to: end}), append(in, []int{i})
	}
	for n := range out {
		slices.Sort(in[n])
		for _, i := range in[n] {
			out[n].objects = append(out[n].objects, d.items[i])
		}
	}
	return out
}

// band is its picture.
func (p *Painter) band(b band) image.Image {
	for _, o := range b.objects {
		o.Move(o.Position().SubtractXY(0, float32(b.from)))
	}
	p.canvas.SetContent(container.NewWithoutLayout(b.objects...))
	p.canvas.Resize(fyne.NewSize(p.w, float32(b.to-b.from)))
	return p.canvas.Capture()
}
