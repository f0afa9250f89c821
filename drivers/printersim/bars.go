package printersim

import "strings"

// bars is what is set of bar codes: GS h, GS w, GS H, GS f.
type bars struct {
	height, module int  // dots
	reading        byte // where the characters stand: 0 nowhere, 1 above, 2 below, 3 both
	small          bool // in font B
}

// code128 are the widths of the bars and spaces of each value (ISO/IEC 15417,
// table 1); the last is the stop.
var code128 = strings.Fields(
	"212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 " +
		"112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 " +
		"311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 " +
		"112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 " +
		"313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 " +
		"314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 " +
		"122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 " +
		"124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 " +
		"114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112",
)

// Values that are no data.
const (
	shift128      = 98
	toC, toB, toA = 99, 100, 101
	startA        = 103
	stop128       = 106
	valueFNC1     = 102
	valueFNC2     = 97
	valueFNC3     = 96
	valueFNC4B    = 100
	valueFNC4A    = 101
)

// barcode is GS k (page gs_lk). Of the symbologies CODE128 is drawn, the others
// are passed over.
func (m *machine) barcode(c command) {
	kind := c.args[0]
	if kind != 73 && (kind != 8 || m.model.qr == epson) || m.model.code128 != epson {
		m.ignored++
		return
	}
	values, text := read128(c.data)
	m.flush()
	m.printBars(values, text)
}

// printBars draws the bars and, where that is set, the characters. Bars that
// are wider than the print area are not printed.
func (m *machine) printBars(values []int, text string) {
	widths := widths128(values)
	b := m.mode.bars
	d := newDots(total(widths)*b.module, b.height)
	if len(values) == 0 || d.width > m.area() {
		return
	}
	x := 0
	for i, w := range widths {
		if i%2 == 0 {
			d.fill(x, 0, w*b.module, d.height)
		}
		x += w * b.module
	}
	m.reading(text, b.reading&1 != 0)
	m.picture(d)
	m.reading(text, b.reading&2 != 0)
}

// reading prints the characters of a bar code, where on is true.
func (m *machine) reading(text string, on bool) {
	if !on {
		return
	}
	before := m.mode
	m.mode.wide, m.mode.high, m.mode.bold, m.mode.under, m.mode.small = 1, 1, false, false, before.bars.small
	for _, r := range text {
		m.put(r)
	}
	m.flush()
	m.mode = before
}

func total(widths []int) (n int) {
	for _, w := range widths {
		n += w
	}
	return n
}

// widths128 adds the check character and the stop.
func widths128(values []int) (widths []int) {
	if len(values) == 0 {
		return nil
	}
	check := values[0]
	for i, v := range values {
		check += i * v
	}
	for _, v := range append(append([]int{}, values...), check%103, stop128) {
		for _, w := range code128[v] {
			widths = append(widths, int(w-'0'))
		}
	}
	return widths
}

// read128 reads the data of GS k 73: "{A", "{B" and "{C" choose the set and must
// come first, "{S" shifts, "{1" to "{4" are functions, "{{" is a brace. Data
// that is not right gives nothing.
func read128(data []byte) (values []int, text string) {
	r := reader128{}
	for i := 0; i < len(data); i++ {
		var ok bool
		if data[i] == '{' && i+1 < len(data) {
			i++
			ok = r.special(data[i])
		} else {
			ok = r.plain(data[i])
		}
		if !ok {
			return nil, ""
		}
	}
	return r.values, r.text.String()
}

type reader128 struct {
	set, shifted byte // 'A', 'B' or 'C'; 0 before the first
	values       []int
	text         strings.Builder
}

func (r *reader128) special(b byte) bool {
	switch {
	case b >= 'A' && b <= 'C':
		r.choose(b)
	case r.set == 0:
		return false
	case b == '{':
		return r.plain('{')
	case b == 'S' && r.set != 'C':
		r.values, r.shifted = append(r.values, shift128), 'A'+'B'-r.set
	case b >= '1' && b <= '4':
		r.values = append(r.values, r.function(b))
	default:
		return false
	}
	return true
}

func (r *reader128) choose(set byte) {
	if r.set == 0 {
		r.values = append(r.values, startA+int(set-'A'))
	} else if r.set != set {
		r.values = append(r.values, map[byte]int{'A': toA, 'B': toB, 'C': toC}[set])
	}
	r.set = set
}

func (r *reader128) function(b byte) int {
	switch {
	case b == '1':
		return valueFNC1
	case b == '2':
		return valueFNC2
	case b == '3':
		return valueFNC3
	case r.set == 'A':
		return valueFNC4A
	}
	return valueFNC4B
}

// plain is a character of the set, or, in set C, a number below 100.
func (r *reader128) plain(b byte) bool {
	set := r.set
	if r.shifted != 0 {
		set, r.shifted = r.shifted, 0
	}
	switch {
	case set == 'C' && b < 100:
		r.values = append(r.values, int(b))
		r.text.WriteByte('0' + b/10)
		r.text.WriteByte('0' + b%10)
		return true
	case set == 'A' && b < ' ':
		r.values = append(r.values, int(b)+64)
		r.text.WriteByte(' ')
		return true
	case set == 'A' && b < 96, set == 'B' && b >= ' ' && b < 128:
		r.values = append(r.values, int(b)-32)
		r.text.WriteByte(b)
		return b >= ' '
	}
	return false
}
