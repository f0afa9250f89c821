package escpos

// The symbols of GS ( k, page gs_lparen_lk: cn says which, fn what about it.
// Functions are numbered cn-48 and fn in the manual: 180 is cn 49, fn 80. All
// settings last until ESC @.
//
// Custom's printers have other numbers for the same (VKP80III command manual,
// as read in quobox/vkp80iii and Defilak/libvkp80ii).
const (
	cnPDF417           = 48
	cnQR               = 49
	cnDataMatrix       = 54
	cnCustomDataMatrix = 81

	fnColumns   = 65 // PDF417, function 65: 0 is automatic
	fnRows      = 66 // PDF417, function 66: 0 is automatic
	fnModule    = 67 // functions 67, 167, 667: dots
	fnRowHeight = 68 // PDF417, function 68: in modules
	fnLevel     = 69 // functions 69, 169: error correction
	fnStore     = 80 // functions 80, 180, 680
	fnPrint     = 81 // functions 81, 181, 681

	fnModel          = 65 // QR, function 165: 50 is model 2
	fnCustomVersion  = 66 // QR: 0 is automatic
	fnCustomEncoding = 65 // Data Matrix: 6 is automatic
)

// symbol puts a GS ( k function with its parameters.
func (e *encoder) symbol(cn, fn byte, params ...byte) {
	e.out = append(e.out, 0x1D, '(', 'k', byte(len(params)+2), 0, cn, fn)
	e.put(params)
}

// store puts GS ( k function 80 of cn. m is 48, but for Custom.
func (e *encoder) store(cn, m byte, data string) {
	n := len(data) + 3
	e.out = append(e.out, 0x1D, '(', 'k', byte(n), byte(n>>8), cn, fnStore, m)
	e.out = append(e.out, data...)
}

// qrEpson is a QR symbol of model 2, which is what ESC @ chooses (function
// 165), and of level M.
func (e *encoder) qrEpson(data string, module byte) {
	e.symbol(cnQR, fnModule, module)
	e.symbol(cnQR, fnLevel, 49)
	e.store(cnQR, 48, data)
	e.symbol(cnQR, fnPrint, 48)
}

// qrCustom is the same in Custom's dialect: levels count from 49, data and
// print have 49 where Epson has 48.
func (e *encoder) qrCustom(data string, module byte) {
	e.symbol(cnQR, fnModel, 50, 0)
	e.symbol(cnQR, fnCustomVersion, 0)
	e.symbol(cnQR, fnModule, module)
	e.symbol(cnQR, fnLevel, 50)
	e.store(cnQR, 49, data)
	e.symbol(cnQR, fnPrint, 49)
}

// pdf417 has as many columns and rows as the printer sees fit: it never prints
// one that is wider than the paper.
func (e *encoder) pdf417(data string, module, row, level byte) {
	e.symbol(cnPDF417, fnColumns, 0)
	e.symbol(cnPDF417, fnRows, 0)
	e.symbol(cnPDF417, fnModule, module)
	e.symbol(cnPDF417, fnRowHeight, row)
	e.symbol(cnPDF417, fnLevel, 48, 48+level)
	e.store(cnPDF417, 48, data)
	e.symbol(cnPDF417, fnPrint, 48)
}

// matrixEpson is a Data Matrix symbol, square and as small as its data allows,
// which is what ESC @ chooses (function 666).
func (e *encoder) matrixEpson(data string, module byte) {
	e.symbol(cnDataMatrix, fnModule, module)
	e.store(cnDataMatrix, 48, data)
	e.symbol(cnDataMatrix, fnPrint, 48)
}

// matrixCustom has a number of its own, and 51 where Epson has 48.
func (e *encoder) matrixCustom(data string, module byte) {
	e.symbol(cnCustomDataMatrix, fnCustomEncoding, 6)
	e.symbol(cnCustomDataMatrix, fnModule, module)
	e.store(cnCustomDataMatrix, 51, data)
	e.symbol(cnCustomDataMatrix, fnPrint, 51)
}
