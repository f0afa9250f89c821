package printersim

import "rsc.io/qr"

// nipponJob is what GS G has begun: bit 7 of the status, and a job to report.
type nipponJob struct {
	printing bool
	id       []byte
}

// obeyNippon are the commands of Nippon's kiosk printers (D-F0446 pages 40-43).
func (e *escpos) obeyNippon(m *machine, c command) bool {
	if m.model.escV != escVNippon {
		return false
	}
	switch c.op {
	case "ESC v":
		m.say(e.nipponStatus(m))
	case "ESC b": // printed by ESC J, as every line
		m.add(cell{pic: unpack(c.data, int(c.args[0]), 1, 1)})
	case "ESC q":
		m.nipponQR(c.args[0], c.args[1], c.data)
	case "ESC r": // forced feed of the presenter: 0 forward, 1 backward
		m.mouth.leave(m, map[byte]Fate{0: Ejected, 1: Retracted}[c.args[0]])
	case "ESC s":
		m.nipponInfo(c.args[0])
	case "GS G":
		e.nipponJob(m, c.args)
	default:
		return false
	}
	return true
}

// nipponStatus is ESC v's byte (D-F0382 page 36; bit 7: D-F0446 page 43).
func (e *escpos) nipponStatus(m *machine) byte {
	return bit(0x01, m.nearEnd || m.paperOut) | bit(0x02, m.coverOpen) | bit(0x04, m.paperOut) |
		bit(0x08, m.hot) | bit(0x10, m.cutterError || m.paperJam) | bit(0x20, m.mouth.stuck || m.broken) |
		bit(0x40, m.mouth.holding()) | bit(0x80, e.job.printing)
}

// nipponInfo is ESC s n: FF n and the data.
func (m *machine) nipponInfo(n byte) {
	data := map[byte]string{2: "NP-3511D\x00", 3: "01.00   ", 4: "01.00   ", 5: "\x00\x00\x00\x00"}[n]
	if data != "" {
		m.say(append([]byte{0xFF, n}, data...)...)
	}
}

// nipponJob is GS G n: 21 and 20 set and clear bit 7 of the status; 31 does so
// with the number of a job, which 30 reports: FF 13 id status and three spare.
func (e *escpos) nipponJob(m *machine, args []byte) {
	switch args[0] {
	case 0x21, 0x31:
		e.job = nipponJob{true, args[1:]}
	case 0x20:
		e.job = nipponJob{}
	case 0x30:
		id := e.job.id
		e.job = nipponJob{}
		if len(id) == 4 {
			m.say(append(append([]byte{0xFF, 0x13}, id...), e.nipponStatus(m), 0, 0, 0)...)
		}
	}
}

// nipponQR is ESC q S E M data NUL (D-F0382 page 34): cells of 1, 2, 3, 4 or 8
// dots, else 4; level 0 to 3, else L. The symbol is of model 2 here, where the
// manual has model 1; of its modes only "B" is read, without "," and "!".
func (m *machine) nipponQR(size, level byte, data []byte) {
	s := &m.symbols.qr
	s.module, s.level, s.data = 4, qr.L, string(data)
	if size <= 4 && size > 0 || size == 8 {
		s.module = int(size)
	}
	if level <= 3 {
		s.level = qr.Level(level)
	}
	if m.model.qr == nippon {
		m.printQR()
	}
}
