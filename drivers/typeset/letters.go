package typeset

import (
	"image"
	"image/color"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"guichet/drivers/printer"
)

// A line with a character that no code page of the printer has is drawn here:
// a name with ł, č or ș must not lose its accents. Letters that the font does
// not have either (Arabic, Chinese) come out as a box.

// lineDots is the height of a line, glyph and spacing, after the printer was
// initialised; bigDots that of a line of double height, which has no spacing.
const (
	lineDots = 30
	bigDots  = 48
)

var (
	regular = sync.OnceValue(func() *opentype.Font { return parse(gomono.TTF) })
	heavy   = sync.OnceValue(func() *opentype.Font { return parse(gomonobold.TTF) })
)

func parse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return f
}

// drawing is one line that fits, as dots.
func (l *layout) drawing(text []rune, st Style) *Bitmap {
	pitch, height := Pitch(&l.p, st), lineDots
	if st.Big {
		height = bigDots
	}
	left := margin(st.Align, l.p.Dots-pitch*len(text))
	img := image.NewAlpha(image.Rect(0, 0, left+pitch*len(text), height))
	drawLetters(img, text, left, pitch, st.Bold)
	m := NewBitmap(img.Rect.Dx(), height)
	for i, a := range img.Pix {
		if a >= 0x80 {
			m.Set(i%img.Stride, i/img.Stride)
		}
	}
	return m
}

func margin(align printer.Align, room int) int {
	switch align {
	case printer.Centre:
		return max(0, room/2)
	case printer.Right:
		return max(0, room)
	}
	return 0
}

// drawLetters sets one character each pitch dots, as the printer does. Go Mono
// is 0.6 em wide, so the pitch gives its size.
func drawLetters(img *image.Alpha, text []rune, left, pitch int, bold bool) {
	f := regular()
	if bold {
		f = heavy()
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(pitch) / 0.6, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic(err) // only for a size of zero
	}
	defer face.Close()
	d := font.Drawer{Dst: img, Src: image.NewUniform(color.Alpha{A: 0xFF}), Face: face}
	base := face.Metrics().Ascent
	for i, r := range text {
		if r != Glue {
			d.Dot = fixed.Point26_6{X: fixed.I(left + i*pitch), Y: base}
			d.DrawString(string(r))
		}
	}
}
