package typeset

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"guichet/drivers/printer"
)

// Glue is the space that a line is not broken at; it prints as a plain space,
// because not every page has a place for it.
const Glue = '\u00A0'

// substitutes are what a typewriter has for a sign. No letter is among them:
// œ is not oe, and a line with a letter that no page has is drawn.
var substitutes = map[rune]string{
	'€': "EUR",
	'’': "'", '‘': "'", 'ʼ': "'", '“': `"`, '”': `"`, '„': `"`, '‹': "<", '›': ">",
	'«': `"`, '»': `"`,
	'–': "-", '—': "-", '‒': "-", '−': "-", '‐': "-", '\u2011': "-",
	'…': "...", '•': "*", '·': "-", '№': "No", '™': "TM",
}

// spell appends s to dst in characters that the pages have, where that can be
// done without changing a word; drawn says that some are on no page. It comes
// before wrapping: a substitute is wider. Newlines stay.
func spell(dst []rune, s string, pages []printer.CodePage) (text []rune, drawn bool) {
	s = composed(s)
	for i, r := range s {
		if b := s[i]; b >= ' ' && b < 0x7F || b == '\n' {
			dst = append(dst, rune(b))
			continue
		}
		var odd bool
		dst, odd = spellRune(dst, r, pages)
		drawn = drawn || odd
	}
	return dst, drawn
}

// composed is s in Normalization Form C. What is below U+0300 (CCh 80h) is in it
// already, and that is nearly all of French.
func composed(s string) string {
	for i := range len(s) {
		if s[i] >= 0xCC {
			return norm.NFC.String(s)
		}
	}
	return s
}

// spellRune appends what stands for r, which is not printable ASCII.
func spellRune(dst []rune, r rune, pages []printer.CodePage) (text []rune, drawn bool) {
	switch {
	case isGlue(r):
		return append(dst, Glue), false
	case r != softHyphen && known(r, pages):
		return append(dst, r), false
	case unicode.IsSpace(r):
		return append(dst, ' '), false
	case unicode.In(r, unicode.C, unicode.Mn) || r == utf8.RuneError:
		return dst, false // controls would be commands; the rest has no width
	}
	if sub, ok := substitutes[r]; ok {
		return append(dst, []rune(sub)...), false
	}
	return append(dst, r), true
}

// softHyphen is on the pages, where it would print.
const softHyphen = '\u00AD'

func known(r rune, pages []printer.CodePage) bool {
	_, _, ok := FindPage(pages, -1, r)
	return ok
}

// isGlue: no-break space, figure space, narrow no-break space (in front of ; !
// ? and in amounts).
func isGlue(r rune) bool { return r == Glue || r == '\u2007' || r == '\u202F' }
