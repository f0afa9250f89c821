package printersim

import (
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"
)

// Paper is what hangs out of the printer and was not cut, a pixel a dot; its
// height is 0 when nothing does.
func (s *Sim) Paper() *image.Gray {
	return s.hanging().Image
}

func (s *Sim) hanging() (hanging Sheet) {
	s.do(func(m *machine) { hanging = m.roll.sheet(m.roll.rows()) })
	return hanging
}

// Sheets are the pieces of paper that were cut or torn off, oldest first, and
// what became of each; the last 50 are kept.
func (s *Sim) Sheets() (sheets []Sheet) {
	s.do(func(m *machine) {
		for _, sheet := range m.roll.sheets {
			sheets = append(sheets, *sheet)
		}
	})
	return sheets
}

// Text is what a person reads on all the paper since New or Tear: the sheets
// and then what hangs out. Pictures and symbols are not in it.
func (s *Sim) Text() string {
	var all []string
	for _, sheet := range append(s.Sheets(), s.hanging()) {
		if sheet.Text != "" {
			all = append(all, sheet.Text)
		}
	}
	return strings.Join(all, "\n")
}

// WritePNG writes the last sheet, or what hangs out where none was cut.
func (s *Sim) WritePNG(w io.Writer) error {
	img := s.Paper()
	if sheets := s.Sheets(); len(sheets) > 0 {
		img = sheets[len(sheets)-1].Image
	}
	if img.Rect.Empty() {
		return fmt.Errorf("printersim: there is no paper to show")
	}
	return png.Encode(w, img)
}

// State is what one sees and counts from outside.
type State struct {
	Plugged, Powered, Online      bool
	PaperOut, NearEnd, CoverOpen  bool
	Muted, CutterJam, CutterError bool
	PaperJam, Hot, Broken         bool
	Holding, Stuck                bool // of the presenter: a paper is held out; the next one jams behind it
	Held                          bool // it said XOFF
	Busy                          bool // the buffer is not empty

	Received int     // bytes taken from the line while switched on
	Buffered int     // bytes in the receive buffer
	Lost     int     // bytes that found no room, or were not heard for noise
	Ignored  int     // bytes of commands that it does not know or does not do
	Ink      int     // black dots printed
	Fed      float64 // millimetres of paper
	Cuts     int
	Drawn    int // papers that the presenter drew back
}

// State is the printer now.
func (s *Sim) State() (st State) {
	s.do(func(m *machine) {
		st = State{
			Plugged: m.line != nil, Powered: m.powered, Online: m.online(),
			PaperOut: m.paperOut, NearEnd: m.nearEnd, CoverOpen: m.coverOpen,
			Muted: m.muted, CutterJam: m.jammed, CutterError: m.cutterError,
			PaperJam: m.paperJam, Hot: m.hot, Broken: m.broken,
			Holding: m.mouth.holding(), Stuck: m.mouth.stuck,
			Held: m.held, Busy: len(m.buffer) > 0,
			Received: m.received, Buffered: len(m.buffer), Lost: m.lost, Ignored: m.ignored, Ink: m.roll.ink,
			Fed: m.mm(m.roll.fed), Cuts: m.roll.cuts, Drawn: m.mouth.counts[Retracted],
		}
	})
	return st
}

// Ink is how many dots were printed since New.
func (s *Sim) Ink() int { return s.State().Ink }

// Last is the sheet that was cut or torn off last, empty where none was.
func (s *Sim) Last() (img image.Image, text string) {
	sheets := s.Sheets()
	if len(sheets) == 0 {
		return image.NewGray(image.Rectangle{}), ""
	}
	last := sheets[len(sheets)-1]
	return last.Image, last.Text
}
