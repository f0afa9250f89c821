package starline

import (
	"bytes"
	"strings"

	"guichet/drivers/printer"
	"guichet/drivers/typeset"
)

// Encode turns doc into the bytes that print it on a printer of profile p, from
// initialising to the cut. It holds no real-time command, neither meant nor by
// chance. The errors are those of the profile and of typeset.Compose.
func Encode(doc printer.Document, p printer.Profile) ([]byte, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	return encode(doc, p)
}

// encode is Encode for a profile that was checked.
func encode(doc printer.Document, p printer.Profile) ([]byte, error) {
	e := &encoder{p: p, page: -1}
	e.put(start(p))
	if err := typeset.Compose(doc, p, e); err != nil {
		return nil, err
	}
	e.put(finish(p))
	return e.out, nil
}

// start is in front of every document; nothing in it prints. It counts the start
// before anything else, and puts right what a memory switch may have set
// otherwise.
func start(p printer.Profile) []byte {
	all := bytes.Join([][]byte{countOne, initialise, autoStatus(p.Auto), lineOf4mm, pitch12, internationalUSA}, nil)
	if p.Presenter.Fitted() {
		all = append(all, recoveryTime(halfSeconds(p.Presenter.Timeout))...)
	}
	return all
}

// finish brings the last line out of the printer.
func finish(p printer.Profile) []byte {
	if p.Cutter() {
		return feedAndCut
	}
	return feedLines(p.FeedLines)
}

// encoder holds the bytes so far and the settings that they left in the
// printer, so that a setting is sent only when it changes.
type encoder struct {
	p    printer.Profile
	out  []byte
	page int // index in p.CodePages; -1 as after ESC @
	st   typeset.Style
}

func (e *encoder) put(p []byte) { e.out = append(e.out, p...) }

// set brings the printer to the style st.
func (e *encoder) set(st typeset.Style) {
	if st.Align != e.st.Align {
		e.put(justify(byte(st.Align)))
	}
	if st.Bold != e.st.Bold {
		e.put(emphasise(st.Bold))
	}
	if st.Big != e.st.Big {
		e.put(doubleSize(st.Big))
	}
	if st.Small != e.st.Small {
		e.put(fontB(st.Small))
	}
	e.st = st
}

func (e *encoder) Line(text []rune, st typeset.Style) {
	e.set(st)
	for _, r := range text {
		e.char(r)
	}
	e.put(lineFeed)
}

func (e *encoder) char(r rune) {
	if r == typeset.Glue {
		r = ' '
	}
	page, b, _ := typeset.FindPage(e.p.CodePages, e.page, r)
	if b >= 0x80 && page != e.page {
		e.put(selectPage(e.p.CodePages[page].Number))
		e.page = page
	}
	e.out = append(e.out, b)
}

func (e *encoder) Feed(lines int) { e.put(feedLines(lines)) }

func (e *encoder) Symbol(s typeset.Symbol) bool {
	command := e.symbol(s)
	if command == nil || strings.ContainsAny(s.Data, string([]byte{eot, enq})) || holdsRealTime(command) {
		return false
	}
	e.set(typeset.Style{Align: printer.Centre})
	e.put(command)
	return true
}

// symbol is the command for s; nil where the model has none.
func (e *encoder) symbol(s typeset.Symbol) []byte {
	switch {
	case s.Kind == typeset.QR && e.p.Symbols.QR == "star":
		return qrSymbol(s.Data, byte(min(s.Module, 8)))
	case s.Kind == typeset.Code128 && e.p.Symbols.Code128 == "star":
		return e.bars(s)
	case s.Kind == typeset.PDF417 && e.p.Symbols.PDF417 == "star":
		return e.pdf417(s)
	}
	return nil
}

// bars is CODE128 in bars of 2 to 4 dots. Star's printers write every character
// in one set, so it is wider than the narrowest: a character, the start and the
// check are 11 modules each, the stop is 13, the white beside it 10 on either
// side. One that is wider than the paper would not be printed at all.
func (e *encoder) bars(s typeset.Symbol) []byte {
	room := e.p.Dots / (11*(len(s.Data)+2) + 13 + 2*10)
	module := min(s.Module, room, 4)
	if module < 2 {
		return nil
	}
	return barCode(s.Data, byte(module-1), byte(min(s.Height, 255)))
}

const (
	// What a row of PDF417 has beside its columns of 17 modules (ISO/IEC 15438):
	// start, stop, two indicators and 2 of quiet zone on either side.
	pdf417Frame  = 73
	pdf417Column = 17
	// maxPDF417 is the most data that ESC GS x D takes.
	maxPDF417 = 1024
)

// pdf417 has as many columns as the paper is wide, so that it stays short.
func (e *encoder) pdf417(s typeset.Symbol) []byte {
	columns := min((e.p.Dots/s.Module-pdf417Frame)/pdf417Column, 30)
	if columns < 1 || s.Module > 10 || len(s.Data) > maxPDF417 {
		return nil
	}
	return pdf417Symbol(s.Data, byte(columns), typeset.PDF417Level, byte(s.Module), byte(max(1, min(s.Height/s.Module, 10))))
}

// Bitmap prints bands of 24 rows.
func (e *encoder) Bitmap(m *typeset.Bitmap) {
	e.set(typeset.Style{})
	e.put(lineOf3mm)
	m.Bands(bandHeight, e.band)
	e.put(lineOf4mm)
}

// band prints one. A white one is only fed.
func (e *encoder) band(m *typeset.Bitmap) {
	if len(bytes.Trim(m.Bits, "\x00")) > 0 {
		width := m.Width
		if width == cancel && 8*(width+1) <= e.p.Dots {
			width++
		}
		rows := make([]byte, width*bandHeight)
		for y := range m.Height {
			copy(rows[y*width:], m.Bits[y*m.Width:(y+1)*m.Width])
		}
		defuse(rows)
		e.put(fineImage(width, rows))
	}
	e.put(lineFeed)
}

// defuse blackens a dot wherever dots read as a real-time command.
func defuse(rows []byte) {
	for i, b := range rows {
		switch {
		case b == eot || b == enq:
			rows[i] |= 0x08
		case b == cancel:
			rows[i] |= 0x04
		case b == askStatus[1] && i > 0 && rows[i-1] == askStatus[0]:
			rows[i] |= 0x08
		}
	}
}

// holdsRealTime says whether CAN or ESC ACK is among the numbers or the data of
// a command. ENQ and EOT as numbers cannot be avoided: code page 858 is EOT.
func holdsRealTime(command []byte) bool {
	return bytes.IndexByte(command, cancel) >= 0 || bytes.Contains(command, askStatus[:2])
}
