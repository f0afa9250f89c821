package printersim

import "strings"

// escpos is a printer's ESC/POS side. Makers' own commands are in custom.go,
// nippon.go and citizen.go.
type escpos struct {
	urgent  []byte  // a real-time command that is coming in
	asb     byte    // GS a's argument
	asbSaid [4]byte // sent last

	full     byte // GS E0's argument (Custom)
	fullSaid [4]byte
	job      nipponJob
}

// defaultSpacing is 1/6 inch at 180 dpi and 30 dots on Epson's and most models
// (page esc_2); sixthInch is what Custom's and Nippon's manuals have, at 203.
const defaultSpacing, sixthInch = 30, 34

func (*escpos) parse(b []byte) (command, int) { return parse(b) }

// initialise is ESC @. Kanji mode stays as it is: it is a matter of FS & and
// FS "." alone on the printers that start in it.
func (e *escpos) initialise(m *machine) {
	m.mode = settings{
		wide: 1, high: 1, spacing: m.model.line, kanji: m.mode.kanji, set: m.model.pages[0],
		tabs: m.defaultTabs(), bars: bars{height: 162, module: 3},
	}
	m.symbols = newSymbolStore(m.model.qr)
	m.pic = nil
	e.asb, e.full, e.urgent = 0, 0, nil
	m.mouth.patient = citizenPatience
}

// obey carries out one command.
func (e *escpos) obey(m *machine, c command) {
	switch {
	case silent(c):
	case !m.model.knows(c.op), m.mode.pageMode && !leavesPageMode(c):
		m.ignored++
	case m.obeyText(c), m.obeyLayout(c), m.obeyPaper(c), m.obeyGraphics(c), m.obeyMouth(c), e.obeyNippon(m, c):
	default:
		e.obeyQuestion(m, c)
	}
}

// silent is what changes nothing, or has done so on arrival.
func silent(c command) bool {
	return c.op == opIgnored || c.op == opRealTime || c.op == "\x00" || c.op == "\r"
}

// leavesPageMode: page mode is passed over, and what it says is counted in
// State.Ignored.
func leavesPageMode(c command) bool {
	return c.op == "\f" || c.op == "ESC S" || c.op == "ESC @"
}

func (m *machine) obeyText(c command) bool {
	s := &m.mode
	switch c.op {
	case opText:
		m.text(c.args)
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
		m.choose(c.args[0])
	case "FS }&":
		if set, known := m.model.byNumber[uint16(c.args[0])|uint16(c.args[1])<<8]; known {
			s.set = set
		}
	case "ESC R":
		s.france = c.args[0] == 1
	case "FS .":
		s.kanji = false
	case "FS &":
		s.kanji = true
	default:
		return false
	}
	return true
}

func (m *machine) obeyLayout(c command) bool {
	s := &m.mode
	switch c.op {
	case "ESC @":
		m.initialise()
	case "ESC L":
		s.pageMode = true
	case "ESC S", "\f":
		s.pageMode = false
	case "\t":
		m.tab()
	case "ESC D":
		m.setTabs(c.data)
	case "ESC $":
		m.moveTo(le16(c.args))
	case "ESC \\":
		m.moveTo(m.page.width + int(int16(le16(c.args))))
	case "ESC a":
		if m.page.empty() { // only at the start of a line, as GS L and GS W
			s.align = c.args[0] % 48
		}
	case "GS L":
		if m.page.empty() {
			s.left = le16(c.args)
		}
	case "GS W":
		if m.page.empty() {
			s.area = le16(c.args)
		}
	default:
		return false
	}
	return true
}

func le16(p []byte) int { return int(p[0]) | int(p[1])<<8 }

func (m *machine) obeyPaper(c command) bool {
	switch c.op {
	case "\n":
		m.printLine(m.mode.spacing)
	case "ESC 2":
		m.mode.spacing = m.model.line
	case "ESC 3":
		m.mode.spacing = int(c.args[0])
	case "ESC d":
		fed := int(c.args[0]) * m.mode.spacing
		m.printLine(fed)
		m.tearOff(fed)
	case "ESC J":
		m.printLine(int(c.args[0]))
	case "GS V", "ESC i", "ESC m":
		m.cut(c)
	default:
		return false
	}
	return true
}

// cut: functions A of GS V (0, 1) cut where the paper stands; B (65, 66) feed
// to the cutter first. ESC i and ESC m of Custom print the line first.
func (m *machine) cut(c command) {
	command := name(c.op)
	if c.op == "GS V" {
		command += map[byte]string{0: "0", 48: "0", 1: "1", 49: "1", 65: "65", 66: "66"}[c.args[0]]
	}
	if !m.model.cutsBy(command) {
		m.ignored++
		return
	}
	if strings.HasPrefix(command, "ESC") && m.model.mouth != "" {
		m.flush()
	}
	feed := 0
	if len(c.args) == 2 {
		feed = m.toCutter() + int(c.args[1])
	}
	m.cutPaper(feed)
}
