package printersim

import (
	"image"
	"image/color"

	"github.com/boombuler/barcode/datamatrix"
	"rsc.io/qr"
)

// symbolStore is what is set of the two-dimensional symbols.
type symbolStore struct {
	qr, dataMatrix square
	pdf417         stacked
}

type square struct {
	data   string
	module int // dots
	level  qr.Level
}

type stacked struct {
	data   string
	module int // width of a module, dots
	row    int // height of a row, modules
	level  byte
}

// newSymbolStore is what ESC @ leaves: a QR module of 3 dots, on the Reliance 8.
func newSymbolStore(d dialect) symbolStore {
	module := 3
	if d == reliance {
		module = 8
	}
	return symbolStore{
		qr: square{module: module, level: qr.L}, dataMatrix: square{module: 3},
		pdf417: stacked{module: 3, row: 3, level: 1},
	}
}

// What GS ( k calls them: cn.
const (
	cnPDF417           = 48
	cnQR               = 49
	cnDataMatrix       = 54
	cnDataMatrixCustom = 81
)

// obeySymbol is GS ( k. A value out of range leaves what was before.
func (m *machine) obeySymbol(p []byte) {
	if len(p) < 3 {
		return
	}
	cn, fn, args := p[0], p[1], p[2:]
	switch {
	case cn == cnQR && m.model.qr == epson:
		m.epsonQR(fn, args)
	case cn == cnQR && m.model.qr == custom:
		m.customQR(fn, args)
	case cn == cnPDF417 && (m.model.pdf417 == epson || m.model.pdf417 == custom):
		m.orderPDF417(fn, args)
	case cn == cnDataMatrix && m.model.dataMatrix == epson:
		m.orderDataMatrix(fn, args, 48, 16)
	case cn == cnDataMatrixCustom && m.model.dataMatrix == custom:
		m.orderDataMatrix(fn, args, 51, 24)
	default:
		m.ignored++
	}
}

// epsonQR: functions 167 module, 169 level, 180 data, 181 print.
func (m *machine) epsonQR(fn byte, args []byte) {
	s := &m.symbols.qr
	switch n := args[0]; {
	case fn == 67 && n >= 1 && n <= 16:
		s.module = int(n)
	case fn == 69 && n >= 48 && n <= 51:
		s.level = qr.Level(n - 48)
	case fn == 80 && n == 48:
		s.data = string(args[1:])
	case fn == 81 && n == 48:
		m.printQR()
	}
}

// customQR: the same with other numbers: the levels begin with "automatic" and
// data and print have 49 for 48 (VKP80III commands manual, functions 165-181).
func (m *machine) customQR(fn byte, args []byte) {
	s := &m.symbols.qr
	switch n := args[0]; {
	case fn == 67 && n >= 2 && n <= 24:
		s.module = int(n)
	case fn == 69 && n == 48:
		s.level = qr.M
	case fn == 69 && n >= 49 && n <= 52:
		s.level = qr.Level(n - 49)
	case fn == 80 && n == 49:
		s.data = string(args[1:])
	case fn == 81 && n == 49:
		m.printQR()
	}
}

// printQR prints the symbol without a quiet zone, as the manual says; one that
// is wider than the paper is not printed.
func (m *machine) printQR() {
	s := m.symbols.qr
	code, err := qr.Encode(s.data, s.level)
	if err != nil || s.data == "" {
		return
	}
	m.blocks(code.Size, code.Size, s.module, s.module, code.Black)
}

// orderPDF417: functions 67 module, 68 row, 69 correction, 80 data, 81 print.
// The number of columns and rows (65, 66) is always the symbol's own choice here.
func (m *machine) orderPDF417(fn byte, args []byte) {
	s := &m.symbols.pdf417
	switch n := args[0]; {
	case fn == 67 && n >= 2 && n <= 8:
		s.module = int(n)
	case fn == 68 && n >= 2 && n <= 8:
		s.row = int(n)
	case fn == 69 && len(args) > 1 && n == 48 && args[1] >= 48 && args[1] <= 56:
		s.level = args[1] - 48
	case fn == 80 && n == 48:
		s.data = string(args[1:])
	case fn == 81 && n == 48:
		m.printPDF417()
	}
}

func (m *machine) printPDF417() {
	s := m.symbols.pdf417
	if columns, rows, black, ok := draw417(s.data, s.level); ok {
		m.blocks(columns, rows, s.module, s.module*s.row, black)
	}
}

// orderDataMatrix: functions 67 module, 80 data, 81 print, with the maker's m.
func (m *machine) orderDataMatrix(fn byte, args []byte, order byte, widest byte) {
	s := &m.symbols.dataMatrix
	switch n := args[0]; {
	case fn == 67 && n >= 2 && n <= widest:
		s.module = int(n)
	case fn == 80 && n == order:
		s.data = string(args[1:])
	case fn == 81 && n == order:
		m.printDataMatrix()
	}
}

func (m *machine) printDataMatrix() {
	s := m.symbols.dataMatrix
	code, err := datamatrix.Encode(s.data)
	if err != nil || s.data == "" {
		return
	}
	size := code.Bounds().Size()
	m.blocks(size.X, size.Y, s.module, s.module, func(x, y int) bool { return dark(code, x, y) })
}

func dark(img image.Image, x, y int) bool {
	min := img.Bounds().Min
	return color.Gray16Model.Convert(img.At(min.X+x, min.Y+y)).(color.Gray16).Y < 0x8000
}

// blocks prints a symbol of so many modules; one that is wider than the print
// area is not printed.
func (m *machine) blocks(columns, rows, width, height int, black func(x, y int) bool) {
	if columns*width > m.area() {
		return
	}
	d := newDots(columns*width, rows*height)
	for y := range d.height {
		for x := range d.width {
			if black(x/width, y/height) {
				d.set(x, y)
			}
		}
	}
	m.flush()
	m.picture(d)
}

func (m *machine) printRelianceQR(data string) {
	align, module := m.mode.align, m.symbols.qr.module
	m.symbols.qr.data, m.mode.align = data, 1
	code, err := qr.Encode(data, qr.L) // its level is not in the documentation
	for err == nil && m.symbols.qr.module > 3 && code.Size*m.symbols.qr.module > m.area() {
		m.symbols.qr.module--
	}
	m.printQR()
	m.mode.align, m.symbols.qr.module = align, module
}
