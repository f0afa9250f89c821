package escpos

import (
	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// The same sensor stands at another bit in every answer: near end and end are
// 0Ch and 60h in DLE EOT 4, 03h and 0Ch in ASB byte 3 and GS r 1, 04h and 01h
// in Custom's full status, 01h and 04h in Nippon's ESC v. Each has its own
// decoder here and they share no mask.

// Sense is what the model is asked. Every one of them that has DLE EOT 1 is
// asked it first: it is answered by all.
func (l language) Sense() []dialogue.Question {
	eot := func(n byte, kind int) dialogue.Question {
		return dialogue.Question{Bytes: askStatus(n), Fits: isKind(kind)}
	}
	switch l.p.Status {
	case "full_status":
		return []dialogue.Question{eot(1, realTime), eot(fullStatus, full)}
	case "esc_v":
		return []dialogue.Question{{Bytes: sensorStatus, Fits: isKind(sensors), Queued: true}}
	}
	return []dialogue.Question{eot(1, realTime), eot(2, realTime), eot(3, realTime), eot(4, realTime)}
}

func (l language) Read(answers []dialogue.Reply) printer.Status {
	switch l.p.Status {
	case "full_status":
		return fromFullStatus(answers[0], answers[1])
	case "esc_v":
		return fromSensors(answers[0].Data[0])
	}
	var a [4]byte
	for i, r := range answers {
		if len(r.Data) > 0 {
			a[i] = r.Data[0]
		}
	}
	return fromRealTime(a)
}

// Told reads ASB, and the answer to a fence.
func (l language) Told(r dialogue.Reply) (printer.Status, bool) {
	switch {
	case r.Kind == auto:
		return fromAutoStatus([4]byte(r.Data)), true
	case r.Kind == queued && l.p.Confirm == "fence":
		return fromPaperSensor(r.Data[0]), true
	}
	return printer.Status{}, false
}

// fromPaperSensor reads the answer to GS r 1 (page gs_lr), in ASB's bits of the
// third byte. Only a printer that is on-line gives it.
func fromPaperSensor(b byte) printer.Status {
	return printer.Status{Online: true, Paper: paper(true, b&0x03 != 0, b&0x0C != 0)}
}

// fromRealTime reads the answers to DLE EOT 1 to 4 (page dle_eot), index 0 to
// 3. A question that was not answered is 0: nothing is known from it.
func fromRealTime(a [4]byte) printer.Status {
	s := printer.Status{
		Online:    a[0]&0x08 == 0,
		CoverOpen: a[1]&0x04 != 0,
		Cutter:    a[2]&0x08 != 0,
		Broken:    a[2]&0x20 != 0,
	}
	s.Hot = a[2]&0x40 != 0 && !s.CoverOpen
	s.Paper = paper(a[3] != 0 || a[1] != 0, a[3]&0x0C != 0, a[3]&0x60 != 0 || a[1]&0x20 != 0)
	return coverHidesPaper(s)
}

// fromAutoStatus reads the 4 bytes of ASB (page gs_la).
func fromAutoStatus(a [4]byte) printer.Status {
	s := printer.Status{
		Online:    a[0]&0x08 == 0,
		CoverOpen: a[0]&0x20 != 0,
		Cutter:    a[1]&0x08 != 0,
		Broken:    a[1]&0x20 != 0,
	}
	s.Hot = a[1]&0x40 != 0 && !s.CoverOpen
	s.Paper = paper(true, a[2]&0x03 != 0, a[2]&0x0C != 0)
	return coverHidesPaper(s)
}

// fromFullStatus reads DLE EOT 1 and the 10h 0Fh and four bytes of Custom's and
// Pyramid's full status (Pyramid, page 1004): paper, user, recoverable and
// unrecoverable errors. A status that was not answered says nothing.
func fromFullStatus(online, status dialogue.Reply) printer.Status {
	s := printer.Status{Online: online.Data[0]&0x08 == 0}
	if len(status.Data) < fullLength {
		return s
	}
	roll, user, recoverable, broken := status.Data[2], status.Data[3], status.Data[4], status.Data[5]
	s.CoverOpen = user&0x03 != 0 // head up, cover open
	s.Cutter = recoverable&0x40 != 0 || broken&0x03 != 0
	s.Hot = recoverable&0x01 != 0
	s.Broken = broken&^0x03 != 0
	s.Paper = paper(true, roll&0x04 != 0, roll&0x01 != 0)
	s.Mouth = printer.MouthEmpty
	if roll&0x20 != 0 {
		s.Mouth = printer.MouthHolding
	}
	return coverHidesPaper(s)
}

// printing is the bit of ESC v that Nippon's printers set while they print a
// job that has a number (D-F0446, p. 43).
const printing = 0x80

// fromSensors reads Nippon's ESC v (specification D-F0382, p. 36). A jam (10h)
// beside a nearly empty roll (01h) makes the byte an XON: with flow control by
// XON/XOFF it is lost, and the question stays without an answer.
func fromSensors(b byte) printer.Status {
	s := printer.Status{
		CoverOpen: b&0x02 != 0, Hot: b&0x08 != 0, Cutter: b&0x10 != 0, Broken: b&0x20 != 0,
	}
	s.Paper = paper(true, b&0x01 != 0, b&0x04 != 0)
	s.Mouth = printer.MouthEmpty
	if b&0x40 != 0 {
		s.Mouth = printer.MouthHolding
	}
	s = coverHidesPaper(s)
	s.Online = s.Fault() == printer.FaultOffline // nothing else keeps it
	return s
}

// isIdle is an answer to ESC v that comes behind a document: from a model whose
// sensors are asked in the same way, one that says that nothing is left to
// print; from another, any single byte.
func isIdle(status string) func(dialogue.Reply) bool {
	if status != "esc_v" {
		return isKind(queued)
	}
	return func(r dialogue.Reply) bool { return r.Kind == sensors && r.Data[0]&printing == 0 }
}

func paper(known, nearEnd, out bool) printer.Paper {
	switch {
	case out:
		return printer.PaperOut
	case nearEnd:
		return printer.PaperNearEnd
	case known:
		return printer.PaperOK
	}
	return printer.PaperUnknown
}

// coverHidesPaper: with the cover open the paper bits keep the value from
// before it was opened (page dle_eot, TM-T20III).
func coverHidesPaper(s printer.Status) printer.Status {
	if s.CoverOpen {
		s.Paper = printer.PaperUnknown
	}
	return s
}
