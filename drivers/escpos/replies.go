package escpos

// kind is what sort of answer the printer gave. All sorts come mixed in one
// stream, and bits 0, 1, 4 and 7 of the first byte tell them apart
// (Programming Guide, "transmission status").
type kind int

const (
	realTime kind = iota // 1 byte, answer to DLE EOT: 0xx1xx10
	auto                 // 4 bytes of ASB: 0xx1xx00, then three of 0xx0xxxx
	queued               // 1 byte, answer to GS r or GS I: 0xx0xxxx
	block                // 37h, 3Bh or 5Fh, printable bytes; its 00h is left out
)

type reply struct {
	kind kind
	data []byte
}

// maxBlock bounds a block: the longest that any page names has 80 characters.
const maxBlock = 128

// splitter cuts the stream into replies. Bytes of no known shape, XON and XOFF
// among them, are passed over; an unfinished reply that is interrupted by the
// start of another is given up.
type splitter struct {
	open reply // unfinished: auto or block, while its data is not empty
}

// feed takes what came and returns the replies that it completes.
func (s *splitter) feed(p []byte) []reply {
	var done []reply
	for _, b := range p {
		if r, ok := s.take(b); ok {
			done = append(done, r)
		}
	}
	return done
}

func (s *splitter) take(b byte) (reply, bool) {
	if b == 0x11 || b == 0x13 { // XOFF may stand anywhere, inside ASB too
		return reply{}, false
	}
	if len(s.open.data) > 0 && s.open.kind == block {
		return s.takeInBlock(b)
	}
	if b&0x93 == 0x12 { // in real time: it may stand inside ASB
		return reply{realTime, []byte{b}}, true
	}
	if len(s.open.data) > 0 && b&0x90 == 0 {
		return s.takeInAuto(b)
	}
	return s.start(b)
}

func (s *splitter) start(b byte) (reply, bool) {
	s.open = reply{}
	switch {
	case b&0x93 == 0x10:
		s.open = reply{auto, []byte{b}}
	case b == 0x37 || b == 0x3B || b == 0x5F:
		s.open = reply{block, []byte{b}}
	case b&0x90 == 0:
		return reply{queued, []byte{b}}, true
	}
	return reply{}, false
}

func (s *splitter) takeInAuto(b byte) (reply, bool) {
	s.open.data = append(s.open.data, b)
	if len(s.open.data) < 4 {
		return reply{}, false
	}
	return s.finish()
}

func (s *splitter) takeInBlock(b byte) (reply, bool) {
	switch {
	case b == 0:
		return s.finish()
	case b < 0x20 || len(s.open.data) >= maxBlock:
		return s.start(b)
	}
	s.open.data = append(s.open.data, b)
	return reply{}, false
}

func (s *splitter) finish() (reply, bool) {
	r := s.open
	s.open = reply{}
	return r, true
}
