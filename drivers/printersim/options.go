package printersim

import (
	"errors"
	"path/filepath"
	"time"

	"guichet/drivers/printer"
)

// Options is the printer to build.
type Options struct {
	// Model names one that the simulator knows from its maker's manual
	// ([Models]). "" or another: the printer is as Profile describes it.
	Model string
	// Profile is the model where Model names none, and says what the manual of
	// a named one does not.
	Profile printer.Profile
	// Baud is the speed of the line in bits a second; 0 is as fast as the pty.
	Baud int
	// Speed is the speed of the paper in mm a second; 0 is at once.
	Speed int
	// Buffer is the receive buffer in bytes, where a switch makes it another
	// than the model's: 45 on a TM-T88.
	Buffer int
	// Flow is "xonxoff", where the printer says XOFF and XON, or "none",
	// where it loses what does not fit into its buffer. "" is the profile's.
	Flow string
	// LateXOFF: it says XOFF when the buffer is full, and loses what comes then.
	LateXOFF bool
	// NoXON: it says nothing when it is switched on. The makers' manuals have an
	// XON there; a driver must not wait for it.
	NoXON bool
	// Kanji starts it in Kanji mode, as printers for China are, until FS ".".
	Kanji bool
	// Lies: it says to GS I that it is an EPSON TM-T88V, as clones do.
	Lies bool
	// AnswerDelay is how late it says everything.
	AnswerDelay time.Duration
	// Takes: somebody takes each paper as soon as the presenter holds it out.
	// Else it stays there until [Sim.Take].
	Takes bool
	// Dir is where the link to the current pty is made. "" is a new private
	// folder, removed by Close.
	Dir string
}

var errProfile = errors.New("printersim: the profile has no dots, columns or buffer")

func (o Options) check() error {
	p := o.Profile
	if _, known := catalogue[o.Model]; known {
		return nil
	}
	if p.Dots <= 0 || p.Columns <= 0 || p.Buffer <= 0 || p.DPI <= 0 {
		return errProfile
	}
	return nil
}

func (o Options) path() string { return filepath.Join(o.Dir, "printer") }

// byteTime is how long n bytes take on the line: 10 bits each.
func (o Options) byteTime(n int) time.Duration {
	if o.Baud <= 0 {
		return 0
	}
	return time.Duration(n) * 10 * time.Second / time.Duration(o.Baud)
}

// feedTime is how long the paper takes for so many dots.
func (m *machine) feedTime(dots int) time.Duration {
	if m.opts.Speed <= 0 {
		return 0
	}
	return time.Duration(m.mm(dots) / float64(m.opts.Speed) * float64(time.Second))
}

// mm is a length in dots in millimetres; dots is the other way round.
func (m *machine) mm(dots int) float64 { return float64(dots) * 25.4 / float64(m.model.dpi) }

func (m *machine) dots(mm float64) int { return int(mm * float64(m.model.dpi) / 25.4) }
