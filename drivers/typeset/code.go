package typeset

import (
	"fmt"

	"guichet/drivers/printer"
	"guichet/drivers/symbol"
)

const (
	barMillimetres = 10 // height of a bar code
	maxBar         = 3  // dots of a module that are enough for a hand scanner
)

// code prints a symbol other than QR. Its size comes from the symbol that we
// make; a printer that knows better ways to write the data makes a smaller one.
func (l *layout) code(b printer.Code) error {
	switch b.Kind {
	case printer.Code128:
		return l.code128(b.Data)
	case printer.PDF417:
		return l.pdf417(b.Data)
	case printer.DataMatrix:
		return l.dataMatrix(b.Data)
	}
	return fmt.Errorf("no symbol of kind %d", b.Kind)
}

// code128 prints a bar code with its text below. It refuses one that would need
// bars of one dot, 0.125 mm: thermal paper runs them together, and a bar code
// that nobody can read is worse than none.
func (l *layout) code128(data string) error {
	bars, err := symbol.New(symbol.Code128, data)
	if err != nil {
		return err
	}
	across := bars.Width + 2*symbol.Code128.Quiet()
	module := min(l.p.Dots/across, maxBar)
	if module < minModule {
		return fmt.Errorf("%w: a bar code of %d characters needs %d dots, the paper has %d; shorten it, or use a QR or Data Matrix symbol",
			errFit, len(data), across*minModule, l.p.Dots)
	}
	s := Symbol{Kind: Code128, Data: data, Module: module, Height: l.p.DPI * barMillimetres * 10 / 254}
	l.white(module * 2)
	if !l.to.Symbol(s) {
		l.modules(bars, module, s.Height)
		l.text(printer.Text{S: data, Align: printer.Centre})
	}
	return nil
}

func (l *layout) pdf417(data string) error {
	rows, err := symbol.New(symbol.PDF417, data)
	if err != nil {
		return err
	}
	quiet := symbol.PDF417.Quiet()
	module := min(l.p.Dots/(rows.Width+2*quiet), maxBar)
	s := Symbol{Kind: PDF417, Data: data, Module: module, Height: symbol.PDF417Row * module}
	return l.framed(s, rows, quiet)
}

func (l *layout) dataMatrix(data string) error {
	squares, err := symbol.New(symbol.DataMatrix, data)
	if err != nil {
		return err
	}
	quiet := symbol.DataMatrix.Quiet()
	return l.framed(Symbol{Kind: DataMatrix, Data: data, Module: l.squareModule(squares.Width + 2*quiet)}, squares, quiet)
}

// framed prints a symbol with its quiet zone, in modules, above and below.
func (l *layout) framed(s Symbol, m symbol.Matrix, quiet int) error {
	if s.Module < minModule {
		return errFit
	}
	l.white(quiet * s.Module)
	if !l.to.Symbol(s) {
		l.modules(m, s.Module, max(s.Height, s.Module))
	}
	l.white(quiet * s.Module)
	return nil
}
