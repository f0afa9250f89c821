package typeset

import (
	"errors"

	"guichet/drivers/symbol"
)

const (
	// squareMillimetres is how wide a square symbol becomes at most, with its
	// frame: a telephone reads it at arm's length, and the paper stays short.
	squareMillimetres = 36
	// minModule is the smallest module, in dots, that thermal paper shows.
	minModule, maxModule = 2, 8
)

// errFit: the symbol is wider than this paper.
var errFit = errors.New("this text does not fit into a symbol on this paper")

// qr prints a QR symbol. The symbol itself is only made where the printer
// cannot.
func (l *layout) qr(data string) error {
	size, err := symbol.QRWidth(data)
	if err != nil {
		return err
	}
	quiet := symbol.QR.Quiet()
	module := l.squareModule(size + 2*quiet)
	if module < minModule {
		return errFit
	}
	l.white(quiet * module)
	if !l.to.Symbol(Symbol{Kind: QR, Data: data, Module: module}) {
		m, err := symbol.New(symbol.QR, data)
		if err != nil {
			return err
		}
		l.modules(m, module, module)
	}
	l.white(quiet * module)
	return nil
}

// squareModule is the largest module, in dots, that keeps a symbol of size
// modules within the paper and within squareMillimetres.
func (l *layout) squareModule(size int) int {
	room := min(l.p.Dots, l.p.DPI*squareMillimetres*10/254)
	m := min(room/size, maxModule)
	if m < minModule { // a long text may use the whole width
		m = l.p.Dots / size
	}
	return m
}

// white feeds at least so many dots.
func (l *layout) white(dots int) {
	l.to.Feed((dots + lineDots - 1) / lineDots)
}

// modules prints a symbol as dots, in the middle, each module sx by sy.
func (l *layout) modules(s symbol.Matrix, sx, sy int) {
	left := (l.p.Dots - s.Width*sx) / 2
	m := NewBitmap(left+s.Width*sx, s.Height*sy)
	for y := range m.Height {
		for x := range s.Width * sx {
			if s.Black(x/sx, y/sy) {
				m.Set(left+x, y)
			}
		}
	}
	l.to.Bitmap(m)
}
