package typeset

import (
	"errors"
	"strings"

	"rsc.io/qr"
	"rsc.io/qr/coding"
)

const (
	// quietZone is the white frame of a QR symbol, in modules (ISO/IEC 18004).
	// The printer does not print it.
	quietZone = 4
	// squareMillimetres is how wide a square symbol becomes at most, with its
	// frame: a telephone reads it at arm's length, and the paper stays short.
	squareMillimetres = 36
	// minModule is the smallest module, in dots, that thermal paper shows.
	minModule, maxModule = 2, 8
)

// errFit: the data is empty, too long for any symbol, or for this paper.
var errFit = errors.New("this text does not fit into a symbol on this paper")

// qr prints a QR symbol. The symbol itself is only made where the printer
// cannot.
func (l *layout) qr(data string) error {
	size, ok := qrSize(data)
	module := l.squareModule(size + 2*quietZone)
	if !ok || module < minModule {
		return errFit
	}
	l.white(quietZone * module)
	if !l.to.Symbol(Symbol{Kind: QR, Data: data, Module: module}) {
		code, err := qr.Encode(data, qr.M)
		if err != nil {
			return err
		}
		l.modules(code.Size, code.Size, module, module, code.Black)
	}
	l.white(quietZone * module)
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

// modules prints a symbol as dots, in the middle: width by height modules, each
// of sx by sy dots.
func (l *layout) modules(width, height, sx, sy int, black func(x, y int) bool) {
	left := (l.p.Dots - width*sx) / 2
	m := NewBitmap(left+width*sx, height*sy)
	for y := range m.Height {
		for x := range width * sx {
			if black(x/sx, y/sy) {
				m.Set(left+x, y)
			}
		}
	}
	l.to.Bitmap(m)
}

// qrSize is the width in modules of the QR symbol of data at level M, in one
// mode from end to end. A printer that changes the mode on the way may make it
// smaller, never larger.
func qrSize(data string) (modules int, ok bool) {
	if data == "" {
		return 0, false
	}
	bits := coding.String(data).Bits
	switch {
	case only(data, "0123456789"):
		bits = coding.Num(data).Bits
	case only(data, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"):
		bits = coding.Alpha(data).Bits
	}
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if bits(v) <= v.DataBytes(coding.M)*8 {
			return 17 + 4*int(v), true
		}
	}
	return 0, false
}

func only(data, alphabet string) bool {
	for _, r := range data {
		if !strings.ContainsRune(alphabet, r) {
			return false
		}
	}
	return true
}
