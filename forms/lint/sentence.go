package lint

import (
	"strings"
	"unicode"
)

// sentences cuts a text after . ! ? … and at the end of a line. The signs stay
// with their sentence.
func sentences(s string) []string {
	var all []string
	start, runes := 0, []rune(s)
	for i, r := range runes {
		last := i+1 == len(runes)
		ends := r == '\n' || last || strings.ContainsRune(".!?…", r) && unicode.IsSpace(runes[i+1])
		if !ends {
			continue
		}
		if one := strings.TrimSpace(string(runes[start : i+1])); strings.ContainsFunc(one, unicode.IsLetter) {
			all = append(all, one)
		}
		start = i + 1
	}
	return all
}

// words cuts at plain spaces: "8 h 30", held together, is read as one word,
// and so is "l’école". Signs that stand alone are none.
func words(sentence string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(sentence, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			all = append(all, w)
		}
	}
	return all
}

// token is a run of letters, digits and hyphens, with its place in bytes.
type token struct {
	lower    string
	from, to int
}

// tokens cuts at everything else, apostrophes too: "l’issue" is two.
func tokens(sentence string) []token {
	var all []token
	from := -1
	for i, r := range sentence + " " {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-'
		if in && from < 0 {
			from = i
		}
		if !in && from >= 0 {
			all = append(all, token{strings.ToLower(sentence[from:i]), from, i})
			from = -1
		}
	}
	return all
}

// replace puts other words in, with a capital where a sentence begins, and
// elides nothing: see [rule].
func replace(sentence string, from, to int, by string) string {
	first := []rune(strings.TrimLeft(sentence[from:to], "«\u00a0 "))
	if len(first) > 0 && unicode.IsUpper(first[0]) {
		by = capital(by)
	}
	return sentence[:from] + by + sentence[to:]
}

func capital(s string) string {
	for i, r := range s {
		if unicode.IsLetter(r) {
			return s[:i] + string(unicode.ToUpper(r)) + s[i+len(string(r)):]
		}
	}
	return s
}
