package ui

import (
	"strings"
	"unicode/utf8"
)

// mostLetters is how many characters a line holds at most: longer lines are
// hard to follow back to their beginning.
const mostLetters = 45

// wrap breaks a text into lines that fit the width. It breaks at spaces, not
// at no-break spaces nor at those that French typography holds; a word that is
// wider than the line is broken where it must be.
func wrap(s string, size float32, bold bool, width float32) []string {
	return breaker{size, bold, width, mostLetters}.lines(s)
}

// breaker breaks texts into lines of a width and of so many letters.
type breaker struct {
	size  float32
	bold  bool
	width float32
	most  int
}

func (b breaker) lines(s string) []string {
	var lines []string
	for _, par := range strings.Split(s, "\n") {
		line := ""
		for _, word := range chunks(par) {
			lines, line = b.place(lines, line, word)
		}
		lines = append(lines, line)
	}
	return lines
}

func (b breaker) place(lines []string, line, word string) ([]string, string) {
	if line != "" {
		if next := line + " " + word; b.fits(next) {
			return lines, next
		}
		lines = append(lines, line)
	}
	for word != "" && !b.fits(word) {
		n := b.prefix(word)
		lines, word = append(lines, word[:n]), word[n:]
	}
	return lines, word
}

func (b breaker) fits(s string) bool {
	return len([]rune(s)) <= b.most && textWidth(s, b.size, b.bold) <= b.width
}

// prefix is how many bytes of a word fit, one letter at least.
func (b breaker) prefix(word string) int {
	n := 0
	for i, r := range word {
		end := i + len(string(r))
		if n > 0 && !b.fits(word[:end]) {
			break
		}
		n = end
	}
	return n
}

// chunks are the parts of a paragraph between which a line may end.
func chunks(par string) []string {
	var all []string
	start := 0
	for i := range len(par) {
		if par[i] == ' ' && !held(par, i) {
			all, start = append(all, par[start:i]), i+1
		}
	}
	return append(all, par[start:])
}

// held says whether the space at i is one that no line ends at: in front of a
// high sign or a unit, inside guillemets, in "8 h 30". Whoever writes a pack types plain spaces there.
func held(par string, i int) bool {
	before, after := par[:i], par[i+1:]
	sign, size := utf8.DecodeRuneInString(after)
	switch {
	case strings.HasSuffix(before, "«"):
		return true
	case strings.ContainsRune(":;!?»", sign):
		return size == len(after) || after[size] == ' ' || after[size] == '.'
	case !endsInDigit(before):
		return strings.HasSuffix(before, " h") && endsInDigit(before[:len(before)-2]) && startsWithDigit(after)
	}
	return strings.ContainsRune("%€", sign) || hour(after)
}

// hour tells whether a text begins with the sign of hours.
func hour(s string) bool {
	rest, ok := strings.CutPrefix(s, "h")
	return ok && (rest == "" || strings.ContainsAny(rest[:1], " .,;"))
}

func endsInDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
