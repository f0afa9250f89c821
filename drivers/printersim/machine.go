package printersim

import (
	"math/rand/v2"
	"time"

	"guichet/drivers/serial/pty"
)

const xon, xoff = 0x11, 0x13

// maxOwn is the most data of one command that is kept; of a longer one the
// rest is passed over.
const maxOwn = 1 << 20

// tongue is a command language: ESC/POS or Star Line Mode.
type tongue interface {
	// parse reads the command at the front of b, which is not empty. n is its
	// length, and more than len(b) for one that is too long to keep (it is then
	// ignored); n is 0 while more bytes are needed.
	parse(b []byte) (c command, n int)
	// hear watches for real-time commands. It returns true where b must not go
	// into the buffer.
	hear(m *machine, b byte) bool
	// obey carries out one command.
	obey(m *machine, c command)
	// harmless says whether c is obeyed off-line too.
	harmless(m *machine, c command) bool
	// report tells by itself what changed, where the computer wants that.
	report(m *machine)
	// initialise forgets what commands have set.
	initialise(m *machine)
}

// machine is the printer itself. Only Sim.run's goroutine touches it.
type machine struct {
	opts   Options
	model  model
	tongue tongue
	clock  func() time.Time
	chance *rand.Rand // the same from run to run
	line   *pty.Line  // nil while unplugged
	ear    *[]byte    // takes what is said in place of the line, where it is set

	buffer []byte // received and not obeyed
	own    int    // bytes at the front of buffer that a command under way has taken
	skip   int    // bytes still to pass over
	held   bool   // XOFF was said last
	stops  bool   // the computer was seen to have its end of the line set to XON/XOFF
	deaf   bool   // it was not when XOFF was said: it sends on
	late   []answerLater

	mode    settings
	page    line
	roll    roll
	symbols symbolStore
	pic     *dots // stored by GS ( L 112
	mouth   mouth
	cutDue  bool // a fault came between the feed and the cut

	powered, muted bool
	noisy          int // one of so many bytes from the computer is spoilt, 0 for none
	ill
	paperLeft           int // dots to the end of the roll, -1 for plenty
	powerLeft, plugLeft int // bytes to a power cut, and to a pull at the cable, 0 for never
	muteLeft            int // bytes until nothing more is said, 0 for never
	traps               []trap

	busyTill time.Time
	changed  bool

	received, lost, obeyed, ignored, powerUps int
}

// ill is what keeps the printer off-line.
type ill struct {
	coverOpen, paperOut, nearEnd bool
	jammed                       bool // the cutter will stick at its next cut
	cutterError, paperJam        bool
	feedButton, broken           bool
	hot                          bool
	hotTill                      time.Time // zero: until HeadCool
	coverLeft                    int       // dots until somebody opens the cover, 0 for never
}

func newMachine(opts Options) *machine {
	if opts.Flow == "" {
		opts.Flow = opts.Profile.Flow
	}
	m := &machine{
		opts: opts, model: modelOf(opts), clock: time.Now, powered: true, paperLeft: -1, powerUps: 1,
		chance: rand.New(rand.NewPCG(1, 2)),
	}
	if opts.Buffer > 0 {
		m.model.buffer, m.model.xoff = opts.Buffer, 0
		m.model.margins()
	}
	m.roll.width = m.model.dots
	m.start()
	m.mode.kanji = opts.Kanji
	return m
}

// start is what happens when the power comes: nothing is remembered.
func (m *machine) start() {
	m.tongue = &escpos{}
	if m.model.starline {
		m.tongue = &starline{}
	}
	m.initialise()
}

func (m *machine) initialise() {
	m.page = line{}
	m.tongue.initialise(m)
}

// online says whether it obeys what is queued.
func (m *machine) online() bool {
	return m.powered && !m.coverOpen && !m.paperOut && !m.cutterError && !m.paperJam &&
		!m.hot && !m.broken && !m.feedButton && !m.mouth.stuck
}

func (m *machine) room() int { return m.model.buffer - (len(m.buffer) - m.own) }

// burst is how many bytes are handed over at once: fewer than the room that is
// left when the printer says XOFF.
func (m *machine) burst() int { return min(maxBurst, m.model.xoff) }

// willing says whether the next burst is taken off the line. With flow control
// the line keeps what does not fit while the printer prints; off-line and
// without flow control what does not fit is lost, as in the manual.
func (m *machine) willing() bool {
	return m.opts.Flow == "none" || m.opts.Flow == "" || m.opts.LateXOFF || m.deaf || !m.online() || m.room() >= m.burst()
}

// receive takes bytes from the line.
func (m *machine) receive(p []byte) {
	for _, b := range p {
		if !m.powered {
			return
		}
		m.received++
		m.countDown()
		b, lost := m.spoil(b)
		if lost || m.tongue.hear(m, b) {
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

// spoil is noise on the line: a bit is turned, or the byte is not seen.
func (m *machine) spoil(b byte) (spoilt byte, lost bool) {
	if m.noisy == 0 || m.chance.IntN(m.noisy) != 0 {
		return b, false
	}
	if m.chance.IntN(4) == 0 {
		m.lost++
		return b, true
	}
	return b ^ 1<<m.chance.IntN(8), false
}

// flow says XOFF when the buffer is nearly full or the printer goes off-line.
func (m *machine) flow() {
	if m.opts.Flow != "xonxoff" || !m.powered {
		return
	}
	low := m.model.xoff
	if m.opts.LateXOFF {
		low = 0
	}
	switch {
	case !m.held && (m.room() <= low || !m.online()):
		m.held = true
		m.deaf = m.line != nil && !m.hearsXOFF()
		m.say(xoff)
	case m.held && m.room() >= m.model.xon && m.online():
		m.held = false
		m.say(xon)
	}
}
