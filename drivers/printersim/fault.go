package printersim

// Fault is something that happens to a printer, for tables of tests: each can
// happen at once, at a byte or at a millimetre.
type Fault int

const (
	PaperOut Fault = iota
	NearEnd        // it prints on
	CoverOpen
	CutterJam    // felt at the next cut
	PaperJam     //
	HeadHot      // until Mend
	Broken       // for the technician
	FeedButton   // held down
	PowerCut     //
	Unplugged    //
	Muted        // the wire from the printer is broken
	Babbling     // 64 bytes of garbage are said
	Noisy        // one of 50 bytes to the printer is spoilt
	MouthBlocked // nobody takes the paper out of the presenter
	faults       // how many
)

// Faults are all of them.
func Faults() []Fault {
	all := make([]Fault, faults)
	for i := range all {
		all[i] = Fault(i)
	}
	return all
}

func (f Fault) String() string {
	return [...]string{
		"paper out", "near end", "cover open", "cutter jam", "paper jam", "head hot", "broken", "feed button",
		"power cut", "unplugged", "muted", "babbling", "noisy", "mouth blocked",
	}[f]
}

// Cause lets f happen now.
func (s *Sim) Cause(f Fault) { s.set(f.strike) }

// CauseAtByte lets f happen when n more bytes have come.
func (s *Sim) CauseAtByte(f Fault, n int) {
	s.set(func(m *machine) { m.traps = append(m.traps, trap{fault: f, bytes: n}) })
}

// CauseAtMM lets f happen when so many more millimetres were fed.
func (s *Sim) CauseAtMM(f Fault, mm float64) {
	if f == PaperOut {
		s.PaperOutAfter(mm) // to the dot
		return
	}
	s.set(func(m *machine) { m.traps = append(m.traps, trap{fault: f, dots: max(1, m.dots(mm))}) })
}

// Mend ends f, and what was to come of it, as a person would.
func (s *Sim) Mend(f Fault) (err error) {
	s.set(func(m *machine) {
		var rest []trap
		for _, t := range m.traps {
			if t.fault != f {
				rest = append(rest, t)
			}
		}
		m.traps = rest
	})
	switch f {
	case PaperOut, NearEnd:
		s.LoadPaper()
	case CoverOpen:
		s.CloseCover()
	case CutterJam:
		s.FreeCutter()
	case PaperJam:
		s.FreePaper()
	case HeadHot:
		s.HeadCool()
	case Broken:
		s.Repair()
	case FeedButton:
		s.ReleaseFeed()
	case PowerCut:
		s.PowerOn()
	case Unplugged:
		err = s.Plug()
	case Muted:
		s.Speak()
	case Noisy:
		s.Noise(0)
	case MouthBlocked:
		s.FreeMouth()
	}
	return err
}

func (f Fault) strike(m *machine) {
	switch f {
	case PaperOut:
		m.paperOut = true
	case NearEnd:
		m.nearEnd = true
	case CoverOpen:
		m.coverOpen = true
	case CutterJam:
		m.jammed = true
	case PaperJam:
		m.paperJam = true
	case HeadHot:
		m.heat(0)
	case Broken:
		m.broken = true
	case FeedButton:
		m.feedButton = true
	case PowerCut:
		m.powerOff()
	case Unplugged:
		m.unplug()
	case Muted:
		m.muted = true
	case Babbling:
		m.babble(64)
	case Noisy:
		m.noisy = 50
	case MouthBlocked:
		m.mouth.blocked = true
	}
	m.changed = true
}

// trap is a fault to come: at a byte, or at a row of dots.
type trap struct {
	fault       Fault
	bytes, dots int
}

// countDown lets happen what was to happen at this byte.
func (m *machine) countDown() {
	if reached(&m.muteLeft, 1) {
		m.muted = true
	}
	if reached(&m.powerLeft, 1) {
		m.powerOff()
	}
	if reached(&m.plugLeft, 1) {
		m.unplug()
	}
	m.spring(1, 0)
}

// spring counts the traps down by so many bytes and dots.
func (m *machine) spring(bytes, dots int) {
	for i := range m.traps {
		if t := &m.traps[i]; reached(&t.bytes, bytes) || reached(&t.dots, dots) {
			t.fault.strike(m)
		}
	}
}

// reached counts left down by n and says whether it has just come to 0.
func reached(left *int, n int) bool {
	if *left <= 0 {
		return false
	}
	*left = max(0, *left-n)
	return *left == 0
}
