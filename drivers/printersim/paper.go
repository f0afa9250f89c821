package printersim

// picture prints d where ESC a says; what is wider than the paper is lost.
func (m *machine) picture(d *dots) {
	wide := newDots(m.roll.width, d.height)
	wide.lay(d, m.mode.left+aligned(m.area()-d.width, m.mode.align), 0)
	m.print(wide)
}

// feed moves the paper, at most 1016 mm for one command (page esc_ld); it may
// come to its end.
func (m *machine) feed(dots int) { m.print(newDots(0, min(dots, 40*m.model.dpi))) }

// print puts dots on the paper and moves it by their height.
func (m *machine) print(d *dots) {
	height := d.height
	if height > 0 {
		m.mouth.push(m)
	}
	if m.paperLeft >= 0 {
		height = min(height, m.paperLeft)
		m.paperLeft -= height
		m.paperOut = m.paperLeft == 0
	}
	m.roll.add(d, height)
	if reached(&m.coverLeft, height) {
		m.coverOpen = true
	}
	m.spring(0, height)
	m.changed = true
}

// cutPaper cuts, after feeding so many dots to the cutter and beyond where the
// command says so. It works only at the start of a line.
func (m *machine) cutPaper(feed int) {
	if m.model.cuts == "" || !m.page.empty() {
		return
	}
	m.feed(feed)
	m.cutHere()
}

// cutHere cuts where the paper stands, through what is between the head and
// the cutter.
func (m *machine) cutHere() {
	switch {
	case m.paperOut: // on the way; whoever loads paper tears the rest off
	case !m.online():
		m.cutDue = true
	case m.jammed:
		m.cutterError = true
	default:
		m.mouth.catch(m, m.roll.cut(m.toCutter()))
	}
}

// toCutter is the way from the head to the cutter or the tear bar, in dots:
// what makes a cut without a feed go through the last lines.
func (m *machine) toCutter() int { return m.dots(m.model.head) }

// tearOff: where there is no cutter, somebody tears the paper off when it was
// fed past the tear bar.
func (m *machine) tearOff(fed int) {
	if m.model.cuts == "" && m.model.head > 0 && fed >= m.toCutter() && m.powered && !m.paperOut {
		m.roll.cut(m.toCutter())
	}
}
