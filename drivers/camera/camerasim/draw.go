package camerasim

import "math"

// Size is how many bytes a picture takes in I420: the plane Y, then U and V of
// half its width and height, rounded up.
func Size(width, height int) int {
	return width*height + 2*((width+1)/2)*((height+1)/2)
}

// wave is a period of a sine, 256 steps, ±64.
var wave = func() (w [256]int32) {
	for i := range w {
		w[i] = int32(math.Round(64 * math.Sin(2*math.Pi*float64(i)/256)))
	}
	return
}()

// Draw draws into dst, I420 in video range, what the camera sees at ms: waves
// that wander, with the noise of a camera, and the bar. The same arguments draw
// the same picture.
func Draw(dst []byte, width, height int, ms uint32) {
	ms &= BarMask
	n := width * height
	noise := ms*2654435761 + 1
	for y := range height {
		noise = drawRow(dst[y*width:(y+1)*width], y, ms, noise)
	}
	drawBar(dst, width, height, ms)
	cw, ch := (width+1)/2, (height+1)/2
	for y := range ch {
		drawColour(dst[n+y*cw:n+(y+1)*cw], dst[n+cw*ch+y*cw:n+cw*ch+(y+1)*cw], y, ms)
	}
}

func drawRow(row []byte, y int, ms, noise uint32) uint32 {
	down := wave[(uint32(2*y)+ms/16)&255]
	for x := range row {
		noise ^= noise << 13 // xorshift32, G. Marsaglia, 2003
		noise ^= noise >> 17
		noise ^= noise << 5
		row[x] = byte(120 + wave[(uint32(x)+ms/8)&255]*down/64 + int32(noise>>29))
	}
	return noise
}

func drawColour(u, v []byte, y int, ms uint32) {
	for x := range u {
		u[x] = byte(128 + wave[(uint32(2*x)+ms/32)&255]/2)
		v[x] = byte(128 + wave[(uint32(3*y)+ms/32)&255]/2)
	}
}

func drawBar(dst []byte, width, height int, ms uint32) {
	row := dst[:width]
	for x := range row {
		row[x] = barField(x*barFields/width, ms)
	}
	for y := 1; y < height/barPart; y++ {
		copy(dst[y*width:(y+1)*width], row)
	}
}
