package escpos

import (
	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// language is ESC/POS as one model speaks it.
type language struct{ p printer.Profile }

func (l language) Encode(doc printer.Document) ([]byte, error) { return Encode(doc, l.p) }

func (l language) Lead() int { return len(start(l.p)) }

// Padding is more zeros than the longest command can still want.
func (l language) Padding() []byte {
	return append(make([]byte, maxCommand(l.p.Dots)), initialise...)
}

// Parting cuts off, or feeds out, what an abandoned document left on the
// paper: it must not hang in front of the next citizen's.
func (l language) Parting() []byte {
	return join(initialise, lineFeed, part(l.p), throwOut(l.p))
}

// ByMouth: the model has no question that waits its turn.
func (l language) ByMouth() bool { return l.p.Confirm == "presented" }

// Arm turns ASB on, as every job does.
func (l language) Arm() []byte {
	if !l.p.Auto {
		return nil
	}
	return autoStatus
}

func (l language) Splitter() dialogue.Splitter { return &splitter{dialect: l.p.Status} }

func (l language) Confirm(id string) (dialogue.Question, bool) {
	switch l.p.Confirm {
	case "process_id":
		return dialogue.Question{Bytes: processID(id), Fits: isBlock("\x37\x22" + id)}, true
	case "fence":
		return dialogue.Question{Bytes: fence, Fits: isKind(queued)}, true
	case "esc_v":
		return dialogue.Question{Bytes: sensorStatus, Fits: isIdle(l.p.Status)}, true
	}
	return dialogue.Question{}, false
}

// Proves: GS ( H names the job when it is printed; the others say that the
// bytes were processed.
func (l language) Proves() bool { return l.p.Confirm == "process_id" }

func (l language) Clear() (dialogue.Question, bool) {
	return dialogue.Question{Bytes: clearBuffers, Fits: isBlock("\x37\x25")}, l.p.Clear == "dle_dc4"
}

// Retract is needed where the presenter has no clock of its own.
func (l language) Retract() []byte {
	switch {
	case l.p.Presenter.Command != "gs_e":
		return nil
	case l.p.Presenter.Then == "eject":
		return ejectTicket
	}
	return retractTicket
}

func isKind(k int) func(dialogue.Reply) bool {
	return func(r dialogue.Reply) bool { return r.Kind == k }
}

func isBlock(content string) func(dialogue.Reply) bool {
	return func(r dialogue.Reply) bool { return r.Kind == block && string(r.Data) == content }
}

var (
	_ dialogue.Armer      = language{}
	_ dialogue.Presenting = language{}
)
