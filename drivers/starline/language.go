package starline

import (
	"bytes"

	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// language is Line mode as one printer speaks it, and what it has counted.
type language struct {
	p printer.Profile

	before    mark // when the sensors were last asked, or the printer was cleared
	overflows int  // heard so far
	round     byte // of questions: what was heard before this one is of another
	unheard   int  // questions about the sensors since the last status
}

// mark is what a printer had told before a job.
type mark struct {
	count     int // of ETBs
	known     bool
	overflows int
}

func (l *language) Encode(doc printer.Document) ([]byte, error) { return encode(doc, l.p) }

func (l *language) Lead() int { return len(start(l.p)) }

// Padding is more than any command can still want: zeros for one that says its
// length, RS for a bar code.
func (l *language) Padding() []byte {
	return bytes.Join([][]byte{make([]byte, longestData), {0x1E}, initialise}, nil)
}

// longestData is what a QR symbol of version 40 and level M holds, which is
// more than a band of dots.
const longestData = 2331

// Parting cuts off, or feeds out, what an abandoned job left on the paper.
func (l *language) Parting() []byte {
	return bytes.Join([][]byte{initialise, lineFeed, finish(l.p)}, nil)
}

// Splitter is asked for on a new line, of which nothing is known.
func (l *language) Splitter() dialogue.Splitter {
	l.before, l.unheard = mark{}, 0
	return &splitter{lang: l}
}

// Confirm asks for the count that the printer reaches at the end of a job; see
// the package comment. ok is false where it tells none.
func (l *language) Confirm(string) (dialogue.Question, bool) {
	if l.p.Confirm != "etb" || !l.before.known {
		return dialogue.Question{}, false
	}
	l.round++
	end, etbs := endOf(l.before.count)
	round, overflows := l.round, l.before.overflows
	return dialogue.Question{
		Bytes: bytes.Repeat(countOne, etbs),
		Fits: func(r dialogue.Reply) bool {
			return r.Kind == counted && r.Data[0] == end && r.Data[1] == round && l.overflows == overflows
		},
	}, true
}

// counts is how many there are: 31 is followed by 0.
const counts = 32

// endOf returns the count at the end of a job that began at before, and how
// many ETBs behind it lead there: one, or more where the end would be a count
// that a printer also has after it lost its power.
func endOf(before int) (end byte, etbs int) {
	for etbs = 1; ; etbs++ {
		if n := (before + 1 + etbs) % counts; n > 1 {
			return byte(n), etbs
		}
	}
}

// Proves: the sensors have the last word.
func (l *language) Proves() bool { return false }

// Clear is CAN, which sets the count to 0 and answers nothing (pages 3-63 and
// 5-11); a status behind it shows that it was taken.
func (l *language) Clear() (dialogue.Question, bool) {
	return dialogue.Question{
		Bytes: append([]byte{cancel}, askStatus...),
		Fits: func(r dialogue.Reply) bool {
			if r.Kind != status {
				return false
			}
			n, ok := count(r.Data)
			if n == 0 {
				l.before = mark{known: ok, overflows: l.overflows}
			}
			return n == 0
		},
	}, l.p.Clear == "esc_can"
}

// Retract is needed where the presenter's own clock is off.
func (l *language) Retract() []byte {
	if !l.p.Presenter.Fitted() || l.p.Presenter.Timeout != 0 {
		return nil
	}
	return recoverPaper
}

// halfSeconds is a time-out as ESC SYN 1 has it, 127 s at most; 0 is never.
func halfSeconds(seconds int) byte {
	if 2*seconds == cancel {
		return cancel + 1
	}
	return byte(2 * seconds)
}

// Arm turns ASB on, as every job does. ESC @ leaves it on.
func (l *language) Arm() []byte {
	if !l.p.Auto {
		return nil
	}
	return autoStatus(true)
}

var _ dialogue.Armer = (*language)(nil)
