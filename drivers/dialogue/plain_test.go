package dialogue

import (
	"bytes"

	"guichet/drivers/printer"
)

// plain is the smallest language: a document is its texts; "?" n asks for the
// byte of sensor n; "!" is a fence and "#" with a name a proof, where it has
// one. What it says is one byte a reply, or "#" and a name.
type plain struct {
	confirm string // "fence", "name" or "none"
	clears  bool
	retract []byte
	mouth   bool // confirmed by the paper that comes out
}

func (p *plain) ByMouth() bool { return p.mouth }

const (
	sensorReply = iota
	fenceReply
	nameReply
)

func (p *plain) Encode(doc printer.Document) ([]byte, error) {
	job := []byte("<<")
	for _, b := range doc.Blocks {
		job = append(job, b.(printer.Text).S...)
	}
	return append(job, '>'), nil
}

func (p *plain) Lead() int       { return 2 }
func (p *plain) Padding() []byte { return []byte("000") }
func (p *plain) Parting() []byte { return []byte("CUT") }

func (p *plain) Sense() []Question {
	return []Question{{Bytes: []byte("?0"), Fits: isKind(sensorReply)}, {Bytes: []byte("?1"), Fits: isKind(sensorReply)}}
}

// Read: the first sensor is the line, the second the paper and the mouth.
func (p *plain) Read(answers []Reply) printer.Status {
	s := printer.Status{Online: answers[0].Data[0] == 'y', Paper: printer.PaperOK}
	if len(answers[1].Data) > 0 {
		sensors[answers[1].Data[0]](&s)
	}
	return s
}

var sensors = map[byte]func(*printer.Status){
	'y': func(s *printer.Status) {},
	'p': func(s *printer.Status) { s.Paper = printer.PaperOut },
	'c': func(s *printer.Status) { s.CoverOpen, s.Paper = true, printer.PaperUnknown },
	'h': func(s *printer.Status) { s.Hot = true },
	'e': func(s *printer.Status) { s.Mouth = printer.MouthEmpty },
	'm': func(s *printer.Status) { s.Mouth = printer.MouthHolding },
}

func (p *plain) Told(r Reply) (printer.Status, bool) {
	if r.Kind != sensorReply || r.Data[0] != 'p' {
		return printer.Status{}, false
	}
	return printer.Status{Paper: printer.PaperOut}, true
}

func (p *plain) Confirm(id string) (Question, bool) {
	switch p.confirm {
	case "fence":
		return Question{Bytes: []byte("!"), Fits: isKind(fenceReply)}, true
	case "name":
		return Question{Bytes: []byte("#" + id), Fits: func(r Reply) bool { return r.Kind == nameReply && string(r.Data) == id }}, true
	}
	return Question{}, false
}

func (p *plain) Proves() bool { return p.confirm == "name" }

func (p *plain) Clear() (Question, bool) {
	return Question{Bytes: []byte("~"), Fits: isKind(fenceReply)}, p.clears
}

func (p *plain) Retract() []byte { return p.retract }

func (p *plain) Splitter() Splitter { return &plainSplitter{} }

func isKind(kind int) func(Reply) bool { return func(r Reply) bool { return r.Kind == kind } }

type plainSplitter struct{ name []byte }

func (s *plainSplitter) Feed(p []byte) (all []Reply) {
	for _, b := range p {
		switch {
		case b == '#' || len(s.name) > 0:
			if s.name = append(s.name, b); len(s.name) == 5 {
				all = append(all, Reply{nameReply, bytes.Clone(s.name[1:])})
				s.name = nil
			}
		case b == '!':
			all = append(all, Reply{fenceReply, []byte{b}})
		default:
			all = append(all, Reply{sensorReply, []byte{b}})
		}
	}
	return all
}
