package icon

import "fmt"

func coverDown(s *sketch) {
	s.floor()
	s.solid(bowl)
	s.lamp()
	s.roll(79, 70, 24)
	s.solid(lidUp)
	s.arrow("M40 22 C58 6 84 6 96 26", 96, 26, 62)
}

func coverShut(s *sketch) {
	s.floor()
	s.solid(shutBody)
	s.lamp()
	s.solid(lidDown)
	s.click(122, 44)
	s.path("M60 82 L76 97 L104 70", "none", s.c.Accent, 8)
}

func pullJam(s *sketch) {
	s.floor()
	s.solid(bowl)
	s.lamp()
	s.solid(lidUp)
	s.roll(72, 76, 18)
	s.tape("M88 86 L100 78 L90 70 L104 62 L92 52 L106 42")
	s.arrow("M116 38 L128 22", 128, 22, -52)
}

// A plug and what it goes into.

func (s *sketch) back() {
	s.solid("M96 22 H150 V112 H96 Z")
	s.line("M10 112 H150")
}

func plugPower(s *sketch) {
	s.back()
	s.path("M96 50 H112 V82 H96 Z", s.c.Ink, s.c.Ink, 2)
	s.line("M4 96 C14 96 14 66 26 66")
	s.solid("M26 56 H40 L56 52 V80 L40 76 H26 Z")
	s.path("M58 60 H68 M58 72 H68", "none", s.c.Ink, 5)
	s.arrow("M44 34 H70", 70, 34, 0)
	s.path("M126 52 L116 70 H126 L120 86", "none", s.c.Accent, 4)
}

func plugUSB(s *sketch) {
	s.back()
	s.path("M96 52 H112 V80 H96 Z", s.c.Ink, s.c.Ink, 2)
	s.line("M4 96 C14 96 14 66 26 66")
	s.solid("M26 54 H50 V78 H26 Z")
	s.hollow("M50 57 L64 57 L68 61 V71 L64 75 H50 Z")
	s.arrow("M44 34 H70", 70, 34, 0)
	s.usb(130, 66)
}

// usb is the sign of the socket: a stem with a round, a square and a point.
func (s *sketch) usb(x, y float64) {
	at := func(format string, args ...float64) string {
		shifted := make([]any, len(args))
		for i, v := range args {
			if shifted[i] = v + x; i%2 == 1 {
				shifted[i] = v + y
			}
		}
		return fmt.Sprintf(format, shifted...)
	}
	s.path(at("M%g %g L%g %g M%g %g L%g %g L%g %g M%g %g L%g %g L%g %g", 0, 16, 0, -14, 0, 8, -8, 2, -8, -4, 0, 2, 8, -4, 8, -8), "none", s.c.Accent, 3)
	s.circle(x, y+16, 4, s.c.Accent, "none", 0)
	s.circle(x-8, y-5, 3, s.c.Accent, "none", 0)
	s.path(at("M%g %g L%g %g L%g %g L%g %g Z", 5, -13, 11, -13, 11, -7, 5, -7), s.c.Accent, "none", 0)
	s.path(at("M%g %g L%g %g L%g %g Z", -4, -13, 4, -13, 0, -20), s.c.Accent, s.c.Accent, 1)
}

// onOff is the button of a machine, with its lamp.
func (s *sketch) onOff(lit bool) {
	s.floor()
	s.solid("M30 30 H130 V110 H30 Z")
	s.circle(80, 74, 22, s.c.Page, s.c.Ink, 3)
	s.path("M80 60 V74 M71 65 C60 76 68 88 80 88 C92 88 100 76 89 65", "none", s.c.Ink, 4)
	if !lit {
		s.circle(116, 44, 5, s.c.Page, s.c.Ink, 2.5)
		return
	}
	s.circle(116, 44, 5, s.c.Accent, s.c.Ink, 2.5)
	s.path("M116 34 V26 M123 37 L129 31 M126 44 H134", "none", s.c.Accent, 3.5)
}

func switchOff(s *sketch) {
	s.onOff(false)
	s.arrow("M138 104 L110 90", 106, 88, 207)
}

func switchOn(s *sketch) {
	s.onOff(true)
	s.arrow("M138 104 L110 90", 106, 88, 207)
}

// waitTen is a clock, and ten seconds of it.
func waitTen(s *sketch) {
	s.circle(80, 62, 44, s.c.Page, s.c.Ink, 4)
	for _, d := range []string{"M80 22 V30", "M80 94 V102", "M40 62 H48", "M112 62 H120"} {
		s.line(d)
	}
	s.path("M80 24 A38 38 0 0 1 112.9 43", "none", s.c.Accent, 7)
	s.digit(1, 70, 64, 3.4, s.c.Ink)
	s.digit(0, 92, 64, 3.4, s.c.Ink)
}
