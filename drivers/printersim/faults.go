package printersim

import "time"

// PaperOut takes the roll away: the sensor sees no paper.
func (s *Sim) PaperOut() { s.set(func(m *machine) { m.paperOut = true }) }

// PaperOutAfter lets the roll end when so many more millimetres were fed.
func (s *Sim) PaperOutAfter(mm float64) {
	s.set(func(m *machine) { m.paperLeft = max(1, m.dots(mm)) })
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
	s.set(func(m *machine) { m.coverLeft = max(1, m.dots(mm)) })
}

// CloseCover closes it; the printer goes on.
func (s *Sim) CloseCover() { s.set(func(m *machine) { m.coverOpen = false }) }

// CutterJam makes the next cut fail.
func (s *Sim) CutterJam() { s.set(func(m *machine) { m.jammed = true }) }

// FreeCutter takes the jam away; the printer goes on.
func (s *Sim) FreeCutter() { s.set(func(m *machine) { m.jammed, m.cutterError = false, false }) }

// PaperJam lets the paper fold in front of the head; the printer stops.
func (s *Sim) PaperJam() { s.set(func(m *machine) { m.paperJam = true }) }

// FreePaper takes the folded paper out; the printer goes on.
func (s *Sim) FreePaper() { s.set(func(m *machine) { m.paperJam = false }) }

// HeadHot makes the head too hot to print. It cools down in d and the printer
// goes on by itself; 0 is not before HeadCool.
func (s *Sim) HeadHot(d time.Duration) { s.set(func(m *machine) { m.heat(d) }) }

// HeadCool cools it down.
func (s *Sim) HeadCool() { s.set(func(m *machine) { m.hot = false }) }

func (m *machine) heat(d time.Duration) {
	m.hot, m.hotTill = true, time.Time{}
	if d > 0 {
		m.hotTill = m.clock().Add(d)
	}
}

// Break is an error that only a technician mends; power off and on does not.
func (s *Sim) Break() { s.set(func(m *machine) { m.broken = true }) }

// Repair is the technician.
func (s *Sim) Repair() { s.set(func(m *machine) { m.broken = false }) }

// ReleaseFeed lets the feed button go, which FeedButton holds down: the printer is
// off-line meanwhile.
func (s *Sim) ReleaseFeed() { s.set(func(m *machine) { m.feedButton = false }) }

// PowerOff cuts the power: buffers and settings are lost, nothing answers. The
// cable stays in.
func (s *Sim) PowerOff() { s.set((*machine).powerOff) }

// PowerOffAfter cuts the power when so many more bytes have come.
func (s *Sim) PowerOffAfter(n int) { s.set(func(m *machine) { m.powerLeft = n }) }

// PowerOn switches it on again. With XON/XOFF it says that it is ready, unless
// Options.NoXON.
func (s *Sim) PowerOn() { s.set((*machine).powerOn) }

// Mute makes it say nothing more, not even XOFF, as with a broken wire from
// the printer. It hears and prints.
func (s *Sim) Mute() { s.set(func(m *machine) { m.muted = true }) }

// MuteAfter breaks that wire when so many more bytes have come.
func (s *Sim) MuteAfter(n int) { s.set(func(m *machine) { m.muteLeft = n }) }

// Speak ends Mute. With XON/XOFF it says anew whether it is ready.
func (s *Sim) Speak() { s.set((*machine).speak) }

// Babble makes it say n bytes of garbage.
func (s *Sim) Babble(n int) { s.set(func(m *machine) { m.babble(n) }) }

// Noise spoils one of so many bytes that come from the computer: a bit is
// turned, or the byte is lost. 0 ends it.
func (s *Sim) Noise(oneOf int) { s.set(func(m *machine) { m.noisy = oneOf }) }

// Tear takes all the paper away that hangs out or was cut off.
func (s *Sim) Tear() {
	s.set(func(m *machine) {
		m.mouth.sheet, m.mouth.till, m.mouth.stuck = nil, time.Time{}, false
		m.roll.sheets, m.roll.pix, m.roll.words = nil, nil, nil
	})
}

func (m *machine) powerOff() {
	m.powered, m.powerLeft, m.cutterError = false, 0, false
	m.forget()
	m.late = nil
	m.start()
}

func (m *machine) powerOn() {
	if m.powered {
		return
	}
	m.powered, m.powerLeft = true, 0
	m.powerUps++
	m.mode.kanji = m.opts.Kanji
	m.held = !m.opts.NoXON // so that flow says XON
	m.flow()
}

func (m *machine) speak() { m.muted, m.muteLeft, m.held = false, 0, !m.held }

func (m *machine) babble(n int) {
	words := make([]byte, n)
	for i := range words {
		words[i] = byte(m.chance.IntN(256))
	}
	m.say(words...)
}

// set changes the machine and lets it tell the computer.
func (s *Sim) set(f func(*machine)) {
	s.do(func(m *machine) {
		f(m)
		m.changed = true
		m.flow()
		if m.powered {
			m.tongue.report(m)
		}
	})
}
