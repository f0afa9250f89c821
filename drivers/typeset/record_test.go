package typeset

import (
	"fmt"
	"strings"
	"testing"

	"guichet/drivers/printer"
)

// record is a Sink that writes down what it is told, a line a call.
type record struct {
	draws   bool // it has commands for symbols
	told    []string
	symbols []Symbol
	bitmaps []*Bitmap
}

func (r *record) Line(text []rune, st Style) {
	s := strings.ReplaceAll(string(text), string(Glue), "~")
	for _, w := range []struct {
		on   bool
		word string
	}{{st.Bold, "bold"}, {st.Big, "big"}, {st.Small, "small"}, {st.Align == printer.Centre, "centre"}, {st.Align == printer.Right, "right"}} {
		if w.on {
			s += " /" + w.word
		}
	}
	r.told = append(r.told, s)
}

func (r *record) Feed(lines int) { r.told = append(r.told, fmt.Sprintf("<feed %d>", lines)) }

func (r *record) Symbol(s Symbol) bool {
	if !r.draws {
		return false
	}
	r.symbols = append(r.symbols, s)
	r.told = append(r.told, "<symbol>")
	return true
}

func (r *record) Bitmap(m *Bitmap) {
	r.bitmaps = append(r.bitmaps, m)
	r.told = append(r.told, "<dots>")
}

// roll is paper of so many columns of 12 dots.
func roll(columns int, pages ...string) printer.Profile {
	if pages == nil {
		pages = []string{"cp1252"}
	}
	p := printer.Profile{Name: "test", Columns: columns, Dots: 12 * columns, DPI: 203}
	for i, name := range pages {
		p.CodePages = append(p.CodePages, printer.CodePage{Name: name, Number: byte(i)})
	}
	return p
}

func compose(t *testing.T, p printer.Profile, doc printer.Document) *record {
	t.Helper()
	r := &record{}
	if err := Compose(doc, p, r); err != nil {
		t.Fatal(err)
	}
	return r
}
