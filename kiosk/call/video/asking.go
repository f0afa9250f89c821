package video

import (
	"time"

	"github.com/pion/rtcp"
)

// askAgain asks for what is missing (RFC 4585, section 6.2.1).
func (s *screen) askAgain(now time.Time) {
	if s.jitter.missing == 0 {
		return
	}
	if now.Sub(s.last) > tick {
		s.reader.kick()
	}
	s.again = s.jitter.ask(now, s.again[:0])
	if len(s.again) == 0 {
		return
	}
	s.say(&rtcp.TransportLayerNack{
		MediaSSRC: uint32(s.r.track.SSRC()),
		Nacks:     rtcp.NackPairsFromSequenceNumbers(s.again),
	})
}

// askKey asks for a key frame while nothing can be shown without one (RFC 4585,
// section 6.3.1).
func (s *screen) askKey(now time.Time) {
	if !s.jitter.needKey || now.Sub(s.askedAt) < keyAgain {
		return
	}
	s.askedAt = now
	s.jitter.stats.Keys++
	s.say(&rtcp.PictureLossIndication{MediaSSRC: uint32(s.r.track.SSRC())})
}

// say sends feedback. What does not get through is said again.
func (s *screen) say(p rtcp.Packet) { _ = s.r.back.WriteRTCP([]rtcp.Packet{p}) }
