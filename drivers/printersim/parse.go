package printersim

import (
	"bytes"
	"fmt"
)

// op is a command without its arguments: "ESC @" is its name in the manual;
// codes above 7Fh are written in hexadecimal: "GS E0".
type op string

const (
	opText    op = "text"
	opIgnored op = "ignored"
)

// command is one command of the stream.
type command struct {
	op   op
	args []byte // fixed arguments, or the text
	data []byte // what the arguments say follows
}

// parse reads the ESC/POS command at the front of b, which is not empty. See
// tongue.
func parse(b []byte) (c command, n int) {
	switch b[0] {
	case 0x1B:
		return parseESC(b)
	case 0x1C:
		return parseFS(b)
	case 0x1D:
		return parseGS(b)
	case 0x10:
		return parseDLE(b)
	}
	return plain(b)
}

// plain is text up to the next control code, or a control code by itself.
func plain(b []byte) (command, int) {
	if b[0] < ' ' {
		return command{op: op(b[:1])}, 1
	}
	end := bytes.IndexFunc(b, func(r rune) bool { return r < ' ' })
	if end < 0 {
		end = len(b)
	}
	return command{op: opText, args: b[:end:end]}, end
}

// How many argument bytes follow ESC x, FS x and GS x. Pages esc_*, fs_*, gs_*;
// from 80h on and e, r, s, v, C, F, K, P and R: Custom, Nippon, Citizen.
var (
	escArgs = map[byte]int{
		'@': 0, '2': 0, '0': 0, 'L': 0, 'S': 0, 'i': 0, 'm': 0, 'F': 0, 'v': 0,
		'!': 1, 'E': 1, 'G': 1, '-': 1, 'a': 1, 't': 1, 'R': 1, 'd': 1, 'J': 1, '3': 1, 'M': 1,
		' ': 1, '{': 1, 'V': 1, '=': 1, 'U': 1, 'e': 1, 'K': 1, 'r': 1, '%': 1, 'u': 1, '4': 1,
		'C': 1, 's': 1, 'T': 1, 0xC1: 1,
		'$': 2, '\\': 2, 'c': 2, 'p': 3, 0xFA: 5, 'W': 8,
	}
	fsArgs = map[byte]int{'.': 0, '&': 0, '!': 1, 'C': 1, '-': 1, 'W': 1, 'K': 1, 0xC1: 1, 'S': 2, 'p': 2, 'P': 4, 0x93: 6}
	gsArgs = map[byte]int{
		'!': 1, 'a': 1, 'r': 1, 'I': 1, 'B': 1, 'b': 1, 'H': 1, 'h': 1, 'w': 1, 'f': 1, 'T': 1,
		'/': 1, '|': 1, 0xE0: 1, 0xE8: 1, 0xF0: 1,
		':': 0, 'c': 0, 0xE1: 0, 0xE2: 0, 0xE3: 0, 0xE4: 0, 0xE5: 0, 0xF6: 0, 0xF8: 0,
		'L': 2, 'W': 2, 'P': 2, '$': 2, '\\': 2, 0xE6: 2, 0xE7: 2, '^': 3, 0xD0: 4,
	}
)

// nipponSymbol is ESC q S E M data NUL.
func nipponSymbol(b []byte) (command, int) {
	if len(b) < 5 {
		return command{}, 0
	}
	c, n := untilZero(b, 5)
	c.args = b[2:5]
	return c.as("ESC q"), n
}

// simple is a command with so many argument bytes behind a head of two.
func simple(b []byte, family string, args map[byte]int) (command, int) {
	n, known := args[b[1]]
	switch {
	case !known:
		return command{op: opIgnored}, 2
	case len(b) < 2+n:
		return command{}, 0
	}
	return command{op: named(family, b[1]), args: b[2 : 2+n : 2+n]}, 2 + n
}

func named(family string, b byte) op {
	if b < 0x80 {
		return op(family + string(rune(b)))
	}
	return op(family + fmt.Sprintf("%02X", b))
}

func parseESC(b []byte) (command, int) {
	switch {
	case len(b) < 2:
		return command{}, 0
	case b[1] == '*':
		return bitImage(b)
	case b[1] == 'D':
		return tabStops(b, 32)
	case b[1] == 'b': // Nippon: n1 bytes a row, n2 n3 rows
		c, n := withData(b, 5, func(a []byte) int { return int(a[2]) * le16(a[3:]) })
		c.args = b[2:min(len(b), 5)]
		return c.as("ESC b"), n
	case b[1] == 'q': // Nippon: S E M data NUL
		return nipponSymbol(b)
	}
	return simple(b, "ESC ", escArgs)
}

func parseFS(b []byte) (command, int) {
	switch {
	case len(b) < 2 || b[1] == '}' && len(b) < 3:
		return command{}, 0
	case b[1] != '}':
		return simple(b, "FS ", fsArgs)
	case b[2] == '%': // FS } % k d1…dk
		c, n := withData(b, 4, func(a []byte) int { return int(a[3]) })
		return c.as("FS }%"), n
	}
	c, n := simple(b[1:], "FS }", map[byte]int{'&': 2, 't': 1, '`': 1, 'p': 1})
	if n > 0 {
		n++
	}
	return c, n
}

// as gives a command its name, unless it is ignored.
func (c command) as(name op) command {
	if c.op == "" {
		c.op = name
	}
	return c
}

func parseGS(b []byte) (command, int) {
	if len(b) < 2 {
		return command{}, 0
	}
	switch b[1] {
	case '(':
		return counted(b, "GS ( ", 3, 2)
	case '8':
		return counted(b, "GS 8 ", 3, 4)
	case 'v':
		return raster(b)
	case 'V':
		return choice(b, "GS V", map[byte]int{65: 1, 66: 1})
	case 'e':
		return choice(b, "GS e", map[byte]int{3: 1, 32: 2})
	case 'R':
		return choice(b, "GS R", map[byte]int{'1': 1})
	case 'G':
		return choice(b, "GS G", map[byte]int{0x31: 4})
	case 'k':
		return barcode(b)
	case '*':
		return withData(b, 4, func(a []byte) int { return int(a[2]) * int(a[3]) * 8 })
	}
	return simple(b, "GS ", gsArgs)
}

// choice is a command whose first argument says how many more there are.
func choice(b []byte, name op, more map[byte]int) (command, int) {
	if len(b) < 3 || len(b) < 3+more[b[2]] {
		return command{}, 0
	}
	n := 3 + more[b[2]]
	return command{op: name, args: b[2:n:n]}, n
}

// parseDLE passes over real-time commands: they were obeyed on arrival.
func parseDLE(b []byte) (command, int) {
	length := map[byte]int{1: 5, 2: 5, 3: 8, 7: 4, 8: 10}
	n := 1
	switch {
	case len(b) < 2:
		return command{}, 0
	case b[1] == 0x04 || b[1] == 0x05:
		n = 3
	case b[1] == 0x14 && len(b) < 3:
		return command{}, 0
	case b[1] == 0x14:
		n = max(3, length[b[2]])
	}
	if len(b) < n {
		return command{}, 0
	}
	return command{op: opRealTime}, n
}

// opRealTime was obeyed on arrival.
const opRealTime op = "real time"
