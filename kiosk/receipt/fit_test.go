package receipt

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"rsc.io/qr/coding"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/kiosk/words"
)

// wantFits fails where a driver would have to break a word.
func wantFits(t *testing.T, doc printer.Document, columns int) {
	t.Helper()
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case printer.Text:
			room := columns - b.Indent
			if b.Big {
				room /= 2
			}
			wantWords(t, doc.Name, b.S, room)
		case printer.Pair:
			wantWords(t, doc.Name, b.Left, columns)
			wantWords(t, doc.Name, b.Right, columns)
		}
	}
}

func wantWords(t *testing.T, name, s string, room int) {
	t.Helper()
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }) {
		if n := utf8.RuneCountInString(word); n > room {
			t.Errorf("%s: %q has %d characters, the line %d", name, word, n, room)
		}
	}
}

// The narrow roll has 32 columns, 16 in large letters. What the thermal
// printer's code page lacks would print as a picture, slowly.
func TestFitsTheNarrowRoll(t *testing.T) {
	for _, lang := range words.Languages {
		f := facts(lang)
		f.Copy = Duplicate
		f.Answers = []Line{{Question: "Comment vous appelez-vous\u00a0?", Answer: []string{"Anne-Laure DUPONT"}}}
		exit := Exit{Title: "Ailleurs", Text: "Là-bas.", Address: "44941 Nantes", URL: "https://exemple.fr"}
		for _, doc := range []printer.Document{Build(f), Contacts(f), ExitSlip(f, exit)} {
			wantFits(t, doc, 32)
			if _, err := charmap.Windows1252.NewEncoder().String(flat(doc)); err != nil {
				t.Errorf("%s, %s: %v", lang, doc.Name, err)
			}
		}
	}
}

func TestCode(t *testing.T) {
	got := Code("482 739 156 z", evening)
	if got != "GUICHET:1:482739156Z:2026-11-21" {
		t.Error(got)
	}
	if err := coding.Alpha(got).Check(); err != nil {
		t.Errorf("the symbol is larger than it need be: %v", err)
	}
}

// The rules of look.md, on every sentence of this package.
func TestShortSentences(t *testing.T) {
	sentence := regexp.MustCompile(`[^.!?]+`)
	for _, lang := range words.Languages {
		c := words.For(lang)
		for _, key := range c.Keys() {
			if !strings.HasPrefix(key, "receipt.") && !strings.HasPrefix(key, "notice.") {
				continue
			}
			for _, s := range sentence.FindAllString(c.Text(key), -1) {
				if n := len(strings.Fields(strings.ReplaceAll(s, "\u00a0", " "))); n > 12 {
					t.Errorf("%s %s: %d words: %s", lang, key, n, s)
				}
			}
		}
	}
}

func TestSameKeysInEveryLanguage(t *testing.T) {
	want := ownKeys(words.For(forms.French))
	if len(want) < 20 {
		t.Fatalf("only %d texts", len(want))
	}
	for _, lang := range words.Languages {
		c := words.For(lang)
		if got := ownKeys(c); !slices.Equal(got, want) {
			t.Errorf("%s: %v, French has %v", lang, got, want)
		}
		for _, key := range want {
			got, french := forms.Placeholders(c.Text(key)), forms.Placeholders(words.For(forms.French).Text(key))
			if !slices.Equal(got, french) {
				t.Errorf("%s %s: placeholders %v, French has %v", lang, key, got, french)
			}
		}
	}
}

func ownKeys(c forms.Catalog) []string {
	return slices.DeleteFunc(c.Keys(), func(k string) bool { return !strings.HasPrefix(k, "receipt.") && !strings.HasPrefix(k, "notice.") })
}
