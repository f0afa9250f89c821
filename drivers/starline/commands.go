package starline

import "bytes"

// The commands, under their names in the specification, with its pages.
var (
	// ESC @, page 3-64: initialise. Prints what is in the line buffer, leaves
	// the receive buffer and ESC RS a as they are.
	initialise = []byte{0x1B, '@'}
	// ESC z 1, page 3-21: lines of 4 mm. A memory switch may say 3.
	lineOf4mm = []byte{0x1B, 'z', 1}
	// ESC 0, page 3-21: lines of 3 mm, which are the 24 dots of ESC k.
	lineOf3mm = []byte{0x1B, '0'}
	// ESC M, page 3-10: no space between characters, so that font A has a pitch
	// of 12 dots. A memory switch may say otherwise.
	pitch12 = []byte{0x1B, 'M'}
	// ESC R 0, page 3-7: the international set of ASCII. A memory switch may
	// say France, which has no @, # and [.
	internationalUSA = []byte{0x1B, 'R', 0}
	// LF, page 3-20.
	lineFeed = []byte{'\n'}
	// ESC d 3, page 3-44: feed to the cutter and cut, leaving a point. With a
	// presenter it is a full cut.
	feedAndCut = []byte{0x1B, 'd', 3}
	// ETB, page 3-55: count one, and tell a status, when all before it is
	// printed.
	countOne = []byte{0x17}
	// ESC ACK SOH, page 3-54: tell a status, in real time. That page forbids it
	// while ASB is valid; page 5-7 says that it is answered "regardless", and
	// Star's own libstario polls with it whatever ASB is. For a printer that
	// keeps silent then: auto: false.
	askStatus = []byte{0x1B, 0x06, 0x01}
	// ESC SYN 0 0, page 3-101: the presenter takes its paper back, or lets it
	// fall in front; a memory switch says which.
	recoverPaper = []byte{0x1B, 0x16, '0', 0}
)

// Bytes that are commands by themselves, in real time.
const (
	eot    = 0x04 // page 3-54: tell a byte of status
	enq    = 0x05 // there too: another
	cancel = 0x18 // CAN, page 3-63: empty the receive and line buffers, initialise
)

// autoStatus is ESC RS a n, page 3-53: ASB invalid or valid.
func autoStatus(on bool) []byte { return []byte{0x1B, 0x1E, 'a', flag(on)} }

// selectPage is ESC GS t n, page 3-4: 32 is code page 1252, 4 is 858.
func selectPage(n byte) []byte { return []byte{0x1B, 0x1D, 't', n} }

// emphasise is ESC E and ESC F, page 3-16.
func emphasise(on bool) []byte {
	if on {
		return []byte{0x1B, 'E'}
	}
	return []byte{0x1B, 'F'}
}

// doubleSize is ESC i n1 n2, page 3-12: high, wide.
func doubleSize(on bool) []byte { return []byte{0x1B, 'i', flag(on), flag(on)} }

// fontB is ESC RS F n, page 3-3: 9 by 24 dots. TSP600, 700, 800 and TUP900 have
// not got it and would print the F: it is sent for small print only.
func fontB(on bool) []byte { return []byte{0x1B, 0x1E, 'F', flag(on)} }

// justify is ESC GS a n, page 3-31: 0 left, 1 centre, 2 right.
func justify(n byte) []byte { return []byte{0x1B, 0x1D, 'a', n} }

// feedLines is ESC a n, page 3-20, as often as it takes: n is 127 at most.
func feedLines(lines int) []byte {
	var all []byte
	for lines > 0 {
		n := min(lines, 127)
		if n == cancel {
			n--
		}
		all = append(all, 0x1B, 'a', byte(n))
		lines -= n
	}
	return all
}

// recoveryTime is ESC SYN 1 n, page 3-101: the presenter takes a paper back
// that nobody took for so many half seconds; 0 is never.
func recoveryTime(n byte) []byte { return []byte{0x1B, 0x16, '1', n} }

// bandHeight is how many rows of dots ESC k has.
const bandHeight = 24

// fineImage is ESC k n1 n2, page 3-36: a band of 24 rows, each so many bytes
// wide. What is wider than the paper would be printed as text. The raster mode
// (ESC * r) is not for serial lines, says section 3.4.
func fineImage(width int, rows []byte) []byte {
	return append([]byte{0x1B, 'k', byte(width), byte(width >> 8)}, rows...)
}

// qrSymbol is ESC GS y S 0, S 1, S 2, D 1 and P, pages 3-129 and following:
// model 2, level M, dots a cell, data, print.
func qrSymbol(data string, cell byte) []byte {
	return bytes.Join([][]byte{
		{0x1B, 0x1D, 'y', 'S', '0', 2},
		{0x1B, 0x1D, 'y', 'S', '1', 1},
		{0x1B, 0x1D, 'y', 'S', '2', cell},
		{0x1B, 0x1D, 'y', 'D', '1', 0, byte(len(data)), byte(len(data) >> 8)}, []byte(data),
		{0x1B, 0x1D, 'y', 'P'},
	}, nil)
}

// barCode is ESC b n1 n2 n3 n4 d RS, page 3-42: CODE128, with its text below
// and a line feed, bars of mode 1, 2 or 3 (2, 3 or 4 dots), height in dots.
// In its data % stands for itself as %0 (page 5-3).
func barCode(data string, mode, height byte) []byte {
	all := []byte{0x1B, 'b', '6', '2', '0' + mode, height}
	all = append(all, bytes.ReplaceAll([]byte(data), []byte("%"), []byte("%0"))...)
	return append(all, 0x1E)
}

// pdf417Symbol is ESC GS x S 0 to S 3, D and P, pages 3-122 and following: so
// many columns and as many rows as it takes, security level, dots a module,
// height of a row in modules, data, print.
func pdf417Symbol(data string, columns, level, module, row byte) []byte {
	return bytes.Join([][]byte{
		{0x1B, 0x1D, 'x', 'S', '0', 1, 0, columns},
		{0x1B, 0x1D, 'x', 'S', '1', level},
		{0x1B, 0x1D, 'x', 'S', '2', module},
		{0x1B, 0x1D, 'x', 'S', '3', row},
		{0x1B, 0x1D, 'x', 'D', byte(len(data)), byte(len(data) >> 8)}, []byte(data),
		{0x1B, 0x1D, 'x', 'P'},
	}, nil)
}

func flag(on bool) byte {
	if on {
		return 1
	}
	return 0
}
