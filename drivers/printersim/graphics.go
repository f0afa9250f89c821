package printersim

func (m *machine) obeyGraphics(c command) bool {
	switch c.op {
	case "GS v":
		m.raster(c)
	case "ESC *":
		m.bitImage(c)
	case "GS ( k":
		m.obeySymbol(c.data)
	case "GS k":
		m.barcode(c)
	case "GS h":
		m.mode.bars.height = max(1, int(c.args[0]))
	case "GS w":
		if n := int(c.args[0]); n >= 1 && n <= 6 {
			m.mode.bars.module = n
		}
	case "GS H":
		m.mode.bars.reading = c.args[0] % 48
	case "GS f":
		m.mode.bars.small = c.args[0]%48 == 1
	case "FS }%", "FS }t":
		m.obeyReliance(c)
	case "GS ( L", "GS 8 L":
		m.graphics(c.data)
	default:
		return false
	}
	return true
}

// raster is GS v 0: m of 1 and 3 doubles the width, of 2 and 3 the height.
func (m *machine) raster(c command) {
	mode := c.args[3] % 48
	m.flush()
	m.picture(unpack(c.data, le16(c.args[4:]), 1+int(mode&1), 1+int(mode>>1&1)))
}

// unpack reads rows of width bytes, a bit a dot, the leftmost in the high bit.
func unpack(data []byte, width, sx, sy int) *dots {
	if width == 0 {
		return newDots(0, 0)
	}
	d := newDots(width*8*sx, len(data)/width*sy)
	for y := range d.height {
		row := data[y/sy*width:]
		for x := range d.width {
			if row[x/sx/8]&(0x80>>(x/sx%8)) != 0 {
				d.set(x, y)
			}
		}
	}
	return d
}

// bitImage is ESC * m nL nH (page esc_asterisk): columns of 8 or 24 dots, the
// topmost in the high bit, in the line that is being put together.
func (m *machine) bitImage(c command) {
	mode, columns := c.args[2], le16(c.args[3:])
	sx, sy, bytes := 2, 3, 1
	if mode%32 == 1 {
		sx = 1
	}
	if mode >= 32 {
		sy, bytes = 1, 3
	}
	if columns > 0 {
		m.add(cell{pic: upright(c.data, columns, bytes, sx, sy), wide: 1, high: 1})
	}
}

// upright reads columns of so many bytes each.
func upright(data []byte, columns, bytes, sx, sy int) *dots {
	d := newDots(columns*sx, bytes*8*sy)
	for x := range d.width {
		column := data[x/sx*bytes:]
		for y := range d.height {
			if bit := y / sy; column[bit/8]&(0x80>>(bit%8)) != 0 {
				d.set(x, y)
			}
		}
	}
	return d
}

// graphics is GS ( L with m of 48: function 112 stores a raster, 2 and 50
// print it (pages gs_lparen_cl_fn50, _fn112).
func (m *machine) graphics(p []byte) {
	if len(p) < 2 || p[0] != 48 {
		return
	}
	switch {
	case p[1] == 112 && len(p) >= 10:
		width := (le16(p[6:]) + 7) / 8
		if height := le16(p[8:]); width*height == len(p)-10 {
			m.pic = unpack(p[10:], width, 1+index(p[3] == 2), 1+index(p[4] == 2))
		}
	case (p[1] == 2 || p[1] == 50) && m.pic != nil:
		m.flush()
		m.picture(m.pic)
		m.pic = nil
	}
}
