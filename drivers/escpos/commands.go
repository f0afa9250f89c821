package escpos

import "bytes"

// The commands, under their names in the ESC/POS reference. Page names are
// those of reference_en/escpos/<page>.html.
var (
	// ESC @, page esc_atsign: initialise. It turns ASB off and does not empty
	// the receive buffer.
	initialise = []byte{0x1B, '@'}
	// FS ., page fs_period: cancel Kanji mode. Chinese printers start in it
	// and would read accents as half of an ideogram.
	cancelKanji = []byte{0x1C, '.'}
	// GS a n, page gs_la: automatic status back for on-line (02h), error (04h)
	// and paper (08h) changes.
	autoStatus = []byte{0x1D, 'a', 0x0E}
	// LF, page lf: print and feed a line.
	lineFeed = []byte{'\n'}
	// GS V 66 n, page gs_cv function B: feed until the last line has passed
	// the cutter, and 24 dots (3 mm) of margin, then cut, leaving a point. GS V
	// 0 and 1 would cut through the last lines.
	feedAndCut = []byte{0x1D, 'V', 66, 24}
	// GS r 1, page gs_lr: send the paper status when all before it is
	// processed.
	fence = []byte{0x1D, 'r', 1}
	// DLE DC4 8, page dle_dc4 function 8: empty the receive and print buffers,
	// in real time, off-line too; answers 37h 25h 00h. In the TM-T20 quick
	// reference (p. 4), Programming Guide p. 395, TM-T90 specification p. 98.
	clearBuffers = []byte{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}
)

// selectPage is ESC t n, page esc_lt: character code table n.
func selectPage(n byte) []byte { return []byte{0x1B, 't', n} }

// emphasise is ESC E n, page esc_ce.
func emphasise(on bool) []byte { return []byte{0x1B, 'E', flag(on)} }

// doubleSize is GS ! n, page gs_exclamation: width and height, 1 or 2 times.
func doubleSize(on bool) []byte { return []byte{0x1D, '!', flag(on) * 0x11} }

// justify is ESC a n, page esc_la: 0 left, 1 centre, 2 right. Obeyed only at
// the start of a line.
func justify(n byte) []byte { return []byte{0x1B, 'a', n} }

// feedLines is ESC d n, page esc_ld: print and feed n lines. Not ESC J (dots),
// which some 58 mm printers ignore.
func feedLines(n byte) []byte { return []byte{0x1B, 'd', n} }

// askStatus is DLE EOT n, page dle_eot: the printer answers one byte in real
// time, busy or off-line.
func askStatus(n byte) []byte { return []byte{0x10, 0x04, n} }

// processID is GS ( H function 48, page gs_lparen_ch: answers 37h 22h d1-d4
// 00h when everything before it is printed. TM-T20 quick reference, p. 4.
func processID(id string) []byte {
	return append([]byte{0x1D, '(', 'H', 6, 0, 48, 48}, id[:4]...)
}

// rasterImage is GS v 0, page gs_lv_0: width in bytes, height in dots, and
// exactly that much data: with less, the printer takes what follows as dots.
func rasterImage(width, height int, data []byte) []byte {
	head := []byte{0x1D, 'v', '0', 0, byte(width), byte(width >> 8), byte(height), byte(height >> 8)}
	return append(head, data...)
}

// qrSymbol is GS ( k functions 165, 167, 169, 180 and 181, pages
// gs_lparen_lk_fn165 and following: model 2, dots a module, level M, data,
// print.
func qrSymbol(data string, module byte) []byte {
	n := len(data) + 3
	return bytes.Join([][]byte{
		{0x1D, '(', 'k', 4, 0, 49, 65, 50, 0},
		{0x1D, '(', 'k', 3, 0, 49, 67, module},
		{0x1D, '(', 'k', 3, 0, 49, 69, 49},
		{0x1D, '(', 'k', byte(n), byte(n >> 8), 49, 80, 48}, []byte(data),
		{0x1D, '(', 'k', 3, 0, 49, 81, 48},
	}, nil)
}

func flag(on bool) byte {
	if on {
		return 1
	}
	return 0
}
