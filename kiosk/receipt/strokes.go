package receipt

import (
	"image"
	"image/color"

	"guichet/forms"
)

// A signature is drawn in 384 dots, the width of a roll of 58 mm at 203 dpi, so
// that no paper has to scale it down; the pen is 4 dots, half a millimetre.
const (
	inkWidth  = 384
	inkHeight = inkWidth * forms.SignatureHeight / forms.SignatureWidth
	penRadius = 2
)

// drawn puts the strokes of a signature on white.
func drawn(strokes [][]forms.Point) image.Image {
	img := image.NewGray(image.Rect(0, 0, inkWidth, inkHeight))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	for _, stroke := range strokes {
		from := dot(stroke[0])
		press(img, from)
		for _, p := range stroke[1:] {
			to := dot(p)
			segment(img, from, to)
			from = to
		}
	}
	return img
}

// dot is where a point of a signature lies in the picture.
func dot(p forms.Point) image.Point {
	return image.Pt(p.X*(inkWidth-1)/forms.SignatureWidth, p.Y*(inkHeight-1)/forms.SignatureHeight)
}

func segment(img *image.Gray, from, to image.Point) {
	d := to.Sub(from)
	steps := max(d.X, -d.X, d.Y, -d.Y, 1)
	for i := range steps + 1 {
		press(img, from.Add(image.Pt(d.X*i/steps, d.Y*i/steps)))
	}
}

// press leaves the round mark of the pen. What falls outside is lost.
func press(img *image.Gray, at image.Point) {
	for y := -penRadius; y <= penRadius; y++ {
		for x := -penRadius; x <= penRadius; x++ {
			if x*x+y*y <= penRadius*penRadius {
				img.Set(at.X+x, at.Y+y, color.Black)
			}
		}
	}
}
