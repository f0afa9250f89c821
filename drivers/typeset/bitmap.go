package typeset

// Bitmap is dots, 8 to a byte, the leftmost in the high bit; 1 is black.
type Bitmap struct {
	Width, Height int // width in bytes, height in dots
	Bits          []byte
}

// NewBitmap returns a white one, dots wide and height dots high.
func NewBitmap(dots, height int) *Bitmap {
	width := (dots + 7) / 8
	return &Bitmap{width, height, make([]byte, width*height)}
}

// Set blackens a dot, counted from the left top corner.
func (m *Bitmap) Set(x, y int) { m.Bits[y*m.Width+x/8] |= 0x80 >> (x % 8) }

// Black says whether a dot is black.
func (m *Bitmap) Black(x, y int) bool { return m.Bits[y*m.Width+x/8]&(0x80>>(x%8)) != 0 }

// Bands calls print with the bitmap from the top in strips of at most height
// rows. They share the bits.
func (m *Bitmap) Bands(height int, print func(*Bitmap)) {
	for y := 0; y < m.Height; y += height {
		h := min(height, m.Height-y)
		print(&Bitmap{m.Width, h, m.Bits[y*m.Width : (y+h)*m.Width]})
	}
}
