package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var acronym = regexp.MustCompile(`\p{Lu}{2,}`)

// acronyms wants each spelled out in a text of the same page: the words whose
// letters it has, "ABC (…)", "… (ABC)", or "ABC veut dire …".
func (l *linter) acronyms(t text) {
	for _, a := range slices.Compact(acronym.FindAllString(t.s, -1)) {
		if noAcronym(a) || l.spelledOut(t, a) {
			continue
		}
		l.say(t, Advice, "acronym", t.s, fmt.Sprintf("“%s” is not spelled out", a), "", fmt.Sprintf("write it in full, with (%s) behind it", a))
		return
	}
}

// noAcronym leaves centuries and kings alone, and OK.
func noAcronym(a string) bool { return strings.Trim(a, "IVX") == "" || a == "OK" }

// spelledOut looks at the texts that have the acronym, or letters for it.
func (l *linter) spelledOut(t text, a string) bool {
	want := strings.ToLower(a)
	for _, other := range l.texts {
		if other.lang != t.lang || other.page() != t.page() || bare(other.s, a) {
			continue
		}
		if explained(other.s, a) || slices.Contains(initials(other.s, len(a)), want) {
			return true
		}
	}
	return false
}

// bare tells whether a text is the acronym and nothing else: its letters would
// be their own initials.
func bare(s, a string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) == a
}

// explanations are what comes behind an acronym, and a figure, that is
// explained.
var explanations = []string{" (", ",", " veut dire", " signifie", " est ", "\u00a0:"}

// explained finds "(ABC)", "(ABC de …)", "ABC (…)", "ABC veut dire …".
func explained(s, a string) bool {
	for before, after, found := strings.Cut(s, a); found; {
		last, _ := utf8.DecodeLastRuneInString(before)
		if last == '(' && strings.Contains(after, ")") {
			return true
		}
		whole := !unicode.IsLetter(last) && !unicode.IsDigit(last)
		rest := strings.TrimPrefix(after, firstDigit(after))
		if whole && slices.ContainsFunc(explanations, func(e string) bool { return strings.HasPrefix(rest, e) }) {
			return true
		}
		before, after, found = strings.Cut(after, a)
	}
	return false
}

// firstDigit is the digit that a text begins with, as in "CE1 est …".
func firstDigit(s string) string {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return ""
	}
	return s[:1]
}

// initials are the first letters of every n long words in a row, articles and
// prepositions left out.
func initials(s string, n int) []string {
	var letters []rune
	for _, one := range tokens(s) {
		if len(one.lower) > 3 {
			letters = append(letters, unaccented([]rune(one.lower)[0]))
		}
	}
	var all []string
	for i := 0; i+n <= len(letters); i++ {
		all = append(all, string(letters[i:i+n]))
	}
	return all
}

func unaccented(r rune) rune {
	switch r {
	case 'é', 'è', 'ê':
		return 'e'
	case 'à', 'â':
		return 'a'
	case 'î', 'ï':
		return 'i'
	}
	return unicode.ToLower(r)
}
