package video

import (
	"time"

	"github.com/pion/rtp"
)

const largest = 1500 // bytes of a packet: pion reads 1460

// packet is one RTP packet with its memory; vp8 is its part of a frame, empty
// where it is padding.
type packet struct {
	buf    [largest]byte
	n      int
	at     time.Time // when it came
	header rtp.Header
	vp8    []byte
	starts bool // the first of a frame
}

// parse reads what stands in buf, and refuses what is not VP8 in RTP.
func (p *packet) parse() bool {
	p.header = rtp.Header{Extensions: p.header.Extensions[:0], CSRC: p.header.CSRC[:0]}
	at, err := p.header.Unmarshal(p.buf[:p.n])
	if err != nil {
		return false
	}
	end := p.n
	if p.header.Padding {
		end -= int(p.buf[p.n-1])
	}
	if end < at {
		return false
	}
	p.vp8, p.starts = nil, false
	if end == at {
		return true // padding alone, sent to measure the line
	}
	var ok bool
	p.vp8, p.starts, ok = depacketize(p.buf[at:end])
	return ok
}

// depacketize takes the payload descriptor off (RFC 7741, section 4.2). starts is
// true of the first packet of a frame: S is set and the partition is 0.
func depacketize(b []byte) (vp8 []byte, starts, ok bool) {
	if len(b) < 2 {
		return nil, false, false
	}
	starts = b[0]&0x17 == 0x10
	n := 1
	if b[0]&0x80 != 0 {
		n = extended(b)
	}
	if n >= len(b) {
		return nil, false, false
	}
	return b[n:], starts, true
}

// extended is the length of a descriptor with its optional parts: picture id of
// one or two bytes, TL0PICIDX, and one byte for TID, Y and KEYIDX together.
func extended(b []byte) int {
	n, has := 2, b[1]
	if has&0x80 != 0 {
		if n < len(b) && b[n]&0x80 != 0 {
			n++
		}
		n++
	}
	if has&0x40 != 0 {
		n++
	}
	if has&0x30 != 0 {
		n++
	}
	return n
}

// key reports whether a first packet begins a key frame (RFC 6386, section 9.1).
func (p *packet) key() bool { return p.vp8[0]&1 == 0 }

// wipe clears what the packet held.
func (p *packet) wipe() { *p = packet{} }

// packets are free ones: none is allocated once enough are in use.
type packets struct{ free []*packet }

func (s *packets) get() *packet {
	if n := len(s.free); n > 0 {
		p := s.free[n-1]
		s.free = s.free[:n-1]
		return p
	}
	return new(packet)
}

func (s *packets) put(p *packet) {
	s.free = append(s.free, p)
}

func (s *packets) wipe() {
	for _, p := range s.free {
		p.wipe()
	}
	s.free = nil
}
