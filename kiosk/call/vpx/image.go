package vpx

import "errors"

// No side of a picture is longer than MaxSide, none has more than MaxPixels: a
// hostile frame of 16383 × 16383 would ask for a gigabyte.
const (
	MaxSide   = 4096
	MaxPixels = 2560 * 1600
)

var (
	// ErrSize: a picture is empty, too large, or not of the size it should be.
	ErrSize = errors.New("vpx: not a size of a picture")
	// ErrClosed: it was closed.
	ErrClosed = errors.New("vpx: closed")
)

func fits(width, height int) bool {
	return width > 0 && height > 0 && width <= MaxSide && height <= MaxSide && width*height <= MaxPixels
}

// Image is a picture in I420: the plane Y, then U and V of half its width and
// height, rounded up, in video range (ITU-R BT.601: 16 is black, 235 white).
type Image struct {
	Width, Height int
	Pix           []byte
}

// Reset gives the picture another size. Its memory is kept where it is enough;
// what was in it is not cleared.
func (m *Image) Reset(width, height int) error {
	if !fits(width, height) {
		return ErrSize
	}
	n := width*height + 2*((width+1)/2)*((height+1)/2)
	if cap(m.Pix) < n {
		clear(m.Pix)
		m.Pix = make([]byte, n)
	}
	m.Width, m.Height, m.Pix = width, height, m.Pix[:n]
	return nil
}

// Y, U and V are its planes.
func (m *Image) Y() []byte { return m.Pix[:m.luma()] }
func (m *Image) U() []byte { return m.Pix[m.luma() : m.luma()+m.chroma()] }
func (m *Image) V() []byte { return m.Pix[m.luma()+m.chroma():] }

func (m *Image) luma() int   { return m.Width * m.Height }
func (m *Image) chroma() int { return ((m.Width + 1) / 2) * ((m.Height + 1) / 2) }

// whole reports whether Pix is what the size says.
func (m *Image) whole() bool {
	return fits(m.Width, m.Height) && len(m.Pix) == m.luma()+2*m.chroma()
}

// Fill makes the whole picture one colour.
func (m *Image) Fill(y, u, v byte) {
	fill(m.Y(), y)
	fill(m.U(), u)
	fill(m.V(), v)
}

func fill(p []byte, v byte) {
	for i := range p {
		p[i] = v
	}
}

// Wipe clears it, and what its memory held of larger pictures.
func (m *Image) Wipe() {
	clear(m.Pix[:cap(m.Pix)])
	*m = Image{Pix: m.Pix[:0]}
}
