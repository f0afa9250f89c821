package pdf

import "guichet/drivers/printer"

// panelLength is how many blocks from here make a panel: centred texts and QR
// symbols, one after the other, with at least one text that is big and bold.
// 0 is none.
func panelLength(blocks []printer.Block) int {
	n, strong := 0, false
	for _, b := range blocks {
		t, isText := b.(printer.Text)
		_, isQR := b.(printer.QR)
		if !isQR && (!isText || t.Align != printer.Centre) {
			break
		}
		strong = strong || t.Big && t.Bold
		n++
	}
	if !strong {
		return 0
	}
	return n
}

const panelPadding = 3.0

// panel frames what must be found again: the words, and on their right the
// symbols. It is never cut.
func (s *sheet) panel(blocks []printer.Block) (item, error) {
	symbols, width, err := s.symbols(blocks)
	if err != nil {
		return item{}, err
	}
	room := s.room
	texts := s.panelTexts(blocks, room-width)
	height := max(heightOfAll(texts), heightOfAll(symbols)) + 2*panelPadding
	return item{height: height, draw: func(y float64) {
		s.colour(pale)
		s.f.Rect(side, y, room, height, "F")
		drawAll(texts, y+(height-heightOfAll(texts))/2)
		drawAll(symbols, y+(height-heightOfAll(symbols))/2)
	}}, nil
}

// symbols stand at the right edge; width is what they take from the words.
func (s *sheet) symbols(blocks []printer.Block) (all []item, width float64, err error) {
	for _, b := range blocks {
		data, ok := b.(printer.QR)
		if !ok {
			continue
		}
		it, err := s.qrAt(data, side+s.room-panelPadding-qrSide)
		if err != nil {
			return nil, 0, err
		}
		all, width = append(all, it), qrSide+2*panelPadding
	}
	return all, width, nil
}

func (s *sheet) panelTexts(blocks []printer.Block, room float64) []item {
	var all []item
	for _, b := range blocks {
		if t, ok := b.(printer.Text); ok {
			all = append(all, s.paragraphIn(t, false, room)...)
		}
	}
	return all
}

func heightOfAll(items []item) (total float64) {
	for _, it := range items {
		total += it.height
	}
	return total
}

func drawAll(items []item, y float64) {
	for _, it := range items {
		if it.draw != nil { // white has nothing to draw
			it.draw(y)
		}
		y += it.height
	}
}
