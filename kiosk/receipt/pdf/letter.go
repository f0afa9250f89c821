package pdf

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"guichet/drivers/printer"
)

// Where an address stands on a sheet folded in three, in millimetres from its
// left and upper edges. French mail houses ask for a frame of 85 × 33 mm at 110
// mm from the left and 55 mm from the top (edics.fr, "Rédiger vos adresses");
// handbooks on NF Z 11-001 put it at 50 mm. The standard itself was not read.
//
// A window of 45 × 100 mm, 20 mm from the right and the lower edge of the
// envelope (from memory), shows all that is between 109 and 190 mm from the
// left and 49 and 79 mm from the top, however the sheet slides in a DL (110 ×
// 220 mm) or C5/6 (114 × 229 mm) envelope. So the address ends at 79 mm.
const (
	windowLeft  = 110.0
	windowTop   = 55.0
	windowEnd   = 79.0
	windowRoom  = 80.0
	windowLine  = 4.6  // six of them, between 51 and 79
	headRoom    = 72.0 // of what stands on the left of the window
	headEnd     = 150.0
	belowWindow = 101.0 // past the fold; nothing else is to be seen in the window
)

// An address is read by machines: at most 6 lines of 38 characters (NF
// Z10-011), in letters of 10 points; smaller where a line is wide. It does not
// grow in large print: it would leave the window.
const (
	addressLines = 6
	addressWidth = 38
	addressSize  = 10.0
	addressLeast = 7.5
)

// letter sets a document. Where it has an address, the first one stands behind
// the window of the envelope, and what comes before it stands on its left, as
// the letterhead.
func (s *sheet) letter(blocks []printer.Block) ([]item, error) {
	at := slices.IndexFunc(blocks, func(b printer.Block) bool { _, ok := b.(printer.Postal); return ok })
	if at < 0 {
		return s.items(blocks)
	}
	head, err := s.head(blocks[:at], blocks[at].(printer.Postal))
	if err != nil {
		return nil, err
	}
	if head.height > headEnd-top { // no letterhead, but a text with an address in it
		return s.items(blocks)
	}
	rest, err := s.items(blocks[at+1:])
	return append([]item{head}, rest...), err
}

// head is the letterhead and the address, as one strip at the top of the first
// sheet.
func (s *sheet) head(blocks []printer.Block, p printer.Postal) (item, error) {
	s.room = headRoom
	left, err := s.items(blocks)
	s.room = column
	if err != nil {
		return item{}, err
	}
	lines, st, err := s.addressIn(p, windowRoom)
	if err != nil {
		return item{}, err
	}
	first := min(windowTop, windowEnd-float64(len(lines))*windowLine)
	return item{height: max(belowWindow-top, heightOfAll(left)+gapHeight), draw: func(y float64) {
		drawAll(left, y)
		for i, line := range lines {
			s.colour(ink)
			s.write(windowLeft, first+(float64(i)+0.74)*windowLine, line, st)
		}
	}}, nil
}

// address is one in the text: whole on one sheet, and no line is broken.
func (s *sheet) address(p printer.Postal) ([]item, error) {
	lines, st, err := s.addressIn(p, s.room)
	if err != nil {
		return nil, err
	}
	var all []item
	for i, line := range lines {
		all = append(all, item{height: st.height, keep: i < len(lines)-1,
			draw: s.line(line, st, printer.Left, 0, s.room, ink)})
	}
	return all, nil
}

// addressIn finds the size in which every line fits.
func (s *sheet) addressIn(p printer.Postal, room float64) ([]string, style, error) {
	st := style{size: addressSize, height: windowLine}
	if len(p.Lines) == 0 || len(p.Lines) > addressLines {
		return nil, st, errors.New("pdf: an address has 1 to 6 lines")
	}
	var lines []string
	for _, line := range p.Lines {
		line = clean(line)
		if utf8.RuneCountInString(line) > addressWidth || strings.Contains(line, "\n") {
			return nil, st, errors.New("pdf: a line of an address has at most 38 characters")
		}
		for st.size > addressLeast && s.width(line, st) > room {
			st.size -= 0.25
		}
		lines = append(lines, line)
	}
	return lines, st, nil
}
