package printer

import "strings"

// Status is what the sensors of a printer say, in one shape for every maker.
// The zero value is a printer of which nothing is known.
type Status struct {
	Online    bool  // it answers and takes data
	Paper     Paper // of the roll
	CoverOpen bool
	Cutter    bool  // the cutter is stuck or the paper is jammed
	Hot       bool  // the head is too hot: it mends itself
	Broken    bool  // an error that only a technician mends
	Mouth     Mouth // of the presenter
	Forgotten int   // papers that nobody took and the presenter drew back, since it was opened
}

// Mouth is what the presenter holds out. That it holds a paper is no fault: the
// paper is there to be taken, and a driver waits for that.
type Mouth int

const (
	MouthUnknown Mouth = iota // or there is no presenter
	MouthEmpty
	MouthHolding // a paper that nobody has taken yet
)

func (m Mouth) String() string {
	return [...]string{"unknown", "empty", "holding a paper"}[m]
}

// Paper is how much of the roll is left, as far as the sensors can tell.
type Paper int

const (
	PaperUnknown Paper = iota
	PaperOK
	PaperNearEnd
	PaperOut
)

func (p Paper) String() string {
	return [...]string{"unknown", "ok", "near end", "out"}[p]
}

// Ready says whether a document sent now would be printed.
func (s Status) Ready() bool {
	return s.Online && s.Fault() == NoFault
}

// Fault is the first thing that keeps the printer from printing, in the order
// in which a person mends them: a cover must be closed before paper is seen.
func (s Status) Fault() Fault {
	switch {
	case s.Broken:
		return FaultBroken
	case s.CoverOpen:
		return FaultCover
	case s.Cutter:
		return FaultCutter
	case s.Paper == PaperOut:
		return FaultPaperOut
	case s.Hot:
		return FaultHot
	case !s.Online:
		return FaultOffline
	}
	return NoFault
}

func (s Status) String() string {
	words := []string{"offline"}
	if s.Online {
		words[0] = "online"
	}
	words = append(words, "paper "+s.Paper.String())
	if f := s.Fault(); f != NoFault && f != FaultOffline && f != FaultPaperOut {
		words = append(words, f.String())
	}
	return strings.Join(words, ", ")
}

// Fault names what keeps a printer from printing. Each has a sentence for the
// citizen and one for the staff; neither comes from Error.
type Fault int

const (
	NoFault Fault = iota
	FaultPaperOut
	FaultCover
	FaultCutter
	FaultHot
	FaultBroken
	FaultOffline   // it does not answer, or refuses data without a reason
	FaultGone      // unplugged
	FaultPresenter // the last paper was not taken yet: the next waits for it
)

func (f Fault) String() string {
	return [...]string{"no fault", "paper out", "cover open", "cutter or jam", "too hot", "broken", "off-line", "gone", "paper not taken"}[f]
}

// FaultError is a fault that a sensor explains.
type FaultError struct {
	Fault  Fault
	Status Status
}

func (e *FaultError) Error() string { return "printer: " + e.Fault.String() }
