package escpos

import "guichet/drivers/dialogue"

// The sorts of answer. All come mixed in one stream, and bits 0, 1, 4 and 7 of
// the first byte tell them apart (Programming Guide, "transmission status").
const (
	realTime = iota // 1 byte, answer to DLE EOT: 0xx1xx10
	auto            // 4 bytes of ASB: 0xx1xx00, then three of 0xx0xxxx
	queued          // 1 byte, answer to GS r or GS I: 0xx0xxxx
	block           // 37h, 3Bh or 5Fh, printable bytes; its 00h is left out
	full            // 10h 0Fh and four bytes of any value: Custom's full status
	sensors         // 1 byte of any value: Nippon's answer to ESC v
)

const (
	// maxBlock bounds a block: the longest that any page names has 80 characters.
	maxBlock = 128
	// fullLength is that of Custom's full status.
	fullLength = 6
)

// splitter cuts the stream into replies. Bytes of no known shape, XON and XOFF
// among them, are passed over; an unfinished reply that is interrupted by the
// start of another is given up.
type splitter struct {
	dialect string         // the profile's Status
	open    dialogue.Reply // unfinished, while its data is not empty
}

func (s *splitter) Feed(p []byte) []dialogue.Reply {
	var done []dialogue.Reply
	for _, b := range p {
		if r, ok := s.take(b); ok {
			done = append(done, r)
		}
	}
	return done
}

func (s *splitter) take(b byte) (dialogue.Reply, bool) {
	if b == 0x11 || b == 0x13 { // XOFF may stand anywhere, inside ASB too
		return dialogue.Reply{}, false
	}
	if len(s.open.Data) > 0 && s.open.Kind == full {
		return s.takeInFull(b)
	}
	if s.dialect == "esc_v" {
		return dialogue.Reply{Kind: sensors, Data: []byte{b}}, true
	}
	if len(s.open.Data) > 0 && s.open.Kind == block {
		return s.takeInBlock(b)
	}
	if b&0x93 == 0x12 { // in real time: it may stand inside ASB
		return dialogue.Reply{Kind: realTime, Data: []byte{b}}, true
	}
	if len(s.open.Data) > 0 && b&0x90 == 0 {
		return s.takeInAuto(b)
	}
	return s.start(b)
}

func (s *splitter) start(b byte) (dialogue.Reply, bool) {
	s.open = dialogue.Reply{}
	switch {
	case b == 0x10 && s.dialect == "full_status": // nothing else begins so: these models have no ASB
		s.open = dialogue.Reply{Kind: full, Data: []byte{b}}
	case b&0x93 == 0x10:
		s.open = dialogue.Reply{Kind: auto, Data: []byte{b}}
	case b == 0x37 || b == 0x3B || b == 0x5F:
		s.open = dialogue.Reply{Kind: block, Data: []byte{b}}
	case b&0x90 == 0:
		return dialogue.Reply{Kind: queued, Data: []byte{b}}, true
	}
	return dialogue.Reply{}, false
}

func (s *splitter) takeInAuto(b byte) (dialogue.Reply, bool) {
	s.open.Data = append(s.open.Data, b)
	if len(s.open.Data) < 4 {
		return dialogue.Reply{}, false
	}
	return s.finish()
}

// takeInFull: after the second byte every value is data.
func (s *splitter) takeInFull(b byte) (dialogue.Reply, bool) {
	if len(s.open.Data) == 1 && b != 0x0F {
		s.open = dialogue.Reply{}
		return s.take(b)
	}
	s.open.Data = append(s.open.Data, b)
	if len(s.open.Data) < fullLength {
		return dialogue.Reply{}, false
	}
	return s.finish()
}

func (s *splitter) takeInBlock(b byte) (dialogue.Reply, bool) {
	switch {
	case b == 0:
		return s.finish()
	case b < 0x20 || len(s.open.Data) >= maxBlock:
		return s.start(b)
	}
	s.open.Data = append(s.open.Data, b)
	return dialogue.Reply{}, false
}

func (s *splitter) finish() (dialogue.Reply, bool) {
	r := s.open
	s.open = dialogue.Reply{}
	return r, true
}
