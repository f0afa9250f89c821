package printersim

// bit is n where on is true.
func bit(n byte, on bool) byte {
	if on {
		return n
	}
	return 0
}

// answerRealTime is DLE EOT n (page dle_eot). With the cover open the paper's
// end is not seen: the bits keep what they were, which here is "paper".
func (m *machine) answerRealTime(n byte) []byte {
	out := m.paperOut && !m.coverOpen
	b := byte(0x12)
	switch n {
	case 1:
		b |= bit(0x08, !m.online())
	case 2:
		b |= bit(0x04, m.coverOpen) | bit(0x20, out) | bit(0x40, m.cutterError)
	case 3:
		b |= bit(0x08, m.cutterError)
	case 4:
		b |= bit(0x0C, m.nearEnd || m.paperOut) | bit(0x60, out)
	default:
		return nil
	}
	return []byte{b}
}

// asbBytes are the four of automatic status back (page gs_la).
func (m *machine) asbBytes() [4]byte {
	return [4]byte{
		0x10 | bit(0x08, !m.online()) | bit(0x20, m.coverOpen),
		bit(0x08, m.cutterError),
		m.paperByte(),
		0x0F,
	}
}

// paperByte is the answer to GS r 1 and the third byte of ASB.
func (m *machine) paperByte() byte {
	return bit(0x03, m.nearEnd || m.paperOut) | bit(0x0C, m.paperOut)
}

// report sends ASB when it is on and a byte of it changed.
func (m *machine) report() {
	if now := m.asbBytes(); m.asb != 0 && now != m.asbSaid {
		m.asbSaid = now
		m.say(now[:]...)
	}
}

// obeyQuestion answers what is queued. It is reached only on-line.
func (m *machine) obeyQuestion(c command) {
	switch c.op {
	case "GS a":
		m.asb, m.asbSaid = c.args[0], [4]byte{}
		m.report()
	case "GS r":
		if c.args[0]%48 == 1 && m.opts.Profile.Confirm != "none" {
			m.say(m.paperByte())
		}
	case "GS I":
		m.identify(c.args[0])
	case "GS ( H":
		m.confirm(c.data)
	}
}

// identify is GS I n (page gs_ci).
func (m *machine) identify(n byte) {
	texts := map[byte]string{65: "SIM 1.0", 66: "PRINTERSIM", 67: m.opts.Profile.Model, 68: "0000000001"}
	switch {
	case n == 1 || n == 49:
		m.say(0x20)
	case n == 2 || n == 50:
		m.say(bit(0x02, m.opts.Profile.Cutter()))
	case n == 3 || n == 51:
		m.say(0x01)
	case texts[n] != "":
		m.say(append(append([]byte{0x5F}, texts[n]...), 0)...)
	}
}

// confirm is GS ( H function 48: the process ID comes back when everything
// before it is printed.
func (m *machine) confirm(p []byte) {
	if m.opts.Profile.Confirm != "process_id" || len(p) != 6 || p[0] != 48 || p[1] != 48 {
		return
	}
	m.say(append(append([]byte{0x37, 0x22}, p[2:]...), 0)...)
}
