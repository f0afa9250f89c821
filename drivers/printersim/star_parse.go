package printersim

import "bytes"

// starline is a printer's Star Line Mode side, after the STAR Line Mode Command
// Specifications, revisions 0.09 and 1.12.
type starline struct {
	urgent []byte // a real-time command that is coming in

	asb  bool // ESC RS a
	said [9]byte
	etb  int  // the counter of ETB
	done bool // an ETB is being told

	raster starRaster
}

// parse reads one command; the raster mode has commands of its own.
func (s *starline) parse(b []byte) (command, int) {
	if s.raster.on {
		return parseStarRaster(b)
	}
	if b[0] != 0x1B {
		return plain(b)
	}
	return parseStarESC(b)
}

// How many argument bytes follow ESC x, ESC RS x and ESC GS x.
var (
	starESC = map[byte]int{
		'@': 0, 'E': 0, 'F': 0, '4': 0, '5': 0, '0': 0, '1': 0, '2': 0, 'M': 0, 'P': 0, 'p': 0, ':': 0,
		'g': 0, '6': 0, '7': 0, 'O': 0, 'q': 0, 0x0E: 0, 0x14: 0,
		'-': 1, '_': 1, 'W': 1, 'h': 1, 'a': 1, 'J': 1, 'I': 1, 'A': 1, '3': 1, 'z': 1, 'y': 1, 'd': 1,
		' ': 1, 'R': 1, '/': 1, 'l': 1, 'Q': 1, 'N': 1, 't': 1, '$': 1, 'C': 1, 0x06: 1,
		'i': 2, 's': 2, 0x07: 2, 0x16: 2, 0x0C: 1,
	}
	starRS = map[byte]int{'a': 1, 'F': 1, 'E': 1, 'A': 1, 'd': 1, 'C': 1, 'c': 1, 'r': 1, 'R': 1, 'i': 1, 'L': 1, 'm': 1}
	starGS = map[byte]int{'t': 1, 'a': 1, 'b': 1, 'c': 1, 'A': 2, 'R': 2, '#': 2, 0x03: 3, 0x07: 3}
)

func parseStarESC(b []byte) (command, int) {
	if len(b) < 2 {
		return command{}, 0
	}
	switch b[1] {
	case 0x1D:
		return parseStarGS(b)
	case 0x1E:
		return prefixed(b, "ESC RS ", starRS)
	case '*':
		return parseStarRaster(b)
	case 'b':
		return starBarcode(b)
	case 'B', 'D':
		return starTabs(b)
	case '#', '?':
		return starSwitch(b)
	case 0x1C: // ESC FS p n m
		return command{op: opIgnored}, min(5, len(b))
	}
	if columns, ok := starColumns[b[1]]; ok {
		c, n := withData(b, 4, func(a []byte) int { return columns * le16(a[2:]) })
		return c.as(named("ESC ", b[1])), n
	}
	return simple(b, "ESC ", starESC)
}

// starColumns: bytes of bit image for each of n1 + 256 n2: columns of 8 dots
// (K, L) or 24 (X), or 24 rows (k).
var starColumns = map[byte]int{'K': 1, 'L': 1, 'X': 3, 'k': 24}

// prefixed is a command of three codes.
func prefixed(b []byte, family string, args map[byte]int) (command, int) {
	if len(b) < 3 {
		return command{}, 0
	}
	c, n := simple(b[1:], family, args)
	if n > 0 {
		n++
	}
	return c, n
}

func parseStarGS(b []byte) (command, int) {
	if len(b) < 3 {
		return command{}, 0
	}
	switch b[2] {
	case 'S': // ESC GS S m xL xH yL yH n d…
		c, n := withData(b, 9, func(a []byte) int { return le16(a[4:]) * le16(a[6:]) })
		return c.as("ESC GS S"), n
	case 'x', 'y':
		return starSymbol(b)
	case '(', ')':
		if _, n := counted(b[1:], "ESC GS ", 3, 2); n > 0 {
			return command{op: opIgnored}, n + 1
		}
		return command{}, 0
	}
	return prefixed(b, "ESC GS ", starGS)
}

// starSymbol are ESC GS x (PDF417) and ESC GS y (QR).
func starSymbol(b []byte) (command, int) {
	if len(b) < 4 {
		return command{}, 0
	}
	family := "ESC GS " + string(rune(b[2]))
	switch {
	case b[3] == 'D' && b[2] == 'x':
		c, n := withData(b, 6, func(a []byte) int { return le16(a[4:]) })
		return c.as("ESC GS xD"), n
	case b[3] == 'D':
		c, n := withData(b, 8, func(a []byte) int { return le16(a[6:]) })
		return c.as("ESC GS yD"), n
	case b[3] != 'S':
		return command{op: named(family, b[3])}, 4
	case len(b) < 6 || b[2] == 'x' && b[4]%48 == 0 && len(b) < 8:
		return command{}, 0
	}
	n := 6
	if b[2] == 'x' && b[4]%48 == 0 {
		n = 8
	}
	return command{op: op(family + "S"), args: b[4:n:n]}, n
}

// starBarcode is ESC b n1 n2 n3 n4 d1…dk RS.
func starBarcode(b []byte) (command, int) {
	if len(b) < 6 {
		return command{}, 0
	}
	end := bytes.IndexByte(b[6:], 0x1E)
	switch {
	case end >= 0:
		return command{op: "ESC b", args: b[2:6:6], data: b[6 : 6+end : 6+end]}, 6 + end + 1
	case len(b) < maxOwn:
		return command{}, 0
	}
	return command{op: opIgnored}, 6
}

// starTabs is ESC D n1…nk NUL, k up to 16, and ESC B for vertical ones.
func starTabs(b []byte) (command, int) {
	c, n := tabStops(b, 16)
	if b[1] == 'B' && n > 0 {
		c.op = opIgnored
	}
	return c, n
}

// starSwitch is ESC # … LF NUL, a memory switch, and ESC ? LF NUL, a reset.
func starSwitch(b []byte) (command, int) {
	end := bytes.Index(b[2:], []byte{0x0A, 0})
	switch {
	case end >= 0:
		return command{op: named("ESC ", b[1])}, end + 4
	case len(b) < 32:
		return command{}, 0
	}
	return command{op: opIgnored}, 2
}
