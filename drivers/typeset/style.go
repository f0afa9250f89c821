package typeset

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"guichet/drivers/printer"
)

// smallPitch is the width of a character of font B, in dots: 9 on every model
// that we know, at 180 dpi and at 203.
const smallPitch = 9

// style is st in this document.
func (l *layout) style(st Style) Style {
	st.Big = st.Big || l.large
	return st
}

// width is how many characters a line has.
func (l *layout) width(st Style) int {
	switch {
	case st.Small:
		return l.p.Dots / smallPitch
	case st.Big:
		return l.p.Columns / 2
	}
	return l.p.Columns
}

// Pitch is the width of a character on the paper of p, in dots.
func Pitch(p *printer.Profile, st Style) int {
	switch {
	case st.Small:
		return smallPitch
	case st.Big:
		return p.Dots / p.Columns * 2
	}
	return p.Dots / p.Columns
}

// What a postal address has at most (NF Z10-011).
const (
	postalLines   = 6
	postalColumns = 38
)

var errPostal = fmt.Errorf("not a postal address: at most %d lines of %d characters", postalLines, postalColumns)

// postal prints an address in the largest letters that break none of its
// lines: a sorting machine, and a postman, read a line as a whole.
func (l *layout) postal(lines []string) error {
	if len(lines) > postalLines {
		return errPostal
	}
	widest := 0
	for _, s := range lines {
		s = composed(s)
		if strings.Contains(s, "\n") || utf8.RuneCountInString(s) > postalColumns {
			return errPostal
		}
		l.spell(s)
		widest = max(widest, len(l.words))
	}
	st, err := l.unbroken(widest)
	if err != nil {
		return err
	}
	for _, s := range lines {
		l.spell(s)
		l.line(trimRight(l.words), 0, st)
	}
	return nil
}

// unbroken is the largest style with lines of that width.
func (l *layout) unbroken(width int) (Style, error) {
	for _, st := range []Style{l.style(Style{}), {}, {Small: true}} {
		if width <= l.width(st) {
			return st, nil
		}
	}
	return Style{}, errors.New("a line of the address is wider than this paper")
}
