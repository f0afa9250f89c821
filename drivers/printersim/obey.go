package printersim

// settings are what commands change until ESC @.
type settings struct {
	bold, under, small bool // small is font B
	wide, high         int  // times the size, 1 to 8
	align              byte // 0 left, 1 centre, 2 right
	table              byte // n of ESC t
	france             bool // ESC R 1
	spacing            int  // line spacing in dots
	kanji              bool
}

// defaultSpacing is 1/6 inch at 180 dpi and 30 dots on every model (page esc_2).
const defaultSpacing = 30

// initialise is ESC @. Kanji mode stays as it is: it is a matter of FS & and
// FS "." alone on the printers that start in it.
func (m *machine) initialise() {
	m.mode = settings{wide: 1, high: 1, spacing: defaultSpacing, kanji: m.mode.kanji}
	m.page = line{}
	m.asb = 0
	m.qr = qrStore{module: 3, level: 48}
	m.pic = nil
}

// obey carries out one command.
func (m *machine) obey(c command) {
	if m.obeyText(c) || m.obeyPaper(c) || m.obeyGraphics(c) {
		return
	}
	m.obeyQuestion(c)
}

func (m *machine) obeyText(c command) bool {
	s := &m.mode
	switch c.op {
	case opText:
		m.text(c.args)
	case "\t":
		m.tab()
	case "ESC $":
		m.moveTo(int(c.args[0]) | int(c.args[1])<<8)
	case "ESC @":
		m.initialise()
	case "ESC !":
		n := c.args[0]
		s.small, s.bold, s.under = n&1 != 0, n&0x08 != 0, n&0x80 != 0
		s.high, s.wide = 1+int(n>>4&1), 1+int(n>>5&1)
	case "GS !":
		s.wide, s.high = 1+int(c.args[0]>>4&7), 1+int(c.args[0]&7)
	case "ESC E", "ESC G":
		s.bold = c.args[0]&1 != 0
	case "ESC -":
		s.under = c.args[0]%48 != 0
	case "ESC M":
		s.small = c.args[0]%48 == 1
	case "ESC t":
		s.table = c.args[0]
	case "ESC R":
		s.france = c.args[0] == 1
	case "ESC a":
		if m.page.empty() { // only at the start of a line
			s.align = c.args[0] % 48
		}
	case "FS .":
		s.kanji = false
	case "FS &":
		s.kanji = true
	default:
		return false
	}
	return true
}

func (m *machine) obeyPaper(c command) bool {
	switch c.op {
	case "\n":
		m.flush(true)
	case "ESC 2":
		m.mode.spacing = defaultSpacing
	case "ESC 3":
		m.mode.spacing = int(c.args[0])
	case "ESC d":
		m.flush(false)
		m.feed(int(c.args[0]) * m.mode.spacing)
		m.tearOff(int(c.args[0]))
	case "ESC J":
		m.flush(false)
		m.feed(int(c.args[0]))
	case "GS V":
		m.cut(c.args)
	case "ESC i", "ESC m":
		m.cut([]byte{1})
	default:
		return false
	}
	return true
}

// cut is GS V. Functions A (0, 1) cut where the paper stands, through the text
// between head and cutter; B (65, 66) feeds that stretch first. It works only
// at the start of a line.
func (m *machine) cut(args []byte) {
	if !m.opts.Profile.Cutter() || !m.page.empty() {
		return
	}
	if len(args) == 2 {
		m.feed(m.toCutter() + int(args[1]))
	}
	if !m.online() { // the paper ended on the way
		return
	}
	if m.jammed {
		m.cutterError = true
		return
	}
	m.roll.cut(m.toCutter())
}

// toCutter is the way from the head to the cutter, in dots: 15 mm, which is
// what makes GS V 0 cut through the last lines. Without a cutter it is the way
// to the tear bar.
func (m *machine) toCutter() int {
	if !m.opts.Profile.Cutter() {
		return m.opts.Profile.FeedLines * defaultSpacing
	}
	return 15 * m.opts.Profile.DPI * 10 / 254
}

// tearOff: where there is no cutter, somebody tears the paper off when it was
// fed past the tear bar.
func (m *machine) tearOff(lines int) {
	if p := m.opts.Profile; !p.Cutter() && p.FeedLines > 0 && lines >= p.FeedLines && m.online() {
		m.roll.cut(m.toCutter())
	}
}

// feed moves the paper; it may come to its end.
func (m *machine) feed(dots int) { m.print(newDots(0, dots)) }

// print puts dots on the paper and moves it by their height.
func (m *machine) print(d *dots) {
	height := d.height
	if m.paperLeft >= 0 {
		height = min(height, m.paperLeft)
		m.paperLeft -= height
		m.paperOut = m.paperLeft == 0
	}
	m.roll.add(d, height)
	if reached(&m.coverLeft, height) {
		m.coverOpen = true
	}
	m.changed = true
}
