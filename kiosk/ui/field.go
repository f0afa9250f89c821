package ui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/forms"
	"guichet/kiosk/session"
)

// group are the fields of a page: rows of boxes with their labels.
func (t *typist) group(p plan) []piece {
	fields := t.fieldsShown(p)
	cols := t.columns(fields)
	var out []piece
	for i := 0; i < len(fields); i += cols {
		row := fields[i:min(i+cols, len(fields))]
		out = append(out, t.row(row, cols, p))
	}
	if p.one {
		out = []piece{t.which(fields[0], p)}
	}
	out[0].gap = t.m.mm(8)
	return out
}

// columns: the parts of a date stand in one row, other fields in two columns
// where the panel is wide.
func (t *typist) columns(fields []session.Field) int {
	switch {
	case len(fields) == 1:
		return 1
	case t.hasMonth(fields):
		return len(fields)
	case fields[0].Pad == forms.PadCode:
		return t.codeColumns(fields)
	case t.beside || t.m.port:
		return 1
	}
	return 2
}

func (t *typist) hasMonth(fields []session.Field) bool {
	for _, f := range fields {
		if f.Pad == forms.PadMonth {
			return true
		}
	}
	return false
}

// row is boxes side by side, with the same room for each label.
func (t *typist) row(row []session.Field, cols int, p plan) piece {
	gap := t.m.mm(6)
	unit := (t.textWidth() - float32(cols-1)*gap) / t.weights(row, cols)
	var boxes []fieldBox
	label, below := float32(0), float32(0)
	for _, f := range row {
		b := t.measure(f, round(unit*weight(f, row)), p)
		label, below = max(label, b.label.height()), max(below, b.below())
		boxes = append(boxes, b)
	}
	if label > 0 {
		label += t.m.mm(2.5)
	}
	side := t.m.mm(touchSide)
	return piece{h: label + side + below, gap: t.m.mm(5), draw: func(x, y float32) {
		for _, b := range boxes {
			t.para(x, y+label-t.m.mm(2.5)-b.label.height(), b.label)
			at := rect{round(x), y + label, b.w, side}
			t.field(at, b.f, p)
			t.below(rect{at.X, at.bottom(), b.w, below}, b)
			x += b.w + gap
		}
	}}
}

// weights of a whole row, so that a last row that is not full keeps the width
// of its columns.
func (t *typist) weights(row []session.Field, cols int) float32 {
	sum := float32(0)
	for _, f := range row {
		sum += weight(f, row)
	}
	return sum + float32(cols-len(row))
}

// weight: a month is a word, a day two digits, a year four.
func weight(f session.Field, row []session.Field) float32 {
	if len(row) < 3 {
		return 1
	}
	switch f.Pad {
	case forms.PadMonth:
		return 1.7
	case forms.PadNumber:
		if f.MaxLength == 2 {
			return 0.75
		}
	}
	return 1
}

// fieldBox is a field, measured.
type fieldBox struct {
	f       session.Field
	w       float32
	label   para
	example para
	wrong   para
	here    para // an agent shows it
	hand    float32
	side    float32 // of the mark beside what is wrong
	air     float32
}

func (b fieldBox) below() float32 {
	h := float32(0)
	if len(b.here.lines) > 0 {
		h = b.air + max(b.here.height(), b.hand)
	}
	switch {
	case len(b.wrong.lines) > 0:
		return h + b.air + max(b.wrong.height(), b.side)
	case len(b.example.lines) > 0:
		return h + b.air + b.example.height()
	}
	return h
}

func (t *typist) measure(f session.Field, w float32, p plan) fieldBox {
	k := min(p.k, 1.3)
	b := fieldBox{f: f, w: w, air: t.m.mm(3), side: t.m.mm(6 * k)}
	if !f.Label.Empty() && (len(t.fields) > 1 || p.help && f.Label.S != t.v.Title.S) {
		b.label = t.m.para(f.Label.S, capBody*k*0.95, true, text, w)
	}
	if !f.Example.Empty() && p.help {
		b.example = t.m.para(f.Example.S, capBody*k*0.9, false, quiet, w)
	}
	if pr := t.v.Problem; pr != nil && pr.Field == f.Name {
		b.wrong = t.m.para(pr.Text.S, capBody*k*0.9, true, problem, w-b.side-t.m.mm(2))
	}
	if t.points(f.Name) {
		b.here, b.hand = t.here(k, w), t.hand(k)
	}
	return b
}

// below draws what stands below a box: that it is shown, what is wrong, else
// an example.
func (t *typist) below(at rect, b fieldBox) {
	y := at.Y + b.air
	if len(b.here.lines) > 0 {
		t.hereLine(at.X, y, b.here, b.hand/t.m.ppm/7)
		y += max(b.here.height(), b.hand) + b.air
	}
	if len(b.wrong.lines) > 0 {
		t.icon(rect{at.X, y - t.m.mm(0.5), b.side, b.side}, "alert-circle", problem)
		t.para(at.X+b.side+t.m.mm(2), y, b.wrong)
		return
	}
	t.para(at.X, y, b.example)
}

// capField is the height of the capitals in a box, in millimetres.
const capField = capBody * 1.3

// field draws the box and what is in it. The caret stands still.
func (t *typist) field(at rect, f session.Field, p plan) {
	v := t.v
	act := action{local: func(l *local) {
		if l.field != f.Name {
			l.field = f.Name
			l.begin(v)
		}
	}}
	t.control(control{id: "field:" + f.Name, label: f.Label.S, at: at, act: act}, func() {
		active := f.Name == t.f.Name
		edge, width := quiet, t.m.mm(0.5)
		if active {
			edge, width = main, t.m.mm(1)
		}
		if pr := v.Problem; pr != nil && pr.Field == f.Name {
			edge, width = problem, t.m.mm(1)
		}
		if t.points(f.Name) {
			t.lightUp(at)
		}
		t.frame(at, card, edge, width)
		t.on = card
		t.value(at, f, active)
	})
}

// value is what was typed. Where it is longer than the box, its end is shown.
func (t *typist) value(at rect, f session.Field, active bool) {
	x := at.X + t.m.mm(5)
	if f.Pad == forms.PadSearch {
		side := t.m.mm(8)
		t.icon(rect{x, at.Y + (at.H-side)/2, side, side}, "search", quiet)
		x += side + t.m.mm(4)
	}
	size := t.m.font(capField * min(t.m.k, 1.25))
	s := t.shown(f)
	room := at.right() - t.m.mm(5) - x
	for s != "" && textWidth(s, size, false) > room {
		s = s[len(string([]rune(s)[0])):]
	}
	t.pen.beside(rect{x, at.Y, room, at.H}, para{lines: []string{s}, size: size, ink: text, lead: leadBody})
	if active {
		h := round(at.H * 0.56)
		t.box(rect{round(x + textWidth(s, size, false) + t.m.mm(0.6)), at.Y + round((at.H-h)/2), t.m.mm(0.8), h}, main)
	}
}

// shown is the value as it is read: a month by its name, a telephone number by
// pairs, an IBAN by fours, a number of the front desk as so many dots.
func (t *typist) shown(f session.Field) string {
	s := t.l.values[f.Name]
	if f.Masked {
		return strings.Repeat("•", utf8.RuneCountInString(s))
	}
	switch f.Pad {
	case forms.PadMonth:
		if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
			return t.month(n)
		}
	case forms.PadPhone:
		if strings.HasPrefix(s, "0") {
			return grouped(s, 2)
		}
	case forms.PadIBAN:
		return grouped(s, 4)
	case forms.PadCode:
		return strings.ToUpper(s)
	}
	return s
}

// grouped puts a space after each n characters.
func grouped(s string, n int) string {
	var b strings.Builder
	i := 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		i++
	}
	return b.String()
}

// which is one field, where only one fits: its label says which of them it is,
// and a button at its right leads to the one before; the keyboard leads to the
// next.
func (t *typist) which(f session.Field, p plan) piece {
	i := slices.IndexFunc(t.fields, func(o session.Field) bool { return o.Name == f.Name })
	k := min(p.k, 1.3)
	n := t.m.para(t.w.Text("ui.field", "n", strconv.Itoa(i+1), "of", strconv.Itoa(len(t.fields))), capBar*k, false, quiet, t.m.W)
	bw := float32(0)
	if i > 0 {
		bw = min(ceil(textWidth(t.word("field.back"), t.m.font(capBody*k), true))+t.m.mm(8*k+17), round(t.textWidth()*0.4))
	}
	w := t.textWidth() - bw
	if i > 0 {
		w -= t.m.mm(touchGap + 0.5)
	}
	b := t.measure(f, w, p)
	label := max(b.label.height(), n.height()) + t.m.mm(2.5)
	side := t.m.mm(touchSide)
	return piece{h: label + side + b.below(), draw: func(x, y float32) {
		t.para(x, y, b.label)
		t.para(x+t.textWidth()-n.width(), y, n)
		at := rect{x, y + label, w, side}
		t.field(at, f, p)
		t.below(rect{x, at.bottom(), w, b.below()}, b)
		if i > 0 {
			t.fieldBack(rect{x + t.textWidth() - bw, y + label, bw, side}, t.fields[i-1].Name, k)
		}
	}}
}

func (t *typist) fieldBack(at rect, before string, k float32) {
	b := button{id: "field:back", icon: "chevron-left", b: session.Button{Text: session.Text{S: t.word("field.back")}}}
	v := t.v
	t.pagerButton(at, b, k, action{local: func(l *local) { l.field = before; l.begin(v) }})
}

func lower(s string) string { return strings.ToLower(s) }
