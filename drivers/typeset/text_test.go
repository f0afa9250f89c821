package typeset

import (
	"slices"
	"testing"

	"guichet/drivers/printer"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"nothing", "", []string{""}},
		{"fits", "1234567890", []string{"1234567890"}},
		{"between words", "un deux trois", []string{"un deux", "trois"}},
		{"space behind the edge", "1234567890 x", []string{"1234567890", "x"}},
		{"spaces at the end make no line", "1234567890  ", []string{"1234567890"}},
		{"long word", "anticonstitutionnellement", []string{"anticonsti", "tutionnell", "ement"}},
		{"keeps columns that fit", "a      b", []string{"a      b"}},
		{"keeps the indent", "  un deux trois", []string{"  un deux", "trois"}},
		{"an indent is no place to break", "  anticonstitution", []string{"  anticons", "titution"}},
		{"a no-break space holds", "coût 7,18\u00A0€", []string{"coût", "7,18\u00A0€"}},
		{"signs stay with their word", "il est là : non", []string{"il est", "là : non"}},
		{"so does the euro", "coût de 9 €, un", []string{"coût de", "9 €, un"}},
		{"a sign at the front of a word is none", "un deux :tilde", []string{"un deux", ":tilde"}},
		{"and the end of a quotation", "il dit « oui », lui", []string{"il dit", "« oui »,", "lui"}},
		{"a number is broken at its signs", "N° AR-2026-11-00421", []string{"N°", "AR-2026-", "11-00421"}},
		{"only if the line is half full", "a-bcdefghijkl", []string{"a-bcdefghi", "jkl"}},
		{"new lines", "un\n\ndeux", []string{"un", "", "deux"}},
		{"a new line after a break", "un deux trois\nquatre", []string{"un deux", "trois", "quatre"}},
		{"a new line at the edge", "1234567890\nx", []string{"1234567890", "x"}},
		{"accents are one column", "éééééééééé à", []string{"éééééééééé", "à"}},
	}
	for _, tt := range tests {
		var got []string
		var line []rune
		rest := []rune(tt.in)
		for more := true; more; {
			line, rest, more = nextLine(rest, 10)
			got = append(got, string(line))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSpell(t *testing.T) {
	cp1252 := []printer.CodePage{{Name: "cp1252", Number: 16}}
	cp858 := []printer.CodePage{{Name: "cp858", Number: 19}}
	cp850 := []printer.CodePage{{Name: "cp850", Number: 2}}
	tests := []struct {
		pages    []printer.CodePage
		in, want string
		drawn    bool
	}{
		{cp1252, "l’œuvre – 2 €…", "l’œuvre – 2 €…", false},
		{cp858, "l’été – “oui”…", `l'été - "oui"...`, false},
		{cp858, "7 €", "7 €", false},
		{cp850, "7 €", "7 EUR", false},
		{cp858, "\t\r\x00\u200B\u00ADx\u0085", "  x ", false},
		{cp1252, "e\u0301\u0093", "é", false}, // C1 controls are on the page of the standard
		{cp858, "10\u202F%", "10\u00A0%", false},
		{cp858, "Œuvre, Ÿ", "Œuvre, Ÿ", true}, // letters stay as they are: the line is drawn
		{cp1252, "Łódź", "Łódź", true},
		{cp1252, "\xff", "", false},
	}
	for _, tt := range tests {
		got, drawn := spell(nil, tt.in, tt.pages)
		if string(got) != tt.want || drawn != tt.drawn {
			t.Errorf("%q on %s: %q, drawn %v; want %q", tt.in, tt.pages[0].Name, string(got), drawn, tt.want)
		}
	}
}

// TestFrenchOnPages holds the coverage that the choice of pages rests on.
func TestFrenchOnPages(t *testing.T) {
	const french = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"
	for page, want := range map[string]int{"cp1252": 44, "cp858": 38, "cp850": 37, "cp857": 0} {
		n := 0
		for _, r := range french {
			if known(r, []printer.CodePage{{Name: page}}) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s has %d of 44 characters, want %d", page, n, want)
		}
	}
}

// TestFindPage: the page in use comes first, then the order of the profile.
func TestFindPage(t *testing.T) {
	pages := []printer.CodePage{{Name: "cp1252", Number: 16}, {Name: "cp858", Number: 19}}
	tests := []struct {
		inUse int
		r     rune
		index int
		b     byte
		ok    bool
	}{
		{-1, 'é', 0, 0xE9, true}, {1, 'é', 1, 0x82, true}, {1, 'œ', 0, 0x9C, true}, {0, '╔', 1, 0xC9, true},
		{-1, 'a', 0, 'a', true}, {1, '~', 1, '~', true}, {-1, '\x1b', 0, 0x1B, false}, {-1, 'ł', 0, 0, false}, {-1, 0x81, 0, 0, false},
	}
	for _, tt := range tests {
		if index, b, ok := FindPage(pages, tt.inUse, tt.r); index != tt.index || b != tt.b || ok != tt.ok {
			t.Errorf("%q with %d in use: %d, %#x, %v; want %d, %#x, %v", tt.r, tt.inUse, index, b, ok, tt.index, tt.b, tt.ok)
		}
	}
}
