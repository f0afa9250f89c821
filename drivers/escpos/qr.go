package escpos

import (
	"errors"

	"rsc.io/qr"

	"guichet/drivers/printer"
)

const (
	// quietZone is the white frame of a symbol, in modules (ISO/IEC 18004).
	// The printer does not print it.
	quietZone = 4
	// qrMillimetres is how wide a symbol becomes at most, with its frame: a
	// telephone reads it at arm's length, and the paper stays short.
	qrMillimetres = 36
	// minModule is the smallest module, in dots, that thermal paper shows.
	minModule, maxModule = 2, 8
)

// errQR: the data is empty, too long for any symbol, or for this paper.
var errQR = errors.New("this text does not fit into a QR symbol on this paper")

func (e *encoder) qr(data string) error {
	code, err := qr.Encode(data, qr.M)
	if err != nil || data == "" {
		return errQR
	}
	module := e.moduleDots(code.Size)
	if module < minModule {
		return errQR
	}
	white := byte((quietZone*module + lineDots - 1) / lineDots)
	e.put(feedLines(white))
	if e.p.Symbols.QR == "epson" && plain(data) && len(data) <= maxNativeQR {
		e.set(style{align: printer.Centre})
		e.put(qrSymbol(data, byte(module)))
	} else {
		e.set(style{})
		e.raster(e.qrBitmap(code, module))
	}
	e.put(feedLines(white))
	return nil
}

// moduleDots is the largest module that keeps a symbol of size modules within
// the paper and within qrMillimetres.
func (e *encoder) moduleDots(size int) int {
	room := min(e.p.Dots, e.p.DPI*qrMillimetres*10/254)
	m := min(room/(size+2*quietZone), maxModule)
	if m < minModule { // a long text may use the whole width
		m = e.p.Dots / (size + 2*quietZone)
	}
	return m
}

func (e *encoder) qrBitmap(code *qr.Code, module int) *bitmap {
	side := code.Size * module
	left := (e.p.Dots - side) / 2
	m := newBitmap(left+side, side)
	for y := range side {
		for x := range side {
			if code.Black(x/module, y/module) {
				m.set(left+x, y)
			}
		}
	}
	return m
}

// plain says whether data is printable ASCII. Other bytes could be a real-time
// command, and printers disagree on their character set.
func plain(data string) bool {
	for i := range len(data) {
		if data[i] < ' ' || data[i] > '~' {
			return false
		}
	}
	return true
}
