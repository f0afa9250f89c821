package printersim

import "time"

// starSpacing is 4 mm at 8 dots to the millimetre, starNarrow 3 mm.
const (
	starSpacing = 32
	starNarrow  = 24
)

// initialise is ESC @: the memory switches' settings. ESC RS a lasts.
func (s *starline) initialise(m *machine) {
	m.mode = settings{
		wide: 1, high: 1, spacing: starSpacing, kanji: m.mode.kanji, set: m.model.pages[0],
		tabs: m.defaultTabs(), bars: bars{height: 80, module: 2},
	}
	m.symbols = newSymbolStore(star)
	m.symbols.pdf417 = stacked{module: 2, row: 3, level: 1}
	s.urgent, s.raster = nil, starRaster{}
}

// obey carries out one command.
func (s *starline) obey(m *machine, c command) {
	switch {
	case silent(c), c.op == "ESC \x06":
	case s.obeyRaster(m, c), s.obeyText(m, c), s.obeySize(m, c), s.obeyPaper(m, c), s.obeySymbols(m, c), s.obeyStatus(m, c):
	default:
		m.ignored++
	}
}

// harmless: off-line, nothing that is queued is obeyed.
func (*starline) harmless(*machine, command) bool { return false }

func (s *starline) obeyText(m *machine, c command) bool {
	switch c.op {
	case opText:
		m.text(c.args)
	case "\t":
		m.tab()
	case "ESC D":
		m.setTabs(c.data)
	case "ESC GS A":
		m.moveTo(le16(c.args))
	case "ESC GS R":
		m.moveTo(m.page.width + le16(c.args))
	case "ESC GS t":
		m.choose(c.args[0])
	case "ESC R":
		m.mode.france = c.args[0]%48 == 1
	case "ESC GS a":
		if m.page.empty() {
			m.mode.align = c.args[0] % 48
		}
	case "ESC l":
		m.mode.left = m.model.cell * int(c.args[0])
	case "ESC Q":
		m.mode.area = max(0, m.model.cell*int(c.args[0])-m.mode.left)
	default:
		return false
	}
	return true
}

func (s *starline) obeySize(m *machine, c command) bool {
	set := &m.mode
	switch c.op {
	case "ESC E":
		set.bold = true
	case "ESC F":
		set.bold = false
	case "ESC -":
		set.under = c.args[0]%48 == 1
	case "ESC i": // height, then width
		set.high, set.wide = times(c.args[0]), times(c.args[1])
	case "ESC W":
		set.wide = times(c.args[0])
	case "ESC h":
		set.high = times(c.args[0])
	case "\x0E":
		set.wide = 2
	case "\x14":
		set.wide = 1
	case "ESC \x0E":
		set.high = 2
	case "ESC \x14":
		set.high = 1
	case "ESC M":
		set.small = false
	case "ESC RS F":
		set.small = c.args[0]%48 == 1
	default:
		return false
	}
	return true
}

// times is a magnification: 0 to 5, or its digit, are 1 to 6 times.
func times(n byte) int { return 1 + min(int(n%48), 5) }

func (s *starline) obeyPaper(m *machine, c command) bool {
	switch c.op {
	case "\n":
		m.printLine(m.mode.spacing)
	case "ESC a":
		m.printLine(int(c.args[0]) * m.mode.spacing)
	case "ESC J": // n/4 mm
		m.printLine(2 * int(c.args[0]))
	case "ESC I": // n/8 mm
		m.printLine(int(c.args[0]))
	case "ESC 0":
		m.mode.spacing = starNarrow
	case "ESC z":
		m.mode.spacing = map[byte]int{0: starNarrow, 1: starSpacing}[c.args[0]%48]
	case "ESC d":
		m.flush()
		m.cutPaper(m.toCutter() * int(c.args[0]%48/2%2))
	case "ESC \x16":
		s.presenter(m, c.args[0], c.args[1])
	default:
		return false
	}
	return true
}

// presenter is ESC SYN 0 (recover the paper), 1 n (recover by itself after n
// half seconds, 0 never), 3 n (tell a counter) and 4 (clear them); all are
// ignored where there is none.
func (s *starline) presenter(m *machine, what, n byte) {
	switch {
	case !m.model.presentsBy("esc_syn"):
		m.ignored++
	case what == '0':
		m.mouth.leave(m, Retracted)
	case what == '1':
		m.mouth.patient = time.Duration(n) * time.Second / 2
	case what == '3':
		count := m.mouth.counts[Taken] + m.mouth.counts[Ejected] + m.mouth.counts[Retracted]
		if n%48 == 1 {
			count = m.mouth.counts[Retracted]
		}
		m.say(0x1B, 0x16, '3', n, byte(count>>24), byte(count>>16), byte(count>>8), byte(count))
	case what == '4':
		m.mouth.counts = [6]int{}
	}
}
