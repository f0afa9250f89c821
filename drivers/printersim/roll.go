package printersim

import (
	"bytes"
	"image"
	"slices"
	"strings"
)

// dots is a strip of print: a byte a dot, 0 is black.
type dots struct {
	width, height int
	pix           []byte
}

const white = 0xFF

func newDots(width, height int) *dots {
	return &dots{width, height, slices.Repeat([]byte{white}, width*height)}
}

// set blackens a dot; what is off the paper is lost.
func (d *dots) set(x, y int) {
	if x >= 0 && x < d.width && y >= 0 && y < d.height {
		d.pix[y*d.width+x] = 0
	}
}

// grow adds white below, up to a height.
func (d *dots) grow(height int) {
	if height > d.height {
		d.pix = append(d.pix, slices.Repeat([]byte{white}, d.width*(height-d.height))...)
		d.height = height
	}
}

// Sheet is a piece of paper that was cut or torn off.
type Sheet struct {
	Image *image.Gray // a pixel a dot
	Text  string      // what a person reads, without the pictures
	Fate  Fate        // what became of it
}

func (s Sheet) as(f Fate) Sheet { return Sheet{s.Image, s.Text, f} }

// maxSheets is how many cut sheets are kept, and maxHanging how many rows hang
// out at most before the oldest are torn off: 10 m.
const (
	maxSheets  = 50
	maxHanging = 80_000
)

// roll is the paper that hangs out, and the sheets that were cut.
type roll struct {
	width  int
	pix    []byte // rows of width bytes, from the top
	words  []written
	sheets []*Sheet
	fed    int // dots since the beginning
	ink    int // black dots since the beginning
	cuts   int
}

// written is a line of text, the row at which it begins and its height.
type written struct {
	row, height int
	text        string
}

func (r *roll) rows() int { return len(r.pix) / r.width }

// write notes a line of text at the row that is printed next.
func (r *roll) write(text string, height int) {
	r.words = append(r.words, written{r.rows(), height, text})
}

// add prints the first height rows of d. A strip without a width is white.
func (r *roll) add(d *dots, height int) {
	strip := d.pix[:d.width*height]
	if d.width == 0 {
		strip = slices.Repeat([]byte{white}, r.width*height)
	}
	r.ink += bytes.Count(strip, []byte{0})
	r.pix = append(r.pix, strip...)
	r.fed += height
	if r.rows() > maxHanging {
		r.cut(0)
	}
}

// cut parts the paper; so many rows below the cut stay inside. It returns what
// was cut off, nil for nothing.
func (r *roll) cut(inside int) *Sheet {
	row := max(0, r.rows()-inside)
	if row == 0 {
		return nil
	}
	r.cuts++
	piece := r.sheet(row)
	r.sheets = append(r.sheets, &piece)
	r.sheets = r.sheets[max(0, len(r.sheets)-maxSheets):]
	r.pix = slices.Clone(r.pix[row*r.width:])
	var rest []written
	for _, w := range r.words {
		if w.row >= row {
			rest = append(rest, written{w.row - row, w.height, w.text})
		}
	}
	r.words = rest
	return &piece
}

// sheet copies what is above row. A line through which the cut goes, or at which
// the paper ended, is not read.
func (r *roll) sheet(row int) Sheet {
	var lines []string
	for _, w := range r.words {
		if w.row+w.height <= row {
			lines = append(lines, w.text)
		}
	}
	img := image.NewGray(image.Rect(0, 0, r.width, row))
	copy(img.Pix, r.pix)
	return Sheet{img, strings.Join(lines, "\n"), Cut}
}

// fill blackens a rectangle.
func (d *dots) fill(x, y, width, height int) {
	for dy := range height {
		for dx := range width {
			d.set(x+dx, y+dy)
		}
	}
}

// lay puts the black dots of another strip over d.
func (d *dots) lay(over *dots, x, y int) {
	for i, p := range over.pix {
		if p == 0 {
			d.set(x+i%over.width, y+i/over.width)
		}
	}
}
