package ui

import (
	"slices"
	"strings"
	"unicode"

	"guichet/forms"
	"guichet/kiosk/session"
)

// A code of several groups, one field each ([forms.PadCode]): a group that is full
// leads to the next one, an empty one back, and one that is touched is corrected
// alone.

// code has capitals and digits. No code has a U: it is taken for a V.
func code(s shape) board {
	b := iban(s, false)
	for _, row := range b.rows {
		for i, k := range row {
			if k.types == "U" {
				row[i] = gap(1)
			}
		}
	}
	return b
}

// codeColumns is how many groups stand in a row of this width.
func (t *typist) codeColumns(fields []session.Field) int {
	widest := textWidth(strings.Repeat("W", fields[0].MaxLength), t.m.font(capField*min(t.m.k, 1.25)), false)
	for cols := len(fields); cols > 1; cols-- {
		room := (t.textWidth() - float32(cols-1)*t.m.mm(6)) / float32(cols)
		if len(fields)%cols == 0 && room >= widest+t.m.mm(11) {
			return cols
		}
	}
	return 1
}

// takes tells whether a letter of a real keyboard, or of a scanner that types, is
// one for a field: what stands between the groups of a code is not.
func takes(f session.Field, r rune) bool {
	return f.Pad != forms.PadCode || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// fills tells whether a field that holds all that it may leads to the next one.
func fills(f session.Field) bool {
	return f.MaxLength > 0 && (f.Pad == forms.PadNumber || f.Pad == forms.PadCode)
}

// back moves the caret from an empty group to the one before.
func (l *local) back(v *session.View, f session.Field) {
	if f.Pad != forms.PadCode {
		return
	}
	all := typeable(fieldsOf(v).Items)
	if i := slices.IndexFunc(all, func(o session.Field) bool { return o.Name == f.Name }); i > 0 {
		l.field = all[i-1].Name
		l.begin(v)
	}
}
