package printersim

// PaperOut takes the roll away: the sensor sees no paper.
func (s *Sim) PaperOut() { s.set(func(m *machine) { m.paperOut = true }) }

// PaperOutAfter lets the roll end when so many more millimetres were fed.
func (s *Sim) PaperOutAfter(mm float64) {
	s.set(func(m *machine) { m.paperLeft = max(1, int(mm*float64(m.opts.Profile.DPI)/25.4)) })
}

// NearEnd leaves little paper on the roll; it prints on.
func (s *Sim) NearEnd() { s.set(func(m *machine) { m.nearEnd = true }) }

// LoadPaper puts a full roll in. A printer that stopped for paper goes on with
// what it has in its buffer. What hung out of the old roll is left to the
// person who loads it, as a sheet of its own.
func (s *Sim) LoadPaper() {
	s.set(func(m *machine) {
		m.roll.cut(0)
		m.paperOut, m.nearEnd, m.paperLeft = false, false, -1
	})
}

// OpenCover opens the cover over the roll; the printer stops.
func (s *Sim) OpenCover() { s.set(func(m *machine) { m.coverOpen = true }) }

// OpenCoverAfter opens it when so many more millimetres were fed.
func (s *Sim) OpenCoverAfter(mm float64) {
	s.set(func(m *machine) { m.coverLeft = max(1, int(mm*float64(m.opts.Profile.DPI)/25.4)) })
}

// CloseCover closes it; the printer goes on.
func (s *Sim) CloseCover() { s.set(func(m *machine) { m.coverOpen = false }) }

// CutterJam makes the next cut fail.
func (s *Sim) CutterJam() { s.set(func(m *machine) { m.jammed = true }) }

// FreeCutter takes the jam away; the printer goes on.
func (s *Sim) FreeCutter() { s.set(func(m *machine) { m.jammed, m.cutterError = false, false }) }

// PowerOff cuts the power: buffers and settings are lost, nothing answers. The
// cable stays in.
func (s *Sim) PowerOff() { s.set((*machine).powerOff) }

// PowerOffAfter cuts the power when so many more bytes have come.
func (s *Sim) PowerOffAfter(n int) { s.set(func(m *machine) { m.powerLeft = n }) }

// PowerOn switches it on again. With XON/XOFF it says that it is ready.
func (s *Sim) PowerOn() {
	s.set(func(m *machine) {
		if m.powered {
			return
		}
		m.powered, m.powerLeft = true, 0
		m.mode.kanji = m.opts.Kanji
		m.held = true // so that flow says XON
		m.flow()
	})
}

// Mute makes it say nothing more, not even XOFF, as with a broken wire from
// the printer. It hears and prints.
func (s *Sim) Mute() { s.set(func(m *machine) { m.muted = true }) }

// MuteAfter breaks that wire when so many more bytes have come.
func (s *Sim) MuteAfter(n int) { s.set(func(m *machine) { m.muteLeft = n }) }

// Speak ends Mute. With XON/XOFF it says anew whether it is ready.
func (s *Sim) Speak() { s.set(func(m *machine) { m.muted, m.muteLeft, m.held = false, 0, !m.held }) }

// Tear takes all the paper away that hangs out or was cut off.
func (s *Sim) Tear() {
	s.set(func(m *machine) {
		m.roll.sheets, m.roll.pix, m.roll.words = nil, nil, nil
	})
}

func (m *machine) powerOff() {
	m.powered, m.powerLeft, m.cutterError = false, 0, false
	m.forget()
	m.initialise()
	m.urgent = nil
}

// set changes the machine and lets it tell the computer.
func (s *Sim) set(f func(*machine)) {
	s.do(func(m *machine) {
		f(m)
		m.changed = true
		m.flow()
		m.report()
	})
}
