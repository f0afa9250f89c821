package printersim

import (
	"fmt"
	"time"
)

// fullStatus is what DLE EOT 20 says behind 10 0F: paper, user, recoverable,
// unrecoverable (KPM210 manual 3-9, Pyramid's documentation). A stuck presenter
// is the ejector's error; a broken printer is one of its memory.
func (m *machine) fullStatus() [4]byte {
	return [4]byte{
		bit(0x01, m.paperOut && !m.coverOpen) | bit(0x04, m.nearEnd || m.paperOut) | bit(0x20, m.mouth.holding()),
		bit(0x03, m.coverOpen) | bit(0x20, m.feedButton),
		bit(0x01, m.hot) | bit(0x40, m.paperJam),
		bit(0x01, m.cutterError) | bit(0x04, m.broken) | bit(0x80, m.mouth.stuck),
	}
}

// obeyMouth works the presenter, by the command that the model has.
func (m *machine) obeyMouth(c command) bool {
	switch c.op {
	case "GS e":
		m.ejector(c.args)
	case "FS P":
		m.presentFS(c.args)
	case "GS R":
		m.collect(c.args)
	default:
		return false
	}
	return true
}

// ejector is GS e n [m] [t] (KPM210 manual 3-49, Pyramid's documentation). That
// retracting is enabled in the printer's set-up is taken for granted.
func (m *machine) ejector(args []byte) {
	if !m.model.presentsBy("gs_e") {
		m.ignored++
		return
	}
	switch n := args[0]; {
	case n == 2:
		m.throw(Retracted)
	case n == 3:
		m.mouth.present(m, m.steps(args[1]), 0, Ejected)
	case n == 5:
		m.throw(Ejected)
	case n == 6:
		m.say(m.ejectorByte())
	case n == 32 && m.model.presentsBy("gs_e_32"):
		m.mouth.present(m, m.steps(args[1]), time.Duration(args[2])*time.Second, Retracted)
	}
}

// throw cuts what hangs out of an ejector, and lets it go.
func (m *machine) throw(how Fate) {
	if m.mouth.sheet == nil {
		m.cutHere()
	}
	m.mouth.leave(m, how)
}

func (m *machine) steps(n byte) int { return m.dots(float64(n) * m.model.step) }

func (m *machine) ejectorByte() byte {
	return bit(0x01, m.nearEnd || m.paperOut) | bit(0x04, !m.paperOut) | bit(0x08, m.mouth.holding()) |
		bit(0x40, m.failing()) | bit(0x80, m.paperJam || m.mouth.stuck)
}

// presentFS is FS P n b E/R t (VKP80III commands manual): n steps, and after t
// seconds eject (45) or retract (52); t of 0 holds until the next paper.
func (m *machine) presentFS(args []byte) {
	if !m.model.presentsBy("fs_p") {
		m.ignored++
		return
	}
	then := Ejected
	if args[2] == 'R' {
		then = Retracted
	}
	m.mouth.present(m, m.steps(args[0]), time.Duration(args[3])*time.Second, then)
}

// citizenPatience is the time-out of GS R 1 at power on.
const citizenPatience = 5 * time.Second

// collect is GS R 0 and GS R 1 n (Citizen, page 326): retract now, and after n
// seconds, 0 to 9, where 0 is never.
func (m *machine) collect(args []byte) {
	switch {
	case !m.model.presentsBy("gs_r"):
		m.ignored++
	case args[0] == '0':
		m.mouth.leave(m, Retracted)
	case len(args) == 2 && args[1] <= 9:
		m.mouth.patient = time.Duration(args[1]) * time.Second
	}
}

// obeyCustom are Custom's counters and its automatic status.
func (e *escpos) obeyCustom(m *machine, c command) {
	if !m.model.counts && c.op != "ESC v" {
		m.ignored++
		return
	}
	switch c.op {
	case "GS E0":
		e.full, e.fullSaid = c.args[0], [4]byte{}
		e.reportFull(m)
	case "GS E1":
		m.count(m.paperLeftCM(), "cm")
	case "GS E2":
		m.count(m.roll.cuts, "cuts")
	case "GS E3":
		m.count(int(m.mm(m.roll.fed)/10), "cm")
	case "GS E4":
		m.count(m.mouth.counts[Retracted], "ret")
	case "GS E5":
		m.count(m.powerUps, "on")
	case "ESC v": // of Custom it was answered on arrival
		if m.model.escV == escVQueued {
			m.say(m.paperByte())
		}
	default:
		m.ignored++
	}
}

func (m *machine) count(n int, unit string) { m.say(fmt.Appendf(nil, "%d%s", n, unit)...) }

// paperLeftCM is what is on the roll; a full one has 80 m here.
func (m *machine) paperLeftCM() int {
	if m.paperLeft < 0 {
		return 8000
	}
	return int(m.mm(m.paperLeft) / 10)
}

// reportFull sends the bytes of the full status that GS E0 n asked for, behind
// 10h and n, when one of them changed (KPM300 commands manual, page 66).
func (e *escpos) reportFull(m *machine) {
	now := m.fullStatus()
	for i := range now {
		if e.full&(1<<i) == 0 {
			now[i] = 0
		}
	}
	told := e.fullSaid
	e.fullSaid = now
	if e.full&0x0F == 0 || now == told {
		return
	}
	words := []byte{0x10, e.full}
	for i := range now {
		if e.full&(1<<i) != 0 {
			words = append(words, now[i])
		}
	}
	m.say(words...)
}

// obeyReliance are Pyramid's QR commands: FS } t k sets the module, 3 to 8 dots,
// FS } % k d… prints, centred, at the start of a line; where it is too wide it
// takes a smaller module.
func (m *machine) obeyReliance(c command) {
	switch {
	case m.model.qr != reliance:
		m.ignored++
	case c.op == "FS }t":
		if n := int(c.args[0]); n >= 3 && n <= 8 {
			m.symbols.qr.module = n
		}
	case !m.page.empty():
		m.text(c.data) // as the documentation says
	default:
		m.printRelianceQR(string(c.data))
	}
}
