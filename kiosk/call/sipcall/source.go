package sipcall

import (
	"net/netip"
	"time"
)

// patient is how long an address keeps a stream that it sends no more, and keen
// how many packets in a row make a new sender credible.
const (
	patient = 2 * time.Second
	keen    = 3
)

// source is where packets come from, and so where ours go: to who sends, not to
// who was written in the description, because of address translators
// ("symmetric RTP", RFC 4961). Who was written there comes first all the same: a
// stranger cannot take a stream that runs.
type source struct {
	from  netip.AddrPort
	sure  bool // from is who was written
	at    time.Time
	ssrc  uint32
	fresh bool // another SSRC begins: what is kept of the old one is worth nothing
	// another SSRC, not believed yet
	other struct {
		ssrc uint32
		next uint16
		n    int
	}
}

func (s *source) to(written netip.AddrPort) netip.AddrPort {
	if s.from.IsValid() {
		return s.from
	}
	return written
}

// could tells whether from may send, before its packet is deciphered.
func (s *source) could(from, written netip.AddrPort, at time.Time) bool {
	switch {
	case from == written || !s.from.IsValid() || from == s.from:
		return true
	}
	return at.Sub(s.at) > patient
}

// is takes a good packet of from, or does not believe it.
func (s *source) is(from, written netip.AddrPort, ssrc uint32, seq uint16, at time.Time) bool {
	first := !s.from.IsValid()
	if !first && ssrc != s.ssrc && !s.believe(ssrc, seq) {
		return false
	}
	if !first && ssrc != s.ssrc {
		s.fresh = true
	}
	s.ssrc, s.other.n = ssrc, 0
	s.from, s.sure, s.at = from, from == written, at
	return true
}

// believe counts packets in order of one other sender.
func (s *source) believe(ssrc uint32, seq uint16) bool {
	if s.other.n == 0 || s.other.ssrc != ssrc || s.other.next != seq {
		s.other.n = 0
	}
	s.other.ssrc, s.other.next = ssrc, seq+1
	s.other.n++
	return s.other.n >= keen
}
