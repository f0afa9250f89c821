package printersim

import (
	"image"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Font A is 12 dots wide and 24 high, font B 9 and 17. Go Mono, whose letters
// are 0.6 em wide, fits both: 20 pixels to the em give 12 wide, 24 high.

// glyphs keeps the letters that were drawn: every simulated printer of the
// process shares them.
var glyphs struct {
	sync.Mutex
	drawn map[glyph]*image.Alpha
}

type glyph struct {
	r           rune
	bold, small bool
}

// faces are regular and bold, in font A and in font B.
var faces = sync.OnceValue(func() (all [2][2]font.Face) {
	for bold, ttf := range [][]byte{gomono.TTF, gomonobold.TTF} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic(err) // the font is part of the program
		}
		for small, size := range []float64{20, 15} {
			face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
			if err != nil {
				panic(err)
			}
			all[bold][small] = face
		}
	}
	return all
})

func (g glyph) image() *image.Alpha {
	glyphs.Lock()
	defer glyphs.Unlock()
	if img := glyphs.drawn[g]; img != nil {
		return img
	}
	img := g.draw()
	if glyphs.drawn == nil {
		glyphs.drawn = map[glyph]*image.Alpha{}
	}
	glyphs.drawn[g] = img
	return img
}

func (g glyph) draw() *image.Alpha {
	c := cell{wide: 1, high: 1, small: g.small}
	img := image.NewAlpha(image.Rect(0, 0, 12, c.height()))
	face := faces()[index(g.bold)][index(g.small)]
	d := font.Drawer{Dst: img, Src: image.Opaque, Face: face}
	d.Dot = fixed.Point26_6{Y: min(face.Metrics().Ascent, fixed.I(c.height()))}
	d.DrawString(string(g.r))
	return img
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// draw puts the character into d, its left top corner at x, y. Larger sizes
// repeat the dots, as the printer does.
func (c cell) draw(d *dots, x, y int) {
	if c.gap > 0 {
		return
	}
	if c.pic != nil {
		d.lay(c.pic, x, y)
		return
	}
	img := glyph{c.r, c.bold, c.small}.image()
	for dy := range c.height() {
		for dx := range c.width() {
			if img.AlphaAt(dx/c.wide, dy/c.high).A >= 0x80 || c.under && dy >= c.height()-2 {
				d.set(x+dx, y+dy)
			}
		}
	}
}
