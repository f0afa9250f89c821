package printersim

import "slices"

// bit is n where on is true.
func bit(n byte, on bool) byte {
	if on {
		return n
	}
	return 0
}

// answerRealTime is DLE EOT n (page dle_eot). With the cover open the paper's
// end is not seen: the bits keep what they were, which here is "paper". A jam
// of the paper is felt as one of the cutter.
func (m *machine) answerRealTime(n byte) []byte {
	if !slices.Contains(m.model.asks, n) {
		return nil
	}
	out := m.paperOut && !m.coverOpen
	b := byte(0x12)
	switch n {
	case 1:
		b |= bit(0x08, !m.online()) | bit(0x40, m.feedButton)
	case 2:
		b |= bit(0x04, m.coverOpen) | bit(0x08, m.feedButton) | bit(0x20, out) | bit(0x40, m.failing())
	case 3:
		b |= bit(0x08, m.cutterError || m.paperJam) | bit(0x20, m.broken || m.mouth.stuck) | bit(0x40, m.hot)
	case 4:
		b |= bit(0x0C, m.nearEnd || m.paperOut) | bit(0x60, out)
	case 5: // that these bits are the outlet's was not found in a manual
		b |= bit(0x0C, m.mouth.holding())
	case 17: // Custom, Pyramid: print status
		b |= bit(0x20, out)
	case 20: // Custom, Pyramid: full status
		s := m.fullStatus()
		return append([]byte{0x10, 0x0F}, s[:]...)
	}
	return []byte{b}
}

// failing says whether an error of its own stops it.
func (m *machine) failing() bool {
	return m.cutterError || m.paperJam || m.broken || m.hot || m.mouth.stuck
}

// asbBytes are the four of automatic status back (page gs_la).
func (m *machine) asbBytes() [4]byte {
	return [4]byte{
		0x10 | bit(0x08, !m.online()) | bit(0x20, m.coverOpen) | bit(0x40, m.feedButton),
		bit(0x08, m.cutterError || m.paperJam) | bit(0x20, m.broken || m.mouth.stuck) | bit(0x40, m.hot),
		m.paperByte(),
		0x0F,
	}
}

// paperByte is the answer to GS r 1 and to Custom's ESC v, and the third byte
// of ASB.
func (m *machine) paperByte() byte {
	return bit(0x03, m.nearEnd || m.paperOut) | bit(0x0C, m.paperOut)
}

// report sends ASB when it is on and a byte of it changed.
func (e *escpos) report(m *machine) {
	if now := m.asbBytes(); e.asb != 0 && now != e.asbSaid {
		e.asbSaid = now
		m.say(now[:]...)
	}
	e.reportFull(m)
}

// harmless: Nippon's questions are answered off-line too, or nobody would hear
// of an error: they wait only for what prints. No other command is.
func (e *escpos) harmless(m *machine, c command) bool {
	return m.model.escV == escVNippon && (c.op == "ESC v" || c.op == "ESC s")
}

// obeyQuestion answers what is queued.
func (e *escpos) obeyQuestion(m *machine, c command) {
	switch {
	case c.op == "GS a" && m.model.asb == yes:
		e.asb, e.asbSaid = c.args[0], [4]byte{}
		e.report(m)
	case c.op == "GS r" && m.model.fence == yes:
		if c.args[0]%48 == 1 {
			m.say(m.paperByte())
		}
	case c.op == "GS I":
		m.say([]byte(m.model.answers[firstOf(c.args[0])])...)
	case c.op == "GS ( H" && m.model.proof == yes:
		m.confirm(c.data)
	default:
		e.obeyCustom(m, c)
	}
}

// firstOf: GS I takes 49 to 51 for 1 to 3.
func firstOf(n byte) byte {
	if n >= 49 && n <= 51 {
		return n - 48
	}
	return n
}

// confirm is GS ( H function 48: the process ID comes back when everything
// before it is printed.
func (m *machine) confirm(p []byte) {
	if len(p) == 6 && p[0] == 48 && p[1] == 48 {
		m.say(append(append([]byte{0x37, 0x22}, p[2:]...), 0)...)
	}
}
