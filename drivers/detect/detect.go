package detect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/serial"
)

// Speeds are the usual ones, the commonest first, in bits a second.
var Speeds = []int{9600, 19200, 38400, 115200, 57600, 4800}

// Options is how to ask. The zero value is right for most printers.
type Options struct {
	// Speeds to try, in order. nil is [Speeds].
	Speeds []int
	// Backend is that of package serial. "" is tarm, which leaves DTR up when
	// the port closes: some printers eject or start anew when it falls.
	Backend string
	// Answer is the longest time to an answer. 0 is 300 ms.
	Answer time.Duration
}

// Report is what a printer answered.
type Report struct {
	Path string
	Baud int // the speed at which it answered
	// Driver is the language: "escpos" or "starline".
	Driver string
	// Online: it takes data. An ESC/POS printer that is off-line was not asked
	// for its name.
	Online bool
	// FullStatus: it knows Custom's DLE EOT 20.
	FullStatus bool
	// Maker, Model and Firmware are what it says about itself; "" where it
	// does not say.
	Maker, Model, Firmware string
	// Cutter is what it says of a cutter, "" where it does not say, else "yes"
	// or "no".
	Cutter string
	// Answers are all that was asked at that speed, in order.
	Answers []Answer
	// Candidates are the profiles that fit, the likeliest first.
	Candidates []Candidate
	// Warnings say what does not go together.
	Warnings []string
}

// Answer is what came back to a question; an empty reply is silence.
type Answer struct {
	Question string
	Reply    []byte
}

// Ask asks the printer on the port at path. The error wraps
// printer.ErrNoAnswer when none answers at any speed, printer.ErrGone when
// there is no such port, serial.ErrBusy when another program has it.
func Ask(ctx context.Context, path string, opts Options) (Report, error) {
	opts = opts.withDefaults()
	for _, first := range []Question{askOnline, askStar} {
		for _, baud := range opts.Speeds {
			r, err := askAt(ctx, path, baud, first, opts)
			if err != nil {
				return Report{}, err
			}
			if r.Driver != "" {
				r.judge()
				return r, nil
			}
		}
	}
	return Report{}, fmt.Errorf("detect: %s: %w at %v bits a second", path, printer.ErrNoAnswer, opts.Speeds)
}

func (o Options) withDefaults() Options {
	if len(o.Speeds) == 0 {
		o.Speeds = Speeds
	}
	if o.Backend == "" {
		o.Backend = serial.Tarm
	}
	if o.Answer == 0 {
		o.Answer = 300 * time.Millisecond
	}
	return o
}

// askAt opens the port at one speed and begins with one question. Flow control
// is none: the questions are to pass a printer that said "wait".
func askAt(ctx context.Context, path string, baud int, first Question, opts Options) (Report, error) {
	port, err := serial.Open(serial.Config{Path: path, Baud: baud, Backend: opts.Backend})
	if err != nil {
		return Report{}, lineError(path, err)
	}
	defer port.Close()
	c := &conversation{port: port, patience: opts.Answer, report: Report{Path: path, Baud: baud}}
	if err := c.begin(ctx, first); err != nil {
		return Report{}, lineError(path, err)
	}
	return c.report, nil
}

func lineError(path string, err error) error {
	if errors.Is(err, serial.ErrGone) {
		err = fmt.Errorf("%w: %w", printer.ErrGone, err)
	}
	return fmt.Errorf("detect: %s: %w", path, err)
}
