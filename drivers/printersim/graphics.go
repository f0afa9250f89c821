package printersim

import "rsc.io/qr"

// qrStore is the symbol that GS ( k is putting together.
type qrStore struct {
	data   string
	module int  // dots
	level  byte // 48 to 51: L, M, Q, H
}

func (m *machine) obeyGraphics(c command) bool {
	switch c.op {
	case "GS v":
		m.raster(c)
	case "GS ( k":
		m.symbol(c.data)
	case "GS ( L", "GS 8 L":
		m.graphics(c.data)
	default:
		return false
	}
	return true
}

// raster is GS v 0: m of 1 and 3 doubles the width, of 2 and 3 the height.
func (m *machine) raster(c command) {
	width := int(c.args[4]) | int(c.args[5])<<8
	mode := c.args[3] % 48
	m.flush(false)
	m.picture(unpack(c.data, width, 1+int(mode&1), 1+int(mode>>1&1)))
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

// picture prints d where ESC a says; what is wider than the paper is lost.
func (m *machine) picture(d *dots) {
	wide := newDots(m.roll.width, d.height)
	left := aligned(wide.width-d.width, m.mode.align)
	for i, p := range d.pix {
		if p == 0 {
			wide.set(left+i%d.width, i/d.width)
		}
	}
	m.print(wide)
}

// graphics is GS ( L with m of 48: function 112 stores a raster, 2 and 50
// print it (pages gs_lparen_cl_fn50, _fn112).
func (m *machine) graphics(p []byte) {
	if len(p) < 2 || p[0] != 48 {
		return
	}
	switch {
	case p[1] == 112 && len(p) >= 10:
		width := ((int(p[6]) | int(p[7])<<8) + 7) / 8
		height := int(p[8]) | int(p[9])<<8
		if width*height == len(p)-10 {
			m.pic = unpack(p[10:], width, max(1, int(p[3])), max(1, int(p[4])))
		}
	case (p[1] == 2 || p[1] == 50) && m.pic != nil:
		m.flush(false)
		m.picture(m.pic)
		m.pic = nil
	}
}

// symbol is GS ( k for QR (49): functions 67 module, 69 level, 80 data, 81
// print. A level or a module out of range leaves what was before.
func (m *machine) symbol(p []byte) {
	if len(p) < 3 || p[0] != 49 {
		return
	}
	switch fn, n := p[1], p[2]; {
	case fn == 67 && n >= 1 && n <= 16:
		m.qr.module = int(n)
	case fn == 69 && n >= 48 && n <= 51:
		m.qr.level = n
	case fn == 80 && n == 48:
		m.qr.data = string(p[3:])
	case fn == 81 && n == 48:
		m.printQR()
	}
}

// printQR prints the symbol without a quiet zone, as the manual says; one that
// is wider than the paper is not printed.
func (m *machine) printQR() {
	code, err := qr.Encode(m.qr.data, qr.Level(m.qr.level-48))
	if err != nil || m.qr.data == "" || code.Size*m.qr.module > m.roll.width {
		return
	}
	side := code.Size * m.qr.module
	d := newDots(side, side)
	for y := range side {
		for x := range side {
			if code.Black(x/m.qr.module, y/m.qr.module) {
				d.set(x, y)
			}
		}
	}
	m.flush(false)
	m.picture(d)
}
