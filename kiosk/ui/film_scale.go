package ui

import (
	"encoding/binary"
	"image"

	"guichet/kiosk/call"
)

// scaler brings pictures to the size of a pane and to the order of bytes that
// a display wants (blue, green, red, nothing). It keeps what depends on the two
// sizes alone.
type scaler struct {
	sw, sh int
	to     image.Rectangle // in the pane; around it everything is black
	cols   []column
}

// column is where a column comes from: the offset of its left neighbour in a row
// of the source, and the weight of the right one, 0 to 255.
type column struct{ from, right uint32 }

// fit is the largest place with the proportions of w × h in the middle of a
// pane.
func fit(w, h, paneW, paneH int) image.Rectangle {
	fw, fh := paneW, h*paneW/w
	if fh > paneH {
		fw, fh = w*paneH/h, paneH
	}
	fw, fh = max(fw, 1), max(fh, 1)
	x, y := (paneW-fw)/2, (paneH-fh)/2
	return image.Rect(x, y, x+fw, y+fh)
}

// prepare is true where the sizes are new: then the pane must be emptied first.
func (s *scaler) prepare(f call.Frame, paneW, paneH int) bool {
	to := fit(f.Width, f.Height, paneW, paneH)
	if s.sw == f.Width && s.sh == f.Height && s.to == to {
		return false
	}
	s.sw, s.sh, s.to = f.Width, f.Height, to
	s.cols = s.cols[:0]
	for x := range to.Dx() {
		from, right := neighbours(x, to.Dx(), f.Width)
		s.cols = append(s.cols, column{uint32(from) * 4, right})
	}
	return true
}

// neighbours is where the middle of pixel i of n lies among m: after which one,
// and how near to the next, 0 to 255.
func neighbours(i, n, m int) (int, uint32) {
	at := max((2*i+1)*m*128/n-128, 0) // in 1/256
	if from := at >> 8; from < m-1 {
		return from, uint32(at & 255)
	}
	return m - 1, 0
}

// scale draws a picture into the pixels of a pane, stride bytes a row, between
// the nearest four (bilinear).
func (s *scaler) scale(f call.Frame, pix []byte, stride int) {
	row := f.Width * 4
	for y := range s.to.Dy() {
		from, down := neighbours(y, s.to.Dy(), f.Height)
		above := f.Pix[from*row : from*row+row]
		below := above
		if from+1 < f.Height {
			below = f.Pix[(from+1)*row : (from+2)*row]
		}
		i := (s.to.Min.Y+y)*stride + s.to.Min.X*4
		s.line(pix[i:i+4*s.to.Dx()], above, below, down)
	}
}

// line works on two channels at a time: each has eight bits of room above it.
func (s *scaler) line(out, above, below []byte, down uint32) {
	const pair = 0x00FF00FF
	for x, c := range s.cols {
		l, r := c.from, c.from+4
		if int(r) >= len(above) {
			r = l
		}
		a, b := binary.LittleEndian.Uint32(above[l:]), binary.LittleEndian.Uint32(above[r:])
		d, e := binary.LittleEndian.Uint32(below[l:]), binary.LittleEndian.Uint32(below[r:])
		rb := mix(mix(a&pair, b&pair, c.right), mix(d&pair, e&pair, c.right), down)
		g := mix(mix(a>>8&0xFF, b>>8&0xFF, c.right), mix(d>>8&0xFF, e>>8&0xFF, c.right), down)
		binary.LittleEndian.PutUint32(out[4*x:], 0xFF000000|rb<<16|g<<8|rb>>16)
	}
}

// mix is a and b in the proportion of 256-w to w, in one or two channels.
func mix(a, b, w uint32) uint32 { return (a*(256-w) + b*w) >> 8 & 0x00FF00FF }
