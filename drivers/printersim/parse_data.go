package printersim

import "bytes"

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
	return c.as(named(family, b[2])), n
}

// raster is GS v 0 m xL xH yL yH (page gs_lv_0).
func raster(b []byte) (command, int) {
	c, n := withData(b, 8, func(a []byte) int { return le16(a[4:]) * le16(a[6:]) })
	return c.as("GS v"), n
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

// barcode is GS k m d… NUL for m up to 20, else GS k m n d… (page gs_lk; Custom
// and Pyramid have more than Epson's 6 of the first form).
func barcode(b []byte) (command, int) {
	if len(b) < 4 {
		return command{}, 0
	}
	if b[2] <= 20 {
		c, n := untilZero(b, 3)
		c.args = b[2:3]
		return c.as("GS k"), n
	}
	c, n := withData(b, 4, func(a []byte) int { return int(a[3]) })
	if n > 0 {
		c.args = b[2:3]
	}
	return c.as("GS k"), n
}

// bitImage is ESC * m nL nH, with 1 or 3 bytes a column (page esc_asterisk).
func bitImage(b []byte) (command, int) {
	c, n := withData(b, 5, func(a []byte) int {
		if a[2] >= 32 {
			return 3 * le16(a[3:])
		}
		return le16(a[3:])
	})
	return c.as("ESC *"), n
}

// tabStops is ESC D n1…nk NUL, k up to most. A value that is not greater than
// the one before ends it too, and is not part of it (page esc_cd).
func tabStops(b []byte, most int) (command, int) {
	for i := 2; i < len(b); i++ {
		switch {
		case b[i] == 0:
			return command{op: "ESC D", data: b[2:i:i]}, i + 1
		case i > 2 && b[i] <= b[i-1], i-2 == most:
			return command{op: "ESC D", data: b[2:i:i]}, i
		}
	}
	return command{}, 0
}

func untilZero(b []byte, from int) (command, int) {
	i := bytes.IndexByte(b[from:], 0)
	switch {
	case i >= 0:
		return command{data: b[from : from+i : from+i]}, from + i + 1
	case len(b) < maxOwn:
		return command{}, 0
	}
	return command{op: opIgnored}, from + 1
}
