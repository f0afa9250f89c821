package printersim

import "slices"

// hear watches for the real-time commands: ESC ACK SOH tells the status, CAN
// empties the receive and line buffers (page 3-63), which it can do only as it
// arrives; in the data of a picture as well. The answers to ENQ and EOT were not
// found: there are none here.
func (s *starline) hear(m *machine, b byte) bool {
	if b == 0x18 {
		s.cancel(m)
		return true
	}
	if b == 0x1B {
		s.urgent = []byte{b}
		return false
	}
	if len(s.urgent) == 0 {
		return false
	}
	s.urgent = append(s.urgent, b)
	switch {
	case slices.Equal(s.urgent, []byte{0x1B, 0x06}):
		return false
	case slices.Equal(s.urgent, []byte{0x1B, 0x06, 0x01}):
		s.tell(m)
	}
	s.urgent = nil
	return false
}

// cancel is CAN: what is in the buffers is forgotten.
func (s *starline) cancel(m *machine) {
	m.forget()
	m.initialise()
	s.etb, s.done = 0, false
}

func (s *starline) obeyStatus(m *machine, c command) bool {
	switch c.op {
	case "ESC @": // the line is printed first (page 3-60)
		m.flush()
		m.initialise()
	case "ESC ?":
		m.page = line{}
		m.initialise()
		s.asb = false
	case "\x17": // all before it is printed
		s.etb, s.done = (s.etb+1)%32, true
		s.report(m)
		s.done = false
		s.said = s.bytes(m) // that the bit goes is not told
	case "ESC RS a":
		if s.asb = c.args[0]%48 == 1; s.asb {
			s.tell(m)
		}
	case "ESC RS E":
		s.etb = 0
		s.said = s.bytes(m)
	default:
		return false
	}
	return true
}

// report tells the status when it is wanted and has changed.
func (s *starline) report(m *machine) {
	if s.asb && s.bytes(m) != s.said {
		s.tell(m)
	}
}

func (s *starline) tell(m *machine) {
	s.said = s.bytes(m)
	m.say(s.said[:]...)
}

// bytes are the automatic status: 9 bytes, version 3 (appendix 2, 5-7 to 5-12).
func (s *starline) bytes(m *machine) [9]byte {
	return [9]byte{
		0x23, // length 9, in bits 1 to 3, 5 and 6
		0x06,
		bit(0x02, s.done) | bit(0x08, !m.online()) | bit(0x20, m.coverOpen) | bit(0x40, m.feedButton),
		bit(0x04, m.paperJam) | bit(0x08, m.cutterError) | bit(0x20, m.broken) | bit(0x40, m.hot),
		bit(0x04, m.mouth.stuck),
		bit(0x04, m.nearEnd || m.paperOut) | bit(0x08, m.paperOut),
		bit(0x02, m.mouth.sheet != nil),
		spread(s.etb),
		m.mouth.position() << 1,
	}
}

// spread puts the five bits of a counter into bits 1 to 3, 5 and 6.
func spread(n int) byte { return byte(n&7<<1 | n&0x18<<2) }

// position is where the presenter's paper is: 0 none, 1 inside, 3 held out, 6
// drawn back, 7 pulled out.
func (mo *mouth) position() byte {
	switch {
	case mo.holding():
		return 3
	case mo.sheet != nil:
		return 1
	case mo.last == Retracted:
		return 6
	case mo.last == Taken, mo.last == Ejected:
		return 7
	}
	return 0
}
