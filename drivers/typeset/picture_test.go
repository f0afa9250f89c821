package typeset

import (
	"image"
	"image/color"
	"testing"

	"guichet/drivers/printer"
)

// TestTone: both ways to dither leave as much black as the picture is dark.
func TestTone(t *testing.T) {
	for _, dither := range []printer.Dither{printer.FloydSteinberg, printer.Ordered} {
		for _, grey := range []uint8{0, 64, 128, 192, 255} {
			img := image.NewUniform(color.Gray{Y: grey})
			m := compose(t, roll(32), printer.Document{Blocks: []printer.Block{
				printer.Picture{Image: cut{img, image.Rect(10, 10, 138, 74)}, Dither: dither},
			}}).bitmaps[0]
			want := float64(255-grey) / 255
			if got := float64(m.ink()) / (128 * 64); got < want-0.03 || got > want+0.03 {
				t.Errorf("dithering %d of grey %d: %.2f black, want %.2f", dither, grey, got, want)
			}
		}
	}
}

// cut is a piece of an endless picture.
type cut struct {
	image.Image
	r image.Rectangle
}

func (c cut) Bounds() image.Rectangle { return c.r }

func (m *Bitmap) ink() (dots int) {
	for y := range m.Height {
		for x := range 8 * m.Width {
			if m.Black(x, y) {
				dots++
			}
		}
	}
	return dots
}

// TestBayer: the matrix has each index once, and begins as in the article.
func TestBayer(t *testing.T) {
	seen := map[int]bool{}
	for y := range 8 {
		for x := range 8 {
			seen[bayer(x, y)] = true
		}
	}
	if len(seen) != 64 || bayer(0, 0) != 0 || bayer(1, 0) != 32 || bayer(0, 1) != 48 || bayer(1, 1) != 16 || bayer(2, 0) != 8 {
		t.Errorf("%d indices; %d %d %d %d", len(seen), bayer(0, 0), bayer(1, 0), bayer(0, 1), bayer(1, 1))
	}
}

// TestFit: a picture stands in the middle and is never wider than the paper,
// and one that would be longer than the roll is cut off.
func TestFit(t *testing.T) {
	for _, c := range []struct{ w, h, left, height int }{
		{8, 4, 188, 4}, {768, 100, 0, 50}, {4000, 1, 0, 1}, {1, 20_000, 191, maxRows},
	} {
		m := compose(t, roll(32), printer.Document{Blocks: []printer.Block{printer.Picture{Image: image.NewGray(image.Rect(0, 0, c.w, c.h))}}}).bitmaps[0]
		if m.Height != c.height || !m.Black(c.left, 0) || c.left > 0 && m.Black(c.left-1, 0) || m.Width > 48 {
			t.Errorf("%d by %d: %d bytes by %d, not from dot %d", c.w, c.h, m.Width, m.Height, c.left)
		}
	}
}

// TestDrawnLine: the letters stand on the columns of the printer, aligned as
// asked, and with their accents.
func TestDrawnLine(t *testing.T) {
	draw := func(s string, st printer.Text) *Bitmap {
		st.S = s
		return compose(t, roll(32), printer.Document{Blocks: []printer.Block{st}}).bitmaps[0]
	}
	plain, accent := draw("ŁL", printer.Text{}), draw("ŁĹ", printer.Text{})
	if plain.Width != 3 || plain.Height != 30 || accent.ink() <= plain.ink() {
		t.Errorf("%d by %d; %d dots, with an accent %d", plain.Width, plain.Height, plain.ink(), accent.ink())
	}
	if bold := draw("ŁL", printer.Text{Bold: true}); bold.ink() <= plain.ink() {
		t.Error("bold is no blacker")
	}
	if big := draw("ŁL", printer.Text{Big: true}); big.Width != 6 || big.Height != 48 {
		t.Errorf("big is %d bytes by %d", big.Width, big.Height)
	}
	for align, want := range map[printer.Align]int{printer.Centre: (384+24)/2 + 7, printer.Right: 384 + 7} {
		if m := draw("ŁL", printer.Text{Align: align}); m.Width != want/8 {
			t.Errorf("aligned %d: %d bytes wide, want %d", align, m.Width, want/8)
		}
	}
}
