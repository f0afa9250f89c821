package pdf

import (
	"fmt"

	"guichet/drivers/printer"
)

// Body text is 10.5 points, and no less than tight of it.
const (
	bodySize   = 10.5
	bigSize    = 21.0
	lineHeight = 5.1 // of body text, millimetres
	bigHeight  = 10.0
	gapHeight  = 3.2 // a line of white
	ruleHeight = 5.5
	tabAt      = 0.36 // where the value of a Pair begins, of the column
	indentStep = 2.5  // a column of Indent
	tight      = 0.92
	easy       = 14 / bodySize
	large      = 18 / bodySize
	biggest    = 28.0 // points: a larger heading breaks its words
)

func (s *sheet) styleOf(bold, isBig bool) style {
	if isBig {
		scale := min(s.scale, biggest/bigSize)
		return style{size: bigSize * scale, height: bigHeight * scale, bold: bold}
	}
	return style{size: bodySize * s.scale, height: lineHeight * s.scale, bold: bold}
}

// items turns blocks into strips. A centred group around something big and
// bold (the reference) stands on a panel.
func (s *sheet) items(blocks []printer.Block) ([]item, error) {
	var all []item
	for i := 0; i < len(blocks); i++ {
		if n := panelLength(blocks[i:]); n > 0 {
			it, err := s.panel(blocks[i : i+n])
			if err != nil {
				return nil, err
			}
			all = append(all, it)
			i += n - 1
			continue
		}
		heading := i > 0 && isGap(blocks[i-1])
		more, err := s.block(blocks[i], heading)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	keepSections(all)
	return all, nil
}

func (s *sheet) block(b printer.Block, heading bool) ([]item, error) {
	switch b := b.(type) {
	case printer.Text:
		return s.paragraph(b, heading), nil
	case printer.Pair:
		return s.pair(b, heading), nil
	case printer.Rule:
		return []item{s.rule()}, nil
	case printer.Gap:
		return []item{{height: gapHeight * s.scale * float64(b.Lines), white: true}}, nil
	case printer.Postal:
		return s.address(b)
	case printer.QR:
		return s.qr(b)
	case printer.Code:
		return s.code(b)
	case printer.Picture:
		return s.picture(b)
	}
	return nil, fmt.Errorf("pdf: unknown block %T", b)
}

func isGap(b printer.Block) bool {
	_, ok := b.(printer.Gap)
	return ok
}

// paragraph is an item a line. A heading stays with what follows; no sheet
// begins or ends with a single line of a longer paragraph.
func (s *sheet) paragraph(t printer.Text, afterGap bool) []item {
	return s.paragraphIn(t, afterGap, s.room)
}

// paragraphIn sets a paragraph in a column of another width, in millimetres.
func (s *sheet) paragraphIn(t printer.Text, afterGap bool, room float64) []item {
	st := s.styleOf(t.Bold, t.Big)
	left := float64(t.Indent) * indentStep * s.scale
	lines := s.wrap(t.S, st, room-left)
	heading := t.Big || t.Bold && afterGap
	colour := ink
	if heading && t.Align == printer.Left || t.Big {
		colour = blue
	}
	var all []item
	for i, line := range lines {
		inside := i == 0 || i == len(lines)-2
		all = append(all, item{
			height: st.height, keep: heading || inside && i < len(lines)-1,
			draw: s.line(line, st, t.Align, left, room, colour),
		})
	}
	return all
}

func (s *sheet) line(line string, st style, align printer.Align, left, width float64, colour [3]int) func(float64) {
	return func(y float64) {
		x := side + left
		switch room := width - left - s.width(line, st); align {
		case printer.Centre:
			x += room / 2
		case printer.Right:
			x += room
		}
		s.colour(colour)
		s.write(x, y+st.height*0.74, line, st)
	}
}

// pair has its value at a tab, as a form has; on the next line where the word
// on the left is too long.
func (s *sheet) pair(p printer.Pair, afterGap bool) []item {
	st, tab := s.styleOf(p.Bold, false), s.room*tabAt
	label := s.paragraph(printer.Text{S: p.Left, Bold: p.Bold}, false)
	value := s.wrap(p.Right, st, s.room-tab)
	var all []item
	if len(label) > 1 || s.width(clean(p.Left), st) > tab-2 {
		all = label
	} else if len(value) > 0 {
		all = []item{beside(label[0], s.line(value[0], st, printer.Left, tab, s.room, ink))}
		value = value[1:]
	}
	for _, line := range value {
		all = append(all, item{height: st.height, draw: s.line(line, st, printer.Left, tab, s.room, ink)})
	}
	for i := range all[:len(all)-1] {
		all[i].keep = true
	}
	all[len(all)-1].keep = p.Bold && afterGap // the name of a person, then his hours
	return all
}

// beside draws two things on the same strip.
func beside(it item, draw func(float64)) item {
	first := it.draw
	it.draw = func(y float64) { first(y); draw(y) }
	return it
}

func (s *sheet) rule() item {
	end := side + s.room
	return item{height: ruleHeight, draw: func(y float64) {
		s.colour(blue)
		s.f.SetLineWidth(0.5)
		s.f.Line(side, y+ruleHeight/2, end, y+ruleHeight/2)
	}}
}
