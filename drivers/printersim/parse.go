package printersim

import "bytes"

// op is a command without its arguments: "ESC @" is its name in the manual.
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

// parse reads the command at the front of b, which is not empty. n is its
// length, and more than len(b) for one that is too long to keep (it is then
// ignored); n is 0 while more bytes are needed.
func parse(b []byte) (c command, n int) {
	switch b[0] {
	case 0x1B:
		return prefixed(b, "ESC ", escArgs)
	case 0x1C:
		return prefixed(b, "FS ", fsArgs)
	case 0x1D:
		return parseGS(b)
	case 0x10:
		return parseDLE(b)
	}
	if b[0] < ' ' {
		return command{op: op(b[:1])}, 1
	}
	end := bytes.IndexFunc(b, func(r rune) bool { return r < ' ' })
	if end < 0 {
		end = len(b)
	}
	return command{op: opText, args: b[:end:end]}, end
}

// How many argument bytes follow ESC x and FS x. Pages esc_*, fs_*.
var (
	escArgs = map[byte]int{
		'@': 0, '2': 0, 'L': 0, 'S': 0, 'i': 0, 'm': 0,
		'!': 1, 'E': 1, 'G': 1, '-': 1, 'a': 1, 't': 1, 'R': 1, 'd': 1, 'J': 1, '3': 1, 'M': 1,
		' ': 1, '{': 1, 'V': 1, '=': 1, 'U': 1, 'e': 1, 'K': 1, 'r': 1, '%': 1, 'u': 1, 'v': 0,
		'$': 2, '\\': 2, 'c': 2, 'p': 3,
	}
	fsArgs = map[byte]int{'.': 0, '&': 0, '!': 1, 'C': 1, '-': 1, 'W': 1, 'S': 2, 'p': 2}
	gsArgs = map[byte]int{
		'!': 1, 'a': 1, 'r': 1, 'I': 1, 'B': 1, 'b': 1, 'H': 1, 'h': 1, 'w': 1, 'f': 1, 'T': 1,
		'/': 1, ':': 0, 'c': 0, 'L': 2, 'W': 2, 'P': 2, '$': 2, '\\': 2, '^': 3,
	}
)

func prefixed(b []byte, family string, args map[byte]int) (command, int) {
	if len(b) < 2 {
		return command{}, 0
	}
	switch {
	case family == "ESC " && b[1] == '*':
		return bitImage(b)
	case family == "ESC " && b[1] == 'D':
		return untilZero(b, 2)
	}
	n, known := args[b[1]]
	if !known {
		return command{op: opIgnored}, 2
	}
	if len(b) < 2+n {
		return command{}, 0
	}
	return command{op: op(family + string(rune(b[1]))), args: b[2 : 2+n : 2+n]}, 2 + n
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
		return cut(b)
	case 'k':
		return barcode(b)
	case '*':
		return withData(b, 4, func(a []byte) int { return int(a[2]) * int(a[3]) * 8 })
	}
	return prefixed(b, "GS ", gsArgs)
}

// counted is a command whose length stands in size bytes at at, low first.
func counted(b []byte, family string, at, size int) (command, int) {
	if len(b) < at+size {
		return command{}, 0
	}
	length := 0
	for i := size - 1; i >= 0; i-- {
		length = length<<8 | int(b[at+i])
	}
	c, n := withData(b, at+size, func([]byte) int { return length })
	if c.op == "" && n > 0 && n <= len(b) {
		c.op = op(family + string(rune(b[2])))
	}
	return c, n
}

// raster is GS v 0 m xL xH yL yH (page gs_lv_0).
func raster(b []byte) (command, int) {
	c, n := withData(b, 8, func(a []byte) int {
		return (int(a[4]) | int(a[5])<<8) * (int(a[6]) | int(a[7])<<8)
	})
	if c.op == "" && n > 0 {
		c.op = "GS v"
	}
	return c, n
}

// withData is a command with a head and as much data as the head says.
func withData(b []byte, head int, length func(head []byte) int) (command, int) {
	if len(b) < head {
		return command{}, 0
	}
	n := head + length(b[:head])
	if n > maxOwn {
		return command{op: opIgnored}, n
	}
	if len(b) < n {
		return command{}, 0
	}
	return command{args: b[:head:head], data: b[head:n:n]}, n
}

// cut is GS V m, or GS V m n for m of 65 and 66 (page gs_cv).
func cut(b []byte) (command, int) {
	n := 3
	if len(b) >= 3 && (b[2] == 65 || b[2] == 66) {
		n = 4
	}
	if len(b) < n {
		return command{}, 0
	}
	return command{op: "GS V", args: b[2:n:n]}, n
}

// barcode is GS k m d… NUL for m up to 6, else GS k m n d… (page gs_lk).
func barcode(b []byte) (command, int) {
	if len(b) < 4 {
		return command{}, 0
	}
	if b[2] <= 6 {
		return untilZero(b, 3)
	}
	c, n := withData(b, 4, func(a []byte) int { return int(a[3]) })
	if n > 0 {
		c.op = opIgnored
	}
	return c, n
}

// bitImage is ESC * m nL nH, with 1 or 3 bytes a column (page esc_asterisk).
func bitImage(b []byte) (command, int) {
	c, n := withData(b, 5, func(a []byte) int {
		columns := int(a[3]) | int(a[4])<<8
		if a[2] >= 32 {
			return 3 * columns
		}
		return columns
	})
	if n > 0 {
		c.op = opIgnored
	}
	return c, n
}

func untilZero(b []byte, from int) (command, int) {
	i := bytes.IndexByte(b[from:], 0)
	if i < 0 && len(b) < maxOwn {
		return command{}, 0
	}
	return command{op: opIgnored}, from + max(i, 0) + 1
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
	return command{op: opIgnored}, n
}
