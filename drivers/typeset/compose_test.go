package typeset

import (
	"image"
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
)

// TestCompose tells what comes out of each block on paper of 16 columns.
func TestCompose(t *testing.T) {
	long := "Ligne de trente-huit caractères, juste"
	tests := []struct {
		name   string
		blocks []printer.Block
		want   []string
	}{
		{"a paragraph", []printer.Block{printer.Text{S: "Sans réponse de notre part"}}, []string{"Sans réponse de", "notre part"}},
		{"its style is that of each line", []printer.Block{printer.Text{S: "un\ndeux", Bold: true, Align: printer.Centre}},
			[]string{"un /bold /centre", "deux /bold /centre"}},
		{"big letters take two columns", []printer.Block{printer.Text{S: "RÉCÉPISSÉ DE", Big: true}}, []string{"RÉCÉPISS /big", "É DE /big"}},
		{"an indent holds for every line", []printer.Block{printer.Text{S: "un deux trois quatre", Indent: 2}}, []string{"  un deux trois", "  quatre"}},
		{"an indent leaves half of the paper", []printer.Block{printer.Text{S: "a", Indent: 99}}, []string{"        a"}},
		{"a pair", []printer.Block{printer.Pair{Left: "Total", Right: "7,18 €"}}, []string{"Total     7,18 €"}},
		{"a pair that is too wide", []printer.Block{printer.Pair{Left: "Affranchissement", Right: "5,74 €", Bold: true}},
			[]string{"Affranchissement /bold", "5,74 € /bold /right"}},
		{"a wide value alone", []printer.Block{printer.Pair{Right: "Sans réponse de nous"}}, []string{"Sans réponse de /right", "nous /right"}},
		{"a wide word without a value", []printer.Block{printer.Pair{Left: "Sans réponse de nous"}}, []string{"Sans réponse de", "nous"}},
		{"a pair of nothing", []printer.Block{printer.Pair{}}, []string{"<feed 1>"}},
		{"a rule", []printer.Block{printer.Rule{}}, []string{"----------------"}},
		{"white", []printer.Block{printer.Gap{Lines: 2}, printer.Gap{}, printer.Gap{Lines: -1}, printer.Gap{Lines: 1000}}, []string{"<feed 2>", "<feed 255>"}},
		{"an empty line", []printer.Block{printer.Text{S: "a\n\nb"}}, []string{"a", "<feed 1>", "b"}},
		{"no empty line has a style", []printer.Block{printer.Text{S: " ", Bold: true}}, []string{"<feed 1>"}},
		{"an address that fits", []printer.Block{printer.Postal{Lines: []string{"MME LEFÈVRE", "04230 ST ÉLOI"}}}, []string{"MME LEFÈVRE", "04230 ST ÉLOI"}},
		{"an address is small before it is broken", []printer.Block{printer.Postal{Lines: []string{"12 RUE DES TILLEULS", "04230 ST ÉLOI"}}},
			[]string{"12 RUE DES TILLEULS /small", "04230 ST ÉLOI /small"}},
		{"a letter of no page is drawn", []printer.Block{printer.Text{S: "Łódź\net Œuvre"}}, []string{"<dots>", "et Œuvre"}},
	}
	for _, tt := range tests {
		if got := compose(t, roll(16), printer.Document{Blocks: tt.blocks}).told; !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
	got := compose(t, roll(32), printer.Document{Blocks: []printer.Block{printer.Postal{Lines: []string{long}}}}).told
	if want := []string{long + " /small"}; !slices.Equal(got, want) {
		t.Errorf("an address of 38 characters on 58 mm: %q", got)
	}
}

// TestLarge: every letter is big, and the white grows with them.
func TestLarge(t *testing.T) {
	got := compose(t, roll(32), printer.Document{Large: true, Blocks: []printer.Block{
		printer.Text{S: "Merci de votre visite"}, printer.Gap{Lines: 1},
		printer.Pair{Left: "Total", Right: "7 €"}, printer.Rule{},
		printer.Postal{Lines: []string{"MME LEFÈVRE"}}, printer.Postal{Lines: []string{"12 RUE DES TILLEULS"}},
	}}).told
	want := []string{
		"Merci de votre /big", "visite /big", "<feed 2>", "Total        7 € /big", strings.Repeat("-", 16) + " /big",
		"MME LEFÈVRE /big", "12 RUE DES TILLEULS",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestComposeRefuses(t *testing.T) {
	narrow := roll(16)
	for name, block := range map[string]printer.Block{
		"nothing":                   nil,
		"empty QR":                  printer.QR{},
		"endless QR":                printer.QR{Data: strings.Repeat("x", 5000)},
		"QR wider than the paper":   printer.QR{Data: strings.Repeat("x", 900)},
		"empty bar code":            printer.Code{},
		"accents in a bar code":     printer.Code{Data: "é"},
		"bar code of 49 characters": printer.Code{Data: strings.Repeat("0", 49)},
		"bar code too wide":         printer.Code{Data: strings.Repeat("x", 40)},
		"empty PDF417":              printer.Code{Kind: printer.PDF417},
		"endless PDF417":            printer.Code{Kind: printer.PDF417, Data: strings.Repeat("x", 3000)},
		"empty Data Matrix":         printer.Code{Kind: printer.DataMatrix},
		"accents in a Data Matrix":  printer.Code{Kind: printer.DataMatrix, Data: "é"},
		"endless Data Matrix":       printer.Code{Kind: printer.DataMatrix, Data: strings.Repeat("x", 3000)},
		"unknown symbol":            printer.Code{Kind: 99, Data: "x"},
		"no picture":                printer.Picture{},
		"picture of no size":        printer.Picture{Image: image.NewGray(image.Rectangle{})},
		"unknown dithering":         printer.Picture{Image: image.NewGray(image.Rect(0, 0, 1, 1)), Dither: 9},
		"address of 7 lines":        printer.Postal{Lines: make([]string, 7)},
		"address of 39 columns":     printer.Postal{Lines: []string{strings.Repeat("x", 39)}},
		"newline in an address":     printer.Postal{Lines: []string{"a\nb"}},
		"address on narrow paper":   printer.Postal{Lines: []string{strings.Repeat("x", 38)}},
	} {
		if err := Compose(printer.Document{Blocks: []printer.Block{block}}, narrow, &record{draws: true}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, p := range map[string]printer.Profile{
		"no paper": {CodePages: narrow.CodePages}, "no code pages": {Columns: 16, Dots: 192, DPI: 203}, "unknown code page": roll(16, "cp857"),
	} {
		if err := Compose(printer.Document{}, p, &record{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzCompose: whatever a citizen types, a line fits on the paper, has no
// control character, and every character of it is on a page.
func FuzzCompose(f *testing.F) {
	for _, s := range []string{"é", "Łódź\nŒuvre", "\x1b@\x10\x04", "a\u0301\u0302", "\xff\xfe", strings.Repeat("x ", 100), "مرحبا", "1\u202F2 €…"} {
		f.Add(s, 3, true, false)
	}
	f.Fuzz(func(t *testing.T, s string, indent int, bold, large bool) {
		if len(s) > 500 {
			return
		}
		p := roll(32, "cp858")
		w := watch{t: t, p: p}
		err := Compose(printer.Document{Large: large, Blocks: []printer.Block{
			printer.Text{S: s, Bold: bold, Indent: indent}, printer.Text{S: s, Big: bold, Align: printer.Right}, printer.Pair{Left: s, Right: s},
		}}, p, &w)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range []printer.Block{printer.QR{Data: s}, printer.Postal{Lines: strings.Split(s, "\n")}, printer.Code{Data: s},
			printer.Code{Kind: printer.PDF417, Data: s}, printer.Code{Kind: printer.DataMatrix, Data: s}} {
			Compose(printer.Document{Blocks: []printer.Block{b}}, p, &w) // an error is an answer
		}
	})
}

// watch is a Sink that looks at every line.
type watch struct {
	record
	t *testing.T
	p printer.Profile
}

func (w *watch) Line(text []rune, st Style) {
	room := (&layout{p: w.p}).width(st)
	if len(text) == 0 || len(text) > room || text[len(text)-1] == ' ' {
		w.t.Fatalf("%q on a line of %d", string(text), room)
	}
	for _, r := range text {
		if _, b, ok := FindPage(w.p.CodePages, -1, r); r != Glue && (!ok || b < ' ') {
			w.t.Fatalf("%q in %q", r, string(text))
		}
	}
}

func (w *watch) Bitmap(m *Bitmap) {
	if m.Width > (w.p.Dots+7)/8 || len(m.Bits) != m.Width*m.Height || m.Height == 0 {
		w.t.Fatalf("%d bytes for %d by %d", len(m.Bits), m.Width, m.Height)
	}
}
