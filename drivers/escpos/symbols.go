package escpos

import (
	"guichet/drivers/printer"
	"guichet/drivers/typeset"
)

// maxNative is the most data that is sent as a symbol; more goes as raster.
const maxNative = 1024

// Symbol has the printer draw s where its profile names a dialect for it.
// Otherwise, and for data that could hold a command, it returns false.
func (e *encoder) Symbol(s typeset.Symbol) bool {
	dialect := e.dialect(s.Kind)
	if dialect != "epson" && dialect != "custom" || len(s.Data) > maxNative || !plain(s) {
		return false
	}
	var bars []byte
	if s.Kind == typeset.Code128 {
		var modules int
		bars, modules = code128(s.Data)
		if (modules+2*typeset.Code128.Quiet())*s.Module > e.p.Dots {
			return false // ours is narrower, and keeps its quiet zone
		}
	}
	e.justify(printer.Centre)
	switch module := byte(s.Module); {
	case s.Kind == typeset.Code128:
		e.put(barcode(byte(min(s.Height, 255)), module, bars))
	case s.Kind == typeset.PDF417:
		e.pdf417(s.Data, module, byte(s.Height/s.Module), typeset.PDF417Level)
	case s.Kind == typeset.QR && dialect == "custom":
		e.qrCustom(s.Data, module)
	case s.Kind == typeset.QR:
		e.qrEpson(s.Data, module)
	case dialect == "custom":
		e.matrixCustom(s.Data, module)
	default:
		e.matrixEpson(s.Data, module)
	}
	return true
}

func (e *encoder) dialect(kind typeset.SymbolKind) string {
	switch kind {
	case typeset.QR:
		return e.p.Symbols.QR
	case typeset.Code128:
		return e.p.Symbols.Code128
	case typeset.PDF417:
		return e.p.Symbols.PDF417
	case typeset.DataMatrix:
		return e.p.Symbols.DataMatrix
	}
	return ""
}

// plain says whether the data is ASCII without DLE, which begins the real-time
// commands. On the rest, printers disagree. Only a Data Matrix symbol may have
// other control characters: 2D-Doc parts its fields with them.
func plain(s typeset.Symbol) bool {
	for i := range len(s.Data) {
		b := s.Data[i]
		if b > '~' || b == dle || b < ' ' && s.Kind != typeset.DataMatrix {
			return false
		}
	}
	return true
}
