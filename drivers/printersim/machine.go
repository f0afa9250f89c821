package printersim

import (
	"time"

	"guichet/drivers/serial/pty"
)

// When the printer says "wait" and "go on", in bytes of room (TM-T88III
// specification, receive buffer of 4 KB).
const (
	xoffRoom = 128
	xonRoom  = 256

	xon, xoff = 0x11, 0x13
)

// maxOwn is the most data of one command that is kept; of a longer one the
// rest is passed over.
const maxOwn = 1 << 20

// machine is the printer itself. Only Sim.run's goroutine touches it.
type machine struct {
	opts Options
	line *pty.Line // nil while unplugged

	buffer []byte // received and not obeyed
	own    int    // bytes at the front of buffer that a command under way has taken
	skip   int    // bytes still to pass over
	urgent []byte // a real-time command that is coming in
	held   bool   // XOFF was said last

	mode settings
	page line
	roll roll
	qr   qrStore
	pic  *dots // stored by GS ( L 112

	powered, muted, coverOpen bool
	paperOut, nearEnd         bool
	jammed                    bool // the cutter will stick at its next cut
	cutterError               bool
	paperLeft                 int // dots to the end of the roll, -1 for plenty
	coverLeft                 int // dots until somebody opens the cover, 0 for never
	powerLeft, plugLeft       int // bytes to a power cut, and to a pull at the cable, 0 for never
	muteLeft                  int // bytes until nothing more is said, 0 for never

	asb      byte    // GS a's argument
	asbSaid  [4]byte // sent last
	busyTill time.Time
	changed  bool

	received, lost, obeyed int
}

func newMachine(opts Options) *machine {
	m := &machine{opts: opts, powered: true, paperLeft: -1}
	m.roll.width = opts.Profile.Dots
	m.initialise()
	m.mode.kanji = opts.Kanji
	return m
}

// online says whether it obeys what is queued.
func (m *machine) online() bool {
	return m.powered && !m.coverOpen && !m.paperOut && !m.cutterError
}

func (m *machine) room() int { return m.opts.Profile.Buffer - (len(m.buffer) - m.own) }

// willing says whether the next burst is taken off the line. With XON/XOFF the
// line keeps what does not fit while the printer prints; off-line and without
// flow control what does not fit is lost, as in the manual.
func (m *machine) willing() bool {
	return m.opts.Flow != "xonxoff" || !m.online() || m.room() >= maxBurst
}

// receive takes bytes from the line.
func (m *machine) receive(p []byte) {
	for _, b := range p {
		if !m.powered {
			return
		}
		m.received++
		m.countDown()
		if m.realTime(b) {
			continue
		}
		if m.room() <= 0 {
			m.lost++ // silently, as the specification says
			continue
		}
		m.buffer = append(m.buffer, b)
	}
	m.flow()
}

// countDown cuts the power, pulls the cable or breaks a wire, when the byte for
// it has come.
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
}

// reached counts left down by n and says whether it has just come to 0.
func reached(left *int, n int) bool {
	if *left <= 0 {
		return false
	}
	*left = max(0, *left-n)
	return *left == 0
}

// flow says XOFF when the buffer is nearly full or the printer goes off-line.
func (m *machine) flow() {
	if m.opts.Flow != "xonxoff" || !m.powered {
		return
	}
	switch {
	case !m.held && (m.room() < xoffRoom || !m.online()):
		m.held = true
		m.say(xoff)
	case m.held && m.room() >= xonRoom && m.online():
		m.held = false
		m.say(xon)
	}
}

// work obeys what is in the buffer until it is empty, the printer goes
// off-line, or the paper has to move; then it says for how long.
func (m *machine) work(now time.Time) (rest time.Duration, busy bool) {
	for m.online() {
		if rest := m.busyTill.Sub(now); rest > 0 {
			return rest, true
		}
		fed := m.roll.fed
		if !m.next() {
			break
		}
		m.busyTill = now.Add(m.opts.feedTime(m.roll.fed - fed))
		m.flow()
	}
	m.flow()
	m.report()
	return 0, false
}

// next obeys one command. It returns false when there is none that is whole.
func (m *machine) next() bool {
	m.passOver()
	if len(m.buffer) == 0 {
		return false
	}
	c, n := parse(m.buffer)
	if n == 0 {
		m.own = len(m.buffer)
		return false
	}
	m.own = 0
	if n > len(m.buffer) { // longer than is kept
		m.skip, n = n-len(m.buffer), len(m.buffer)
	}
	m.buffer = m.buffer[n:]
	m.obeyed += n
	m.obey(c)
	m.changed = true
	return true
}

func (m *machine) passOver() {
	n := min(m.skip, len(m.buffer))
	m.skip -= n
	m.buffer = m.buffer[n:]
}

// forget empties the buffers.
func (m *machine) forget() {
	m.buffer, m.own, m.skip = nil, 0, 0
	m.page = line{}
	m.changed = true
}
