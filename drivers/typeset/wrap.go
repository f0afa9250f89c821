package typeset

import (
	"slices"
	"strings"
	"unicode"
)

// nextLine cuts the first line, of at most width characters, off text: at a
// newline, else between words. A line that fits keeps its spaces; a word that
// is wider than the paper is broken. more is false after the last line.
func nextLine(text []rune, width int) (line, rest []rune, more bool) {
	paragraph := text
	if end := slices.Index(text, '\n'); end >= 0 {
		paragraph, rest, more = text[:end], text[end+1:], true
	}
	paragraph = trimRight(paragraph)
	if len(paragraph) <= width {
		return paragraph, rest, more
	}
	at := breakAt(paragraph, width)
	return trimRight(paragraph[:at]), trimLeft(text[at:]), true
}

// breakAt returns how much of text, which is longer, goes on a line of that
// width. A space just behind the edge is a place to break; a space among those
// that the line begins with is none, or an indent could make an empty line.
func breakAt(text []rune, width int) int {
	start := 0
	for start < width && text[start] == ' ' {
		start++
	}
	for i := width; i > start; i-- {
		if text[i] == ' ' && !held(text, i) {
			return i
		}
	}
	return breakWord(text, width)
}

// held says whether the space at i is one that French typography does not
// break: in front of a high sign, inside guillemets, between a sum and its
// unit. Writers type plain spaces there.
func held(text []rune, i int) bool {
	if text[i-1] == '«' {
		return true
	}
	for _, r := range ":;!?»%€" {
		if text[i+1] == r {
			return i+2 == len(text) || !unicode.IsLetter(text[i+2]) && !unicode.IsDigit(text[i+2])
		}
	}
	return false
}

// breakWord is where a word that is wider than the paper is broken: behind the
// last of the signs that addresses and numbers are made of, if the line is half
// full with it.
func breakWord(text []rune, width int) int {
	for i := width; i > width/2; i-- {
		if strings.ContainsRune("-/@.?&=_", text[i-1]) {
			return i
		}
	}
	return width
}

func trimRight(text []rune) []rune {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

func trimLeft(text []rune) []rune {
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	return text
}
