package escpos

import (
	"slices"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/profiles"
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
		{"long word", "anticonstitutionnellement", []string{"anticonsti", "tutionnell", "ement"}},
		{"keeps columns that fit", "a      b", []string{"a      b"}},
		{"keeps the indent", "  un deux trois", []string{"  un deux", "trois"}},
		{"an indent is no place to break", "  anticonstitution", []string{"  anticons", "titution"}},
		{"a no-break space holds", "coût 7,18\u00A0€", []string{"coût", "7,18\u00A0€"}},
		{"new lines", "un\n\ndeux", []string{"un", "", "deux"}},
		{"accents are one column", "éééééééééé à", []string{"éééééééééé", "à"}},
	}
	for _, tt := range tests {
		if got := wrap(tt.in, 10); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSpell(t *testing.T) {
	cp858 := []printer.CodePage{{Name: "cp858", Number: 19}}
	cp850 := []printer.CodePage{{Name: "cp850", Number: 2}}
	tests := []struct {
		pages    []printer.CodePage
		in, want string
	}{
		{cp858, "œuvre, Œuvre, Ÿ", "oeuvre, OEuvre, Y"},
		{cp858, "l’été – “oui”…", `l'été - "oui"...`},
		{cp858, "7 €", "7 €"},
		{cp850, "7 €", "7 EUR"},
		{cp858, "\t\r\x00\u200B\u00ADx", "  x"},
		{cp858, "10\u202F%", "10\u00A0%"},
		{cp858, "Łódź", "Łódź"}, // a name stays as it is: the line is drawn
	}
	for _, tt := range tests {
		if got := spell(tt.in, tt.pages); got != tt.want {
			t.Errorf("%q on %s: %q, want %q", tt.in, tt.pages[0].Name, got, tt.want)
		}
	}
}

// TestFrenchOnPages holds the coverage that the choice of pages rests on.
func TestFrenchOnPages(t *testing.T) {
	const french = "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ€«»°²’–…"
	for page, want := range map[string]int{"cp1252": 44, "cp858": 38, "cp850": 37} {
		n := 0
		for _, r := range french {
			if _, ok := onPage(printer.CodePage{Name: page}, r); ok {
				n++
			}
		}
		if n != want {
			t.Errorf("%s has %d of 44 characters, want %d", page, n, want)
		}
	}
}

// FuzzEncode: whatever a citizen types, the job is one that cannot switch the
// printer off and cannot smuggle a command in.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{"é", "Łódź", "\x1b@", "\x10\x04\x01", "a\u0301\u0302", "\xff\xfe", strings.Repeat("x", 200), "مرحبا"} {
		f.Add(s, true)
	}
	p, err := profiles.Get("generic-58mm")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string, bold bool) {
		if len(s) > 2000 {
			return
		}
		job, err := Encode(printer.Document{Blocks: []printer.Block{
			printer.Text{S: s, Bold: bold, Indent: len(s)}, printer.Pair{Left: s, Right: s},
		}}, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
			if strings.Contains(string(job), bad) {
				t.Fatalf("%x in the job of %q", bad, s)
			}
		}
	})
}
