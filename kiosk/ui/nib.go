package ui

import (
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2/canvas"

	"guichet/forms"
)

// nib draws what a finger writes: thick round strokes, smooth between the
// places that were seen (one a frame, so a quick finger leaves few).
type nib struct {
	img *image.RGBA
	ink color.NRGBA
	r   float64 // radius of the pen in pixels
}

// spot is a place on the picture in pixels.
type spot struct{ x, y float64 }

func (a spot) mid(b spot) spot { return spot{(a.x + b.x) / 2, (a.y + b.y) / 2} }

// spot is where a point of a signature lies on the picture.
func (n *nib) spot(p forms.Point) spot {
	b := n.img.Rect
	return spot{
		float64(p.X) * float64(b.Dx()-1) / forms.SignatureWidth,
		float64(p.Y) * float64(b.Dy()-1) / forms.SignatureHeight,
	}
}

// stroke draws one from its first point to its last.
func (n *nib) stroke(points []forms.Point) {
	for i := range points {
		n.to(points[:i+1])
	}
	n.end(points)
}

// to goes on to the last of the points: from the middle of the last but one
// pair to the middle of the last, with the point between as the bend. So the
// line has no corners, and never needs to be drawn again.
func (n *nib) to(points []forms.Point) {
	last := len(points) - 1
	b := n.spot(points[last])
	switch last {
	case 0:
		n.line(b, b)
		return
	case 1:
		a := n.spot(points[0])
		n.line(a, a.mid(b))
		return
	}
	bend := n.spot(points[last-1])
	n.curve(n.spot(points[last-2]).mid(bend), bend, bend.mid(b))
}

// end draws the rest, from the last middle to the last point.
func (n *nib) end(points []forms.Point) {
	last := len(points) - 1
	if last < 1 {
		return
	}
	b := n.spot(points[last])
	n.line(n.spot(points[last-1]).mid(b), b)
}

// curve is a quadratic Bézier curve, in straight pieces of about two pixels.
func (n *nib) curve(a, bend, b spot) {
	steps := 2 + int((math.Hypot(bend.x-a.x, bend.y-a.y)+math.Hypot(b.x-bend.x, b.y-bend.y))/2)
	from := a
	for i := 1; i <= steps; i++ {
		t := float64(i) / float64(steps)
		u := 1 - t
		to := spot{
			u*u*a.x + 2*u*t*bend.x + t*t*b.x,
			u*u*a.y + 2*u*t*bend.y + t*t*b.y,
		}
		n.line(from, to)
		from = to
	}
}

// line is straight, with round ends: a pixel is as dark as it lies inside.
func (n *nib) line(a, b spot) {
	edge := n.r + 1
	area := image.Rect(
		int(math.Min(a.x, b.x)-edge), int(math.Min(a.y, b.y)-edge),
		int(math.Max(a.x, b.x)+edge)+1, int(math.Max(a.y, b.y)+edge)+1,
	).Intersect(n.img.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if cover := n.r + 0.5 - distanceTo(float64(x), float64(y), a, b); cover > 0 {
				n.set(x, y, math.Min(cover, 1))
			}
		}
	}
}

// distanceTo is from a place to the nearest one between a and b.
func distanceTo(x, y float64, a, b spot) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Max(0, math.Min(1, ((x-a.x)*dx+(y-a.y)*dy)/l))
	}
	return math.Hypot(x-a.x-t*dx, y-a.y-t*dy)
}

// set makes a pixel at least this dark; where strokes cross, no darker.
func (n *nib) set(x, y int, cover float64) {
	i := n.img.PixOffset(x, y)
	p := n.img.Pix[i : i+4 : i+4]
	alpha := uint8(cover*255 + 0.5)
	if alpha <= p[3] {
		return
	}
	part := func(v uint8) uint8 { return uint8(uint32(v) * uint32(alpha) / 255) }
	p[0], p[1], p[2], p[3] = part(n.ink.R), part(n.ink.G), part(n.ink.B), alpha
}

// inkPad is the picture of a signature on the canvas, kept from one scene to
// the next so that a stroke is drawn once.
type inkPad struct {
	nib
	object *canvas.Image
	text   string // what is on it, as forms.FormatStrokes writes it
}

// newPad is an empty one of w × h pixels.
func newPad(w, h int) *inkPad {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	p := &inkPad{nib: nib{img: img, r: 3}, object: canvas.NewImageFromImage(img)}
	p.object.ScaleMode = canvas.ImageScalePixels
	return p
}

// strokes is the picture of a signature in an item.
func (d *drawing) strokes(it *item, ink color.NRGBA) *canvas.Image {
	w, h := int(it.at.W), int(it.at.H)
	fresh := d.pad == nil || d.pad.img.Rect.Dx() != w || d.pad.img.Rect.Dy() != h || d.pad.ink != ink
	if fresh {
		d.wipePad()
		d.pad = newPad(w, h)
		d.pad.ink, d.pad.r = ink, float64(it.width)/2
	}
	if fresh || d.pad.text != it.text {
		d.pad.write(it.text)
	}
	put(d.pad.object, it.at)
	return d.pad.object
}

// write draws a whole signature anew, unless it only goes on from what is
// there already.
func (p *inkPad) write(text string) {
	all, _ := forms.Strokes(text)
	if before, ok := strings.CutPrefix(text, p.text+";"); ok && p.text != "" {
		all, _ = forms.Strokes(before)
	} else {
		clear(p.img.Pix)
	}
	for _, stroke := range all {
		p.stroke(stroke)
	}
	p.text = text
	p.object.Refresh()
}

// wipePad leaves nothing of a signature.
func (d *drawing) wipePad() {
	if d.pad != nil {
		clear(d.pad.img.Pix)
		d.pad.object.Refresh()
		d.pad = nil
	}
}
