package printersim

import "bytes"

// Real-time commands are obeyed when their last byte arrives, whatever the
// printer is doing and whatever the bytes belong to (an image too). Their
// bytes go into the buffer as well, where parse passes over them.

var clearCommand = []byte{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}

// hear watches for a real-time command. It returns true where the byte must
// not go into the buffer: the last one of "clear".
func (e *escpos) hear(m *machine, b byte) bool {
	if b == 0x10 || b == 0x1B { // none of the commands has another one inside
		e.urgent = []byte{b}
		return false
	}
	if len(e.urgent) == 0 {
		return false
	}
	e.urgent = append(e.urgent, b)
	whole, known := e.urgentNow(m)
	if whole || !known {
		e.urgent = nil
	}
	return whole && b == 8
}

// urgentNow obeys the command if it is whole, and says whether it may become
// one.
func (e *escpos) urgentNow(m *machine) (whole, known bool) {
	u := e.urgent
	switch {
	case u[0] == 0x1B: // ESC v: at once, even where the buffer is full (Custom)
		if u[1] == 'v' && m.model.escV == escVPaper {
			m.say(m.paperByte())
		}
		return false, false
	case len(u) == 2:
		return false, u[1] == 0x04 || u[1] == 0x05 || u[1] == 0x14
	case u[1] == 0x04:
		m.say(m.answerRealTime(u[2])...)
		return false, false
	case u[1] == 0x05:
		m.recover(u[2])
		return false, false
	case !bytes.HasPrefix(clearCommand, u):
		return false, false
	case len(u) < len(clearCommand):
		return false, true
	}
	return m.clear(), true
}

// clear is DLE DC4 8 (page dle_dc4 function 8).
func (m *machine) clear() bool {
	if m.model.clears != yes {
		return false
	}
	m.forget()
	m.recover(2)
	m.say(0x37, 0x25, 0)
	return true
}

// recover is DLE ENQ n (page dle_enq): 1 goes on from the line in error, 2
// forgets everything first. Only an error of the cutter can be recovered from.
func (m *machine) recover(n byte) {
	if !m.cutterError || m.jammed || (n != 1 && n != 2) {
		return
	}
	if n == 2 {
		m.forget()
	}
	m.cutterError, m.changed = false, true
}
