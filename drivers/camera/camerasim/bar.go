package camerasim

// The bar is the upper sixteenth of the picture, cut into 28 fields of the same
// width: white, black, then 24 bits from the highest (white is 1), then the
// parity of the even and of the odd bits. It counts milliseconds and begins
// again after 4 h 39 min.
const (
	barBits   = 24
	barFields = 2 + barBits + 2
	barPart   = 16 // of the height
	// BarMask is what of a number of milliseconds the bar holds.
	BarMask = 1<<barBits - 1
)

const white, black = 235, 16 // of luma, ITU-R BT.601

// barField is the luma of one field.
func barField(i int, ms uint32) byte {
	on := i == 0
	switch {
	case i >= 2 && i < 2+barBits:
		on = ms>>(barBits+1-i)&1 == 1
	case i >= 2+barBits:
		on = parity(ms, i-2-barBits)
	}
	if on {
		return white
	}
	return black
}

// parity of the bits number odd, odd+2, odd+4 …
func parity(ms uint32, odd int) bool {
	p := false
	for b := odd; b < barBits; b += 2 {
		p = p != (ms>>b&1 == 1)
	}
	return p
}

// ReadBar reads the bar of a picture that went through a codec, perhaps in
// another size. luma is any measure of light at a point. False: there is no bar,
// or not a whole one.
func ReadBar(width, height int, luma func(x, y int) byte) (ms uint32, ok bool) {
	field := func(i int) int { return lightOf(i, width, height, luma) }
	light, dark := field(0), field(1)
	if light-dark < 80 {
		return 0, false
	}
	half := (light + dark) / 2
	for i := range barBits {
		ms <<= 1
		if field(2+i) > half {
			ms |= 1
		}
	}
	for odd := range 2 {
		if parity(ms, odd) != (field(2+barBits+odd) > half) {
			return 0, false
		}
	}
	return ms, true
}

// lightOf is the mean of nine points around the middle of a field.
func lightOf(i, width, height int, luma func(x, y int) byte) int {
	sum := 0
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			x := (2*i+1)*width/(2*barFields) + dx*width/(6*barFields)
			y := height/(2*barPart) + dy*height/(8*barPart)
			sum += int(luma(x, y))
		}
	}
	return sum / 9
}
