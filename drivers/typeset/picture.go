package typeset

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"

	"guichet/drivers/printer"
)

// picture prints an image in the middle, no wider than the paper.
func (l *layout) picture(b printer.Picture) error {
	if b.Image == nil || b.Image.Bounds().Empty() {
		return errors.New("the picture is empty")
	}
	if b.Dither != printer.FloydSteinberg && b.Dither != printer.Ordered {
		return fmt.Errorf("no dithering %d", b.Dither)
	}
	gray := fit(b.Image, l.p.Dots)
	left := (l.p.Dots - gray.Rect.Dx()) / 2
	m := NewBitmap(left+gray.Rect.Dx(), gray.Rect.Dy())
	if b.Dither == printer.Ordered {
		ordered(gray, left, m)
	} else {
		diffused(gray, left, m)
	}
	l.to.Bitmap(m)
	return nil
}

// maxRows is how long a picture becomes: 2 m of paper.
const maxRows = 16000

// fit scales img down to the paper, on white.
func fit(img image.Image, dots int) *image.Gray {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if w > dots {
		w, h = dots, max(1, h*dots/w)
	}
	gray := image.NewGray(image.Rect(0, 0, w, min(h, maxRows)))
	draw.Draw(gray, gray.Rect, image.White, image.Point{}, draw.Src)
	xdraw.CatmullRom.Scale(gray, image.Rect(0, 0, w, h), img, img.Bounds(), draw.Over, nil)
	return gray
}

// diffused dithers by the error diffusion of Floyd and Steinberg (1976).
func diffused(gray *image.Gray, left int, m *Bitmap) {
	black := image.NewPaletted(gray.Rect, color.Palette{color.White, color.Black})
	draw.FloydSteinberg.Draw(black, gray.Rect, gray, image.Point{})
	for i, c := range black.Pix {
		if c == 1 {
			m.Set(left+i%black.Stride, i/black.Stride)
		}
	}
}

// ordered dithers with the 8×8 index matrix of Bayer (1973): a dot is black
// where the grey is darker than its place in the matrix.
func ordered(gray *image.Gray, left int, m *Bitmap) {
	for i, v := range gray.Pix {
		x, y := i%gray.Stride, i/gray.Stride
		if int(v) < 4*bayer(x, y)+2 {
			m.Set(left+x, y)
		}
	}
}

// bayer is the index of a place, 0 to 63: the bits of x xor y and of y, from
// the lowest up, are those of the index from the highest down.
func bayer(x, y int) (index int) {
	for bit := range 3 {
		index = index<<2 | (x^y)>>bit&1<<1 | y>>bit&1
	}
	return index
}
