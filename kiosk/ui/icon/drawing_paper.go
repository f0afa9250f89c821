package icon

import "fmt"

// A receipt printer whose cover opens upwards. The roll lies in a bowl; its end
// comes from below, so that the outside of the paper, which is the side that turns
// black, meets the head in the front wall (reasoned from how such printers are
// built, not taken from a manual).
const (
	bowl      = "M36 62 V104 Q36 110 42 110 H126 Q132 110 132 104 V58 H112 V64 C112 84 100 99 80 99 C60 99 48 84 48 62 Z"
	shutBody  = "M36 60 V104 Q36 110 42 110 H126 Q132 110 132 104 V58 Z"
	lidUp     = "M48 60 L38 69 L13 46 Q8 41 12 36 Q17 31 22 35 Z"
	lidDown   = "M36 60 V50 Q36 34 52 34 H97 Q109 34 111 49 L112 58 Z"
	fromBelow = "M79 89 C96 89 105 80 108 67 C111 56 115 53 122 53 C142 53 148 64 148 92"
	outFront  = "M110 53 H122 C142 53 148 64 148 92"
)

func openCover(s *sketch) {
	s.floor()
	s.ghost(lidDown)
	s.solid(bowl)
	s.lamp()
	s.solid(lidUp)
	s.arrow("M100 26 C86 8 64 6 46 22", 46, 22, 138)
}

func rollIn(s *sketch) {
	s.floor()
	s.solid(bowl)
	s.lamp()
	s.solid(lidUp)
	s.tape(fromBelow)
	s.roll(79, 68, 22)
	s.arrow("M79 8 V24", 79, 24, 90)
	s.arrow("M110 36 C130 32 146 40 152 52", 152, 52, 72)
}

func closeOnPaper(s *sketch) {
	s.floor()
	s.solid(shutBody)
	s.lamp()
	s.tape(outFront)
	s.solid(lidDown)
	s.arrow("M40 20 C58 4 80 4 90 14", 90, 14, 58)
	s.click(122, 44)
}

// lamp is at the front of a printer.
func (s *sketch) lamp() { s.circle(121, 96, 4, s.c.Page, s.c.Ink, 2.5) }

// A printer behind which the roll hangs. The paper comes over the top: the head
// of such a mechanism is above it (the same caution).
const (
	stand   = "M50 92 V112 M32 112 H68"
	cradle  = "M41 80 Q41 93 50 93 Q59 93 59 80"
	machine = "M106 46 H142 Q148 46 148 52 V106 Q148 110 144 110 H110 Q106 110 106 106 V86 L94 94 V58 L106 66 Z"
	over    = "M50 58 C82 58 80 77 106 77"
)

func hangRoll(s *sketch) {
	s.floor()
	s.line(stand)
	s.line(cradle)
	s.solid(machine)
	s.tape("M52 14 C70 14 78 22 79 42")
	s.roll(52, 35, 21)
	s.circle(52, 35, 5, s.c.Ink, "none", 0)
	s.arrow("M50 58 V66", 50, 66, 90)
}

func feed(s *sketch) {
	s.floor()
	s.line(stand)
	s.line(cradle)
	s.roll(50, 83, 24)
	s.circle(50, 83, 5, s.c.Ink, "none", 0)
	s.tape(over)
	s.solid(machine)
	s.arrow("M58 42 C76 38 88 42 95 52", 95, 52, 58)
}

func feedFront(s *sketch) {
	feed(s)
	s.tape("M148 76 H156")
}

func feedPresenter(s *sketch) {
	feed(s)
	s.hollow("M138 66 H152 V86 H138 Z")
	s.tape("M145 76 H156")
}

// An office printer with a tray.
const (
	office = "M24 52 Q24 42 34 42 H88 Q98 42 98 52 V110 H24 Z"
	sheet  = "M48 42 L56 16 H88 L82 42"
)

func (s *sketch) office() {
	s.floor()
	s.path(sheet, s.c.Paper, s.c.Ink, 3)
	s.solid(office)
	s.line("M34 60 H88")
}

func pullTray(s *sketch) {
	s.office()
	s.hollow("M62 86 H136 V104 H62 Z")
	s.line("M136 90 V100")
	s.arrow("M106 70 H132", 132, 70, 0)
}

func laySheets(s *sketch) {
	s.office()
	s.hollow("M62 88 V104 H144 V88")
	s.stack(84)
	s.stack(38)
	s.arrow("M122 58 V68", 122, 68, 90)
}

// stack is one of sheets, from their edge.
func (s *sketch) stack(y float64) {
	s.path(fmt.Sprintf("M106 %g H138 V%g H106 Z", y, y+16), s.c.Paper, s.c.Ink, 2)
	for _, d := range []float64{4, 8, 12} {
		s.path(fmt.Sprintf("M106 %g H138", y+d), "none", s.c.Pencil, 1.2)
	}
}

func pushTray(s *sketch) {
	s.office()
	s.hollow("M34 86 H104 V104 H34 Z")
	s.line("M104 90 V100")
	s.arrow("M146 95 H126", 126, 95, 180)
	s.click(104, 82)
}
