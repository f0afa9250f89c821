package starline

import (
	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// sensors are the bytes of a status behind its headers, pages 5-9 to 5-12;
// those that an old version has not got are 0.
type sensors [7]byte

func readSensors(message []byte) (s sensors) {
	if len(message) >= shortest {
		copy(s[:], message[2:])
	}
	return s
}

// The bits, by the name that the page gives them. Two of them mean another
// thing on the TUP500, and both are for a technician.
const (
	offline      = 0x08 // of byte 0: ONLINE/OFFLINE
	coverOpen    = 0x20 // of byte 0
	hotHead      = 0x40 // of byte 1: stopped by high head temperature
	unmendable   = 0x20 // of byte 1: non-recoverable error
	cutterError  = 0x08 // of byte 1: auto-cutter error
	mechanical   = 0x04 // of byte 1: mechanical error; TUP500: head thermistor
	overflow     = 0x40 // of byte 2: receive buffer overflow, told once
	presenterJam = 0x04 // of byte 2: presenter paper jam
	headUp       = 0x02 // of byte 2: head up; TUP500: electric voltage
	paperEnd     = 0x08 // of byte 3
	nearEnd      = 0x06 // of byte 3: inner and outer side
	mouthPaper   = 0x02 // of byte 4: presenter paper detector
)

// fromStatus reads a status of a model that may have a presenter.
func fromStatus(message []byte, presenter bool) printer.Status {
	if len(message) < shortest {
		return printer.Status{}
	}
	b := readSensors(message)
	s := printer.Status{
		Online:    b[0]&offline == 0,
		CoverOpen: b[0]&coverOpen != 0,
		Cutter:    b[1]&cutterError != 0 || b[2]&presenterJam != 0,
		Broken:    b[1]&(unmendable|mechanical) != 0 || b[2]&headUp != 0,
		Paper:     paper(b),
	}
	s.Hot = b[1]&hotHead != 0 && !s.CoverOpen
	if presenter {
		s.Mouth = mouth(b)
	}
	return s
}

// paper is not known with the cover open: nothing lies on the sensors then.
func paper(b sensors) printer.Paper {
	switch {
	case b[0]&coverOpen != 0:
		return printer.PaperUnknown
	case b[3]&paperEnd != 0:
		return printer.PaperOut
	case b[3]&nearEnd != 0:
		return printer.PaperNearEnd
	}
	return printer.PaperOK
}

// mouth reads the presenter paper position, page 5-12: 0 no paper, 1 paper is
// still coming, 3 held out, 6 taken back, 7 pulled out. A memory switch can
// keep it at 0; the detector then tells paper from none.
func mouth(b sensors) printer.Mouth {
	switch b[6] >> 1 & 0x07 {
	case 0:
		if b[4]&mouthPaper != 0 {
			return printer.MouthHolding
		}
		return printer.MouthEmpty
	case 3:
		return printer.MouthHolding
	case 6, 7:
		return printer.MouthEmpty
	}
	return printer.MouthUnknown
}

// Sense is one question. After a silence it has zeros in front: a job that was
// cut short inside of ESC k leaves a printer that takes the next bytes for
// dots, questions too. Outside of a command they are nothing (page 3-2).
func (l *language) Sense() []dialogue.Question {
	l.unheard++
	ask := askStatus
	if l.unheard > 1 {
		ask = append(make([]byte, zeros), askStatus...)
	}
	return []dialogue.Question{{Bytes: ask, Fits: isStatus}}
}

// zeros is how many go out before a question: few enough for 9600 baud to pass
// them well within the time of an answer, so that several questions fill a band.
const zeros = 256

func isStatus(r dialogue.Reply) bool { return r.Kind == status }

func (l *language) Told(r dialogue.Reply) (printer.Status, bool) {
	if r.Kind != status {
		return printer.Status{}, false
	}
	l.unheard = 0
	if readSensors(r.Data)[2]&overflow != 0 {
		l.overflows++
	}
	return fromStatus(r.Data, l.p.Presenter.Fitted()), true
}

// Read also notes the count: the sensors are asked before every job.
func (l *language) Read(answers []dialogue.Reply) printer.Status {
	message := answers[0].Data
	l.before = mark{overflows: l.overflows}
	if n, ok := count(message); ok {
		l.before.count, l.before.known = int(n), true
	}
	return fromStatus(message, l.p.Presenter.Fitted())
}
