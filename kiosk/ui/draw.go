package ui

import (
	"fmt"
	"image"
	"image/color"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/ui/icon"
)

// drawing keeps canvas objects from one scene to the next: an icon keeps its
// texture, and nothing is made anew for a letter.
type drawing struct {
	rects  []*canvas.Rectangle
	texts  []*canvas.Text
	icons  map[iconKey][]*canvas.Image
	pics   map[image.Image]*canvas.Image
	used   map[iconKey]int
	steps  map[stepKey]*canvas.Image
	pad    *inkPad // the signature of this page; nil where there is none
	film   func(who int) *canvas.Image
	ring   *canvas.Rectangle
	below  []fyne.CanvasObject // what is painted before all else
	items  []fyne.CanvasObject // an object for each item of the scene
	over   []fyne.CanvasObject // the ring of the focus
	badge  []fyne.CanvasObject // the ring of a finger on the corner
	shown  []fyne.CanvasObject // all of them
	nr, nt int
}

// iconKey is an icon in a colour and a size: what its texture depends on.
type iconKey struct {
	name   string
	colour color.NRGBA
	side   float32
}

func newDrawing() *drawing {
	return &drawing{
		icons: map[iconKey][]*canvas.Image{}, used: map[iconKey]int{},
		pics: map[image.Image]*canvas.Image{}, steps: map[stepKey]*canvas.Image{}, ring: &canvas.Rectangle{},
		film: func(int) *canvas.Image { return nil },
	}
}

// show puts a whole scene on the canvas.
func (d *drawing) show(sc *scene, pal *palette, pressed int) {
	d.nr, d.nt = 0, 0
	clear(d.used)
	d.items = d.items[:0]
	for i := range sc.items {
		d.items = append(d.items, d.object(&sc.items[i], sc, pal, pressed))
	}
	d.above(nil)
	d.forget()
}

// forget empties what this scene does not use: the words and the symbol of a
// page that is gone may be a person's.
func (d *drawing) forget() {
	for _, t := range d.texts[d.nt:] {
		t.Text = ""
	}
	maps.DeleteFunc(d.pics, func(_ image.Image, o *canvas.Image) bool { return d.gone(o) })
	maps.DeleteFunc(d.steps, func(_ stepKey, o *canvas.Image) bool { return d.gone(o) })
	if d.pad != nil && !slices.Contains(d.items, fyne.CanvasObject(d.pad.object)) {
		d.wipePad()
	}
	clear(d.items[len(d.items):cap(d.items)])
	clear(d.shown[len(d.shown):cap(d.shown)])
}

// gone tells whether a picture is no longer shown, and lets Fyne go of its texture
// now, not in a minute.
func (d *drawing) gone(o *canvas.Image) bool {
	if slices.Contains(d.items, fyne.CanvasObject(o)) {
		return false
	}
	o.Refresh()
	return true
}

// press changes the looks of one control and of nothing else.
func (d *drawing) press(sc *scene, pal *palette, ctl, pressed int) {
	for i := range sc.items {
		it := &sc.items[i]
		if it.ctl != ctl {
			continue
		}
		switch o := d.items[i].(type) {
		case *canvas.Rectangle:
			d.paintBox(o, it, sc, pal, pressed)
		case *canvas.Text:
			o.Color = inkOf(it, sc, pal, pressed)
		case *canvas.Image:
			if it.kind == icons {
				d.items[i] = d.icon(it, inkOf(it, sc, pal, pressed))
			}
		}
	}
	d.restack()
}

// above puts something over the items.
func (d *drawing) above(over []fyne.CanvasObject) {
	d.over = over
	d.restack()
}

// restack is all that is shown, one on the other.
func (d *drawing) restack() {
	d.shown = append(append(append(append(d.shown[:0], d.below...), d.items...), d.over...), d.badge...)
}

// focus draws the ring, or takes it away.
func (d *drawing) focus(sc *scene, pal *palette, m metrics, ctl int) {
	d.above(nil)
	if ctl < 0 {
		return
	}
	w := max(4, m.mm(1))
	at := sc.controls[ctl].at.inset(-w - 1)
	ink := main
	if sc.controls[ctl].on == main {
		ink = onMain
	}
	d.ring.FillColor, d.ring.StrokeColor, d.ring.StrokeWidth = color.Transparent, pal[ink], w
	put(d.ring, at)
	d.above([]fyne.CanvasObject{d.ring})
}

func (d *drawing) object(it *item, sc *scene, pal *palette, pressed int) fyne.CanvasObject {
	switch it.kind {
	case line:
		return d.text(it, inkOf(it, sc, pal, pressed))
	case icons:
		return d.icon(it, inkOf(it, sc, pal, pressed))
	case picture:
		return d.picture(it)
	case strokes:
		return d.strokes(it, inkOf(it, sc, pal, pressed))
	case sketch:
		return d.sketch(it, pal)
	case moving:
		if o := d.film(it.who); o != nil {
			put(o, it.at)
			return o
		}
	}
	if d.nr == len(d.rects) {
		d.rects = append(d.rects, &canvas.Rectangle{})
	}
	r := d.rects[d.nr]
	d.nr++
	d.paintBox(r, it, sc, pal, pressed)
	put(r, it.at)
	return r
}

func put(o fyne.CanvasObject, at rect) {
	o.Move(fyne.NewPos(at.X, at.Y))
	o.Resize(fyne.NewSize(at.W, at.H))
}

// paintBox: a pressed control takes the main colour, a pressed main one that
// of the text.
func (d *drawing) paintBox(r *canvas.Rectangle, it *item, sc *scene, pal *palette, pressed int) {
	fill, edge := it.fill, it.edge
	if it.ctl >= 0 && it.ctl == pressed {
		fill, edge = pressedFill(fill, sc.controls[it.ctl].main), pressedFill(edge, sc.controls[it.ctl].main)
	}
	r.FillColor, r.StrokeColor, r.StrokeWidth = colourOf(pal, fill), nil, 0
	if edge != none {
		r.StrokeColor, r.StrokeWidth = colourOf(pal, edge), it.width
	}
}

func colourOf(pal *palette, r role) color.Color {
	if r == none {
		return color.Transparent
	}
	return pal[r]
}

func pressedFill(r role, isMain bool) role {
	switch {
	case r == none:
		return none
	case isMain:
		return text
	}
	return main
}

// inkOf is the colour of letters and icons.
func inkOf(it *item, sc *scene, pal *palette, pressed int) color.NRGBA {
	if it.ctl >= 0 && it.ctl == pressed {
		if sc.controls[it.ctl].main {
			return pal[page]
		}
		return pal[onMain]
	}
	return pal[it.ink]
}

func (d *drawing) text(it *item, ink color.NRGBA) *canvas.Text {
	if d.nt == len(d.texts) {
		d.texts = append(d.texts, &canvas.Text{})
	}
	t := d.texts[d.nt]
	d.nt++
	t.Text, t.TextSize, t.Color = it.text, it.size, ink
	t.TextStyle, t.FontSource = fyne.TextStyle{}, nil
	if it.half < 2 {
		t.FontSource = faceOf(it.bold).halves[it.half].res
	} else {
		t.TextStyle.Bold = it.bold
	}
	put(t, it.at)
	return t
}

func (d *drawing) icon(it *item, ink color.NRGBA) *canvas.Image {
	k := iconKey{it.text, ink, it.at.W}
	n := d.used[k]
	d.used[k]++
	if n == len(d.icons[k]) {
		d.icons[k] = append(d.icons[k], newIcon(k))
	}
	img := d.icons[k][n]
	put(img, it.at)
	return img
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// newIcon makes the picture of an icon; an unknown name gives an empty one.
func newIcon(k iconKey) *canvas.Image {
	colour := hex(k.colour)
	data, ok := icon.SVG(k.name, colour)
	if !ok {
		return canvas.NewImageFromImage(image.NewNRGBA(image.Rect(0, 0, 1, 1)))
	}
	img := canvas.NewImageFromResource(fyne.NewStaticResource(k.name+colour+".svg", data))
	img.FillMode = canvas.ImageFillContain
	return img
}

func (d *drawing) picture(it *item) *canvas.Image {
	img, ok := d.pics[it.pic]
	if !ok {
		img = canvas.NewImageFromImage(it.pic)
		img.ScaleMode = canvas.ImageScalePixels
		d.pics[it.pic] = img
	}
	put(img, it.at)
	return img
}
