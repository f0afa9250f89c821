package starline

import "guichet/drivers/dialogue"

// The sorts of reply. A status of the printer is one message with two things
// in it, which are asked for apart; so it becomes two replies.
const (
	status  = iota // the whole message, its two headers in front
	counted        // the count of ETBs, and in which round it was heard
)

// What a message has, by its first byte (page 5-7).
const (
	shortest = 7  // bytes, with both headers: versions before the count
	longest  = 31 // as many as bits 1 to 3, 5 and 6 can say
	countAt  = 7  // where the count of ETBs is, from version 2 on
)

// splitter cuts the stream into messages. Every byte of one has bits 7 and 4
// clear, and bit 0 only in the first (page 5-13); XON and XOFF may stand
// between them (page 5-7). Any other byte makes it a torn message, and it is
// given up.
type splitter struct {
	lang *language
	open [longest]byte // unfinished
	n    int           // how much of it there is
}

func (s *splitter) Feed(p []byte) []dialogue.Reply {
	var done []dialogue.Reply
	for _, b := range p {
		if b != 0x11 && b != 0x13 && s.take(b) {
			done = append(done, s.finish()...)
		}
	}
	return done
}

// take says whether b completes a message.
func (s *splitter) take(b byte) bool {
	switch {
	case b&0x91 == 0x01 && length(b) >= shortest:
		s.n = 0
	case s.n == 0 || b&0x11 != 0 || b&0x80 != 0 && s.n != 1: // the second says there: more follows, on a network
		s.n = 0
		return false
	}
	s.open[s.n] = b
	s.n++
	return s.n == length(s.open[0])
}

// length is how long a message is that begins with b.
func length(b byte) int { return int(b>>1&0x07 | b>>2&0x18) }

func (s *splitter) finish() []dialogue.Reply {
	data := append([]byte(nil), s.open[:s.n]...)
	s.n = 0
	replies := []dialogue.Reply{{Kind: status, Data: data}}
	if n, ok := count(data); ok {
		replies = append(replies, dialogue.Reply{Kind: counted, Data: []byte{n, s.lang.round}})
	}
	return replies
}

// count reads the count of ETBs, page 5-11: bits 1 to 3, 5 and 6.
func count(message []byte) (n byte, ok bool) {
	if len(message) <= countAt {
		return 0, false
	}
	b := message[countAt]
	return b>>1&0x07 | b>>2&0x18, true
}
