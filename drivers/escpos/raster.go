package escpos

import (
	"errors"
	"image"
	"image/color"
	"image/draw"

	xdraw "golang.org/x/image/draw"
)

// bandHeight is the dots of one GS v 0 command. Small bands bound what an
// interrupted job leaves the printer waiting for.
const bandHeight = 24

// maxNativeQR is the most data that is sent as a symbol; more goes as raster.
const maxNativeQR = 1024

// maxCommand is more than the longest command that Encode makes for a paper of
// that many dots: a band of raster, or the data of a symbol. So many zeros end
// any command that an abandoned document left unfinished; outside a command
// the printer passes them over.
func maxCommand(dots int) int { return max((dots+7)/8*bandHeight, maxNativeQR) + 16 }

// bitmap is dots, 8 to a byte, the leftmost in the high bit; 1 is black.
type bitmap struct {
	width, height int // width in bytes, height in dots
	bits          []byte
}

func newBitmap(dots, height int) *bitmap {
	width := (dots + 7) / 8
	return &bitmap{width, height, make([]byte, width*height)}
}

func (m *bitmap) set(x, y int) { m.bits[y*m.width+x/8] |= 0x80 >> (x % 8) }

// raster prints the bitmap in bands.
func (e *encoder) raster(m *bitmap) {
	for y := 0; y < m.height; y += bandHeight {
		h := min(bandHeight, m.height-y)
		data := m.bits[y*m.width : (y+h)*m.width]
		defuse(data)
		e.put(rasterImage(m.width, h, data))
	}
}

// defuse breaks what the printer would obey as a real-time command (DLE EOT,
// DLE ENQ, DLE DC4), inside an image too: one of them switches the printer
// off. It adds one dot to the picture.
func defuse(data []byte) {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0x10 && (data[i+1] == 0x04 || data[i+1] == 0x05 || data[i+1] == 0x14) {
			data[i] = 0x18
		}
	}
}

// picture prints img in the middle, no wider than the paper, dithered.
func (e *encoder) picture(img image.Image) error {
	if img == nil || img.Bounds().Empty() {
		return errors.New("the picture is empty")
	}
	gray := e.fit(img)
	black := image.NewPaletted(gray.Rect, color.Palette{color.White, color.Black})
	draw.FloydSteinberg.Draw(black, gray.Rect, gray, image.Point{})
	left := (e.p.Dots - gray.Rect.Dx()) / 2
	m := newBitmap(left+gray.Rect.Dx(), gray.Rect.Dy())
	for i, c := range black.Pix {
		if c == 1 {
			m.set(left+i%black.Stride, i/black.Stride)
		}
	}
	e.set(style{})
	e.raster(m)
	return nil
}

// fit scales img down to the paper, on white.
func (e *encoder) fit(img image.Image) *image.Gray {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if w > e.p.Dots {
		w, h = e.p.Dots, max(1, h*e.p.Dots/w)
	}
	gray := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(gray, gray.Rect, image.White, image.Point{}, draw.Src)
	xdraw.CatmullRom.Scale(gray, gray.Rect, img, img.Bounds(), draw.Over, nil)
	return gray
}
