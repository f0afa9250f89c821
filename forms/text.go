package forms

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Longest texts where a page does not say otherwise, in characters.
const (
	textLimit     = 120
	longTextLimit = 1000
)

func (p *Page) textLimit() int {
	switch {
	case p.MaxLength > 0:
		return p.MaxLength
	case p.Type == LongText:
		return longTextLimit
	}
	return textLimit
}

func textFields(p *Page) []Field {
	return []Field{{Name: Value, Pad: PadText, MaxLength: p.textLimit()}}
}

func parseText(p *Page, in Input, _ Day) (map[string]string, *Problem) {
	v := in[Value]
	if p.Type == ShortText {
		v = oneLine(v)
	}
	if over := utf8.RuneCountInString(v) - p.textLimit(); over > 0 {
		return nil, tooLong(Value, p.textLimit())
	}
	return value(v), nil
}

func tooLong(field string, limit int) *Problem {
	return problem(field, "text.long", "max", strconv.Itoa(limit))
}

func formatValue(_ *Page, a Answer, _, _ Catalog) []string { return []string{a.Fields[Value]} }

func formatLines(_ *Page, a Answer, _, _ Catalog) []string {
	return strings.Split(a.Fields[Value], "\n")
}
