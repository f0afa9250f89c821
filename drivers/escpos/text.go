package escpos

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"guichet/drivers/printer"
)

// glue is the space that a line is not broken at; it prints as a plain space,
// because not every page has a place for it.
const glue = '\u00A0'

// substitutes are what a typesetter would write without the character. They
// change no name: only signs, ligatures and the euro are here.
var substitutes = map[rune]string{
	'œ': "oe", 'Œ': "OE", 'Ÿ': "Y", '€': "EUR",
	'’': "'", '‘': "'", 'ʼ': "'", '“': `"`, '”': `"`, '„': `"`, '‹': "<", '›': ">",
	'«': `"`, '»': `"`,
	'–': "-", '—': "-", '‒': "-", '−': "-", '‐': "-", '\u2011': "-",
	'…': "...", '•': "*", '·': "-", '№': "No", '™': "TM",
}

// spell writes s with characters that the pages have, where that can be done
// without changing a word. It comes before wrapping: a substitute is wider.
func spell(s string, pages []printer.CodePage) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' || r == ' ':
			b.WriteRune(r)
		case isGlue(r):
			b.WriteRune(glue)
		case r == '\t' || unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.In(r, unicode.C, unicode.Mn) || r == utf8.RuneError:
			// Control characters would be commands; the rest has no width.
		default:
			b.WriteString(spellRune(r, pages))
		}
	}
	return b.String()
}

func spellRune(r rune, pages []printer.CodePage) string {
	if _, _, ok := findPage(pages, -1, r); ok {
		return string(r)
	}
	if sub, ok := substitutes[r]; ok {
		return sub
	}
	return string(r) // the line becomes a picture
}

// isGlue: no-break space, figure space, narrow no-break space (in front of ; !
// ? and in amounts) and word joiner's kin.
func isGlue(r rune) bool { return r == glue || r == '\u2007' || r == '\u202F' }

// wrap breaks s into lines of at most width characters, between words. A line
// that fits keeps its spaces; a word that is wider than the paper is broken.
func wrap(s string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		lines = append(lines, wrapParagraph([]rune(paragraph), width)...)
	}
	return lines
}

func wrapParagraph(rest []rune, width int) []string {
	var lines []string
	for len(rest) > width {
		end := breakAt(rest, width)
		lines = append(lines, strings.TrimRight(string(rest[:end]), " "))
		rest = rest[end:]
		for len(rest) > 0 && rest[0] == ' ' {
			rest = rest[1:]
		}
	}
	return append(lines, strings.TrimRight(string(rest), " "))
}

// breakAt returns how much of rest goes on a line of that width. A space just
// behind the edge is a place to break; a space among those that the line
// begins with is none, or an indent could make an empty line.
func breakAt(rest []rune, width int) int {
	start := 0
	for start < width && rest[start] == ' ' {
		start++
	}
	for i := width; i > start; i-- {
		if rest[i] == ' ' {
			return i
		}
	}
	return width
}

// columns is the width of s in characters.
func columns(s string) int { return utf8.RuneCountInString(s) }
