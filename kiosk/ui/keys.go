package ui

import (
	"strconv"
	"strings"
	"unicode"

	"guichet/forms"
)

// op is what a key does.
type op uint8

const (
	opType  op = iota // types its letters
	opSet             // puts its letters in place of what was there: a month
	opErase           // takes the last letter away
	opShift           // small letters, one capital, capitals
	opNext            // the caret goes to the next field
	opLayer           // other letters on the same keys
	opGap             // no key: an empty place
)

// key is one key of a keyboard or pad.
type key struct {
	op    op
	types string  // the letters; for opLayer the number of the layer
	show  string  // on the key, where that differs
	say   string  // key of its spoken name, "" where the letters are enough
	icon  string  // instead of words
	w     float32 // width in ordinary keys; 0 is 1
	lit   bool    // pressed in: shift
}

func (k key) units() float32 {
	if k.w == 0 {
		return 1
	}
	return k.w
}

// shape is how the keys of a keyboard stand.
type shape uint8

const (
	wide   shape = iota // accents and digits in blocks at the right
	tall                // accents and digits in rows of their own, above
	high                // accents at the right, digits above
	short               // accents at the right, digits on a layer
	folded              // accents and digits on layers of the same keys
)

// board is a keyboard: rows of keys, all of them as wide as the widest.
type board struct {
	rows  [][]key
	units float32
	most  float32 // widest key in millimetres
}

func newBoard(most float32, rows ...[]key) board {
	b := board{rows: rows, most: most}
	for _, r := range rows {
		u := float32(0)
		for _, k := range r {
			u += k.units()
		}
		b.units = max(b.units, u)
	}
	return b
}

// typed makes a key for each letter.
func typed(s string, c caps) []key {
	var out []key
	for _, r := range s {
		if c != small {
			r = unicode.ToUpper(r)
		}
		out = append(out, key{types: string(r)})
	}
	return out
}

var (
	erase = key{op: opErase, icon: "backspace", say: "key.erase"}
	space = key{types: " ", say: "key.space"}
)

func gap(w float32) key { return key{op: opGap, w: w} }

func shift(c caps) key {
	k := key{op: opShift, icon: "arrow-big-up", say: "key.shift", lit: c != small}
	if c == lock {
		k.say = "key.lock"
	}
	return k
}

// accentRows are the letters with signs that French writes, four a row: the
// names of people and places use all of them.
var accentRows = []string{"éèêë", "àâçù", "ûüîï", "ôöœæ"}

// between is the room between two blocks of keys.
const between = 0.25

// digitRows are a block of digits in the order of a telephone.
var digitRows = []string{"123", "456", "789"}

// azerty is the keyboard for words.
func azerty(s shape, l *local, next bool, withDigits bool) board {
	if l.layer != letters && (s == folded || s == short) {
		return newBoard(30, layerRows(l, next)...)
	}
	third := append([]key{shift(l.caps)}, typed("wxcvbn", l.caps)...)
	third = append(third, key{types: "'", say: "key.apostrophe"}, key{types: "-", say: "key.hyphen"}, erase)
	rows := [][]key{typed("azertyuiop", l.caps), typed("qsdfghjklm", l.caps), third, lastRow(s, next, withDigits)}
	if s == wide || s == high || s == short {
		for i := range rows {
			rows[i] = append(append(rows[i], gap(between)), typed(accentRows[i], l.caps)...)
		}
	}
	switch {
	case s == wide && withDigits:
		rows = besideRows(rows, append(digitKeys(), []key{gap(1), {types: "0"}, gap(1)}))
	case s == tall:
		rows = append([][]key{accentRow(0, l), accentRow(2, l)}, rows...)
	}
	if withDigits && (s == tall || s == high) {
		rows = append([][]key{typed("1234567890", small)}, rows...)
	}
	return newBoard(30, rows...)
}

func digitKeys() [][]key {
	var out [][]key
	for _, r := range digitRows {
		out = append(out, typed(r, small))
	}
	return out
}

// besideRows puts a block at the right of rows.
func besideRows(rows, block [][]key) [][]key {
	for i := range rows {
		rows[i] = append(append(rows[i], gap(between)), block[i]...)
	}
	return rows
}

// accentRow is two rows of accents in one, on wider keys.
func accentRow(i int, l *local) []key {
	row := typed(accentRows[i]+accentRows[i+1], l.caps)
	for i := range row {
		row[i].w = 1.25
	}
	return row
}

func lastRow(s shape, next, withDigits bool) []key {
	row, room := []key{{types: ",", say: "key.comma"}, {types: ".", say: "key.dot"}}, float32(8)
	layers := []key{
		{op: opLayer, types: strconv.Itoa(int(accents)), show: "éàç", say: "key.accents", w: 1.5},
		{op: opLayer, types: strconv.Itoa(int(digits)), show: "123", say: "key.digits", w: 1.5},
	}
	switch {
	case s == folded:
		row, room = layers, 7
	case s == short && withDigits:
		row, room = layers[1:], 8.5
	}
	if next {
		room -= 3
	}
	sp := space
	sp.w = room
	row = append(row, sp)
	if next {
		row = append(row, nextKey(3))
	}
	return row
}

func nextKey(w float32) key { return key{op: opNext, say: "key.next", w: w} }

// layerRows are the accents, or digits and signs, of a small keyboard.
func layerRows(l *local, next bool) [][]key {
	back := key{op: opLayer, types: strconv.Itoa(int(letters)), show: "abc", say: "key.letters", w: 1.5}
	sp := space
	sp.w = 8.5
	if next {
		sp.w = 5.5
	}
	last := []key{back, sp}
	if next {
		last = append(last, nextKey(3))
	}
	if l.layer == digits {
		third := append(typed(",.;:/()+", small), gap(1), erase)
		return [][]key{typed("1234567890", small), typed("'-_&\"?!*°€", small), third, last}
	}
	third := append([]key{shift(l.caps)}, typed("ôöœæ", l.caps)...)
	third = append(third, gap(4), erase)
	return [][]key{typed("éèêëàâçùûü", l.caps), typed("îï", l.caps), third, last}
}

// email has the signs of an address, and the two ends that most have.
func email(s shape, next bool) board {
	third := append(typed("wxcvbn", small), key{types: "-", say: "key.hyphen"},
		key{types: "_", say: "key.underscore"}, key{types: ".", say: "key.dot"}, erase)
	last := []key{{types: "@", say: "key.at", w: 3}, {types: ".fr", w: 2}, {types: ".com", w: 2}}
	if next {
		last = append(last, nextKey(3))
	} else {
		last = append(last, key{types: "+", say: "key.plus"}, gap(2))
	}
	return digitsWith(s, [][]key{typed("azertyuiop", small), typed("qsdfghjklm", small), third, last})
}

// iban has the capitals and digits of an account number.
func iban(s shape, next bool) board {
	e := erase
	e.w = 2
	third := append(typed("wxcvbn", once), gap(2), e)
	rows := [][]key{typed("azertyuiop", once), typed("qsdfghjklm", once), third}
	if s == wide || s == short {
		rows = besideRows(rows, [][]key{typed("1234", small), typed("5678", small), typed("90", small)})
	} else {
		rows = append([][]key{typed("1234567890", small)}, rows...)
	}
	if next {
		rows = append(rows, []key{gap(7), nextKey(3)})
	}
	return newBoard(32, rows...)
}

// digitsWith puts the digits beside four rows, or above them.
func digitsWith(s shape, rows [][]key) board {
	if s == wide || s == short {
		return newBoard(32, besideRows(rows, append(digitKeys(), []key{gap(1), {types: "0"}, gap(1)}))...)
	}
	return newBoard(32, append([][]key{typed("1234567890", small)}, rows...)...)
}

// numbers is a pad of digits in the order of a telephone, with one or two
// other characters where it needs them.
func numbers(more string, next bool) board {
	rows := digitKeys()
	e := erase
	switch len(more) {
	case 0:
		rows = append(rows, []key{gap(1), {types: "0"}, e})
	case 1:
		sign := key{types: more, say: map[string]string{",": "key.comma", "+": "key.plus"}[more]}
		rows = append(rows, []key{sign, {types: "0"}, e})
	default:
		rows = append(rows, []key{{types: more[:1]}, {types: "0"}, {types: more[1:]}})
		e.w = 3
		rows = append(rows, []key{e})
	}
	if next {
		rows = append(rows, []key{nextKey(3)})
	}
	return newBoard(46, rows...)
}

// months are twelve tiles with their names.
func months(name func(int) string) board {
	var rows [][]key
	for r := range 4 {
		var row []key
		for m := r*3 + 1; m <= r*3+3; m++ {
			row = append(row, key{op: opSet, types: strconv.Itoa(m), show: name(m)})
		}
		rows = append(rows, row)
	}
	return newBoard(60, rows...)
}

// boardFor is the keyboard of a pad.
func (c *composer) boardFor(p forms.Pad, s shape, next bool) board {
	switch p {
	case forms.PadEmail:
		return email(s, next)
	case forms.PadIBAN:
		return iban(s, next)
	case forms.PadCode:
		return code(s)
	case forms.PadMonth:
		return months(c.month)
	case forms.PadNumber:
		return numbers("", next)
	case forms.PadDecimal:
		return numbers(",", next)
	case forms.PadPhone:
		return numbers("+", next)
	case forms.PadDigits:
		return numbers("AB", next)
	case forms.PadName:
		return azerty(s, c.l, next, false)
	}
	return azerty(s, c.l, next, true)
}

// besideQuestion says that a pad is small enough to stand beside the question.
func besideQuestion(p forms.Pad) bool {
	switch p {
	case forms.PadMonth, forms.PadNumber, forms.PadDecimal, forms.PadPhone, forms.PadDigits:
		return true
	}
	return false
}

// month is the name of a month, 1 to 12.
func (c *composer) month(n int) string {
	s := c.w.Text("month." + strconv.Itoa(n))
	return strings.ToUpper(s[:1]) + s[1:]
}
