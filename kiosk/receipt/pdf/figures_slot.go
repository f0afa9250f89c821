package pdf

// Printers with a slot behind: the roll hangs on a bar, on the right; the paper
// comes out in front, on the left.

const slotX, slotY = 5.0, 34.0

// slotPrinter is the mechanism, from the side.
func slotPrinter(f *figure) {
	f.box(light, thick, slotX, slotY-15, 19, 14, 1.5)
	f.word(slotX+9.5, slotY-10.4, 8, "imprimante")
	f.box(dark, thin, slotX-1.6, slotY-8.4, 2.6, 1.6, 0.4)
	f.box(dark, thin, slotX+17.6, slotY-8.4, 3, 1.6, 0.4)
}

// hungRoll is a roll on its bar.
func hungRoll(f *figure, x, y float64) {
	f.line(1.4, pt(x, y), pt(x, 36.5))
	f.line(1.4, pt(x-4, 36.5), pt(x+4, 36.5))
	f.disc(white, thick, x, y, 9.5)
	for _, r := range []float64{7.6, 5.8, 4.2} {
		f.disc(hollow, 0.2, x, y, r)
	}
	f.disc(dark, thin, x, y, 2)
}

func rollHangs(f *figure) {
	slotPrinter(f)
	hungRoll(f, 43, 18)
	f.arrow(pt(43, 0.3), pt(43, 7.2))
}

// endIntoSlot: the end of the paper is held in front of the slot.
func endIntoSlot(f *figure) {
	slotPrinter(f)
	hungRoll(f, 43, 14)
	f.line(1.0, pt(43, 23.5), pt(38, 24.3), pt(33, 25.9), pt(29, 26.4))
	f.arrow(pt(35, 31.5), pt(26.5, 31.5))
}

// slotPulls: the printer takes the paper and shows its end.
func slotPulls(f *figure) {
	slotPrinter(f)
	hungRoll(f, 43, 14)
	f.line(1.0, pt(43, 23.5), pt(38, 24.3), pt(33, 25.9), pt(25.5, 26.4))
	f.line(1.0, pt(slotX-1.6, 26.4), pt(slotX-4.2, 28.4))
	f.arrow(pt(22, 16), pt(7, 16))
}

// An office printer, and its tray: how far it is pulled out.
func officePrinter(f *figure, out float64) solid {
	s := solid{f, 8, 35}
	s.block(0, 0, 0, 24, 18, 16, light, light, white)
	f.area(dark, thin, s.at(3, 0, 11), s.at(21, 0, 11), s.at(21, 0, 12.5), s.at(3, 0, 12.5))
	s.block(2, -out, 2, 20, out, 5, white, middle, white)
	f.line(thick, s.at(9, -out, 4.5), s.at(15, -out, 4.5))
	return s
}

func trayOpens(f *figure) {
	officePrinter(f, 7)
	f.arrow(pt(44, 30), pt(38, 34.5))
}

func sheetsLie(f *figure) {
	s := officePrinter(f, 9)
	f.area(white, thick, s.at(4, -8, 7.6), s.at(20, -8, 7.6), s.at(20, -0.3, 7.6), s.at(4, -0.3, 7.6))
	f.line(thin, s.at(4, -8, 7), s.at(20, -8, 7))
	f.arrow(pt(45, 18), pt(37, 27))
}

func trayCloses(f *figure) {
	officePrinter(f, 0.5)
	f.arrow(pt(40, 35), pt(46, 30.5))
}
