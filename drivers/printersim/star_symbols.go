package printersim

import (
	"strings"

	"rsc.io/qr"
)

func (s *starline) obeySymbols(m *machine, c command) bool {
	switch c.op {
	case "ESC GS yS":
		m.starQR(c.args[0], c.args[1])
	case "ESC GS yD":
		m.symbols.qr.data = string(c.data)
	case "ESC GS yP":
		m.printQR()
	case "ESC GS xS":
		m.starPDF417(c.args[0], c.args[1])
	case "ESC GS xD":
		m.symbols.pdf417.data = string(c.data)
	case "ESC GS xP":
		m.printPDF417()
	case "ESC b":
		m.starBars(c)
	case "ESC GS S":
		m.flush()
		m.picture(unpack(c.data, le16(c.args[4:]), 1, 1))
	case "ESC K", "ESC L", "ESC X", "ESC k":
		m.starImage(c)
	default:
		return false
	}
	return true
}

// starQR is ESC GS y S: 0 model, 1 level, 2 cell of 1 to 8 dots.
func (m *machine) starQR(what, n byte) {
	switch {
	case what == '1' && n <= 3:
		m.symbols.qr.level = qr.Level(n)
	case what == '2' && n >= 1 && n <= 8:
		m.symbols.qr.module = int(n)
	}
}

// starPDF417 is ESC GS x S: 0 size (here always the symbol's own choice), 1
// level, 2 width of a module, 3 height of a row in modules.
func (m *machine) starPDF417(what, n byte) {
	s := &m.symbols.pdf417
	switch {
	case what == '1' && n <= 8:
		s.level = n
	case what == '2' && n >= 1 && n <= 10:
		s.module = int(n)
	case what == '3' && n >= 1 && n <= 10:
		s.row = int(n)
	}
}

// starImage: ESC K and ESC L are columns of 8 dots (K half as dense), ESC X of
// 24, ESC k is 24 rows.
func (m *machine) starImage(c command) {
	n := le16(c.args[2:])
	if n == 0 {
		return
	}
	var d *dots
	switch c.op {
	case "ESC K":
		d = upright(c.data, n, 1, 2, 3)
	case "ESC L":
		d = upright(c.data, n, 1, 1, 3)
	case "ESC X":
		d = upright(c.data, n, 3, 1, 1)
	default:
		d = unpack(c.data, n, 1, 1)
	}
	m.add(cell{pic: d, wide: 1, high: 1})
}

// starBars is ESC b n1 n2 n3 n4: of the kinds, 6 is CODE128; n2 of 2 and 4 adds
// the characters below; n3 is a module of 2, 3 or 4 dots; n4 the height.
func (m *machine) starBars(c command) {
	kind, below, mode, height := c.args[0]%48, c.args[1]%48, c.args[2]%48, c.args[3]
	if kind != 6 || below < 1 || below > 4 || mode < 1 || mode > 3 || height == 0 {
		m.ignored++
		return
	}
	values, text := starCode128(c.data)
	m.flush()
	m.mode.bars = bars{height: int(height), module: 1 + int(mode), reading: 2 * (1 - below%2)}
	m.printBars(values, text)
}

// starCode128 chooses the set: C where more than four digits lead, else B; "%0"
// is a percent sign, the other signs behind "%" are control characters and
// functions, which are left out here.
func starCode128(data []byte) (values []int, text string) {
	s := strings.ReplaceAll(string(data), "%0", "%")
	r := reader128{}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 4 {
		r.choose('C')
		for ; digits > 1; digits -= 2 {
			r.plain((s[0]-'0')*10 + s[1] - '0')
			s = s[2:]
		}
	}
	if s != "" {
		r.choose('B')
	}
	for i := range len(s) {
		if !r.plain(s[i]) {
			return nil, ""
		}
	}
	return r.values, r.text.String()
}
