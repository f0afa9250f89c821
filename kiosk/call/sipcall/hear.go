package sipcall

import (
	"net/netip"
	"time"

	"github.com/pion/rtp"

	"guichet/kiosk/call/sound"
)

// maxRTP is in bytes: what comes over Ethernet, and no more.
const maxRTP = 1500

func (s *stream) readRTP() {
	buf := make([]byte, maxRTP)
	defer clear(buf)
	for {
		n, from, err := s.ports.rtp.ReadFromUDPAddrPort(buf)
		if closed(err) {
			return
		}
		if err == nil {
			s.hear(buf[:n], unmapped(from), time.Now())
		}
	}
}

func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// hear takes a packet of whoever sent one.
func (s *stream) hear(data []byte, from netip.AddrPort, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.live || len(data) < 12 || !s.source.could(from, s.now.rtp, at) {
		return
	}
	p, err := s.open(data)
	if err != nil || p.Version != 2 {
		return
	}
	f, known := s.now.receive[p.PayloadType]
	if !known && p.PayloadType != statics[13].pt {
		return
	}
	if !s.source.is(from, s.now.rtp, p.SSRC, p.SequenceNumber, at) {
		return
	}
	if s.source.fresh {
		s.source.fresh = false
		s.forget()
	}
	s.last = at
	s.play(f, known, p, at)
}

// open deciphers and reads a packet. data is overwritten.
func (s *stream) open(data []byte) (*rtp.Packet, error) {
	if s.in != nil {
		clear, err := s.in.DecryptRTP(nil, data, nil)
		if err != nil {
			return nil, err
		}
		data = clear
	}
	p := &rtp.Packet{}
	return p, p.Unmarshal(data)
}

func (s *stream) play(f format, known bool, p *rtp.Packet, at time.Time) {
	switch {
	case !known || f.name == "CN":
		s.vad = true
		s.noise.hear(p.Payload)
	case f.name == telephoneEvent:
	case !s.now.dir.receives():
	default:
		s.keep(f, p, at)
	}
}

// keep puts a packet into the jitter buffer, into a new one where the length of
// packets or the codec changed.
func (s *stream) keep(f format, p *rtp.Packet, at time.Time) {
	c, err := s.codec(f.name)
	if err != nil {
		return
	}
	ticks := c.ticks(p.Payload)
	if ticks == 0 {
		return
	}
	if s.jitter == nil || ticks != s.ticks || f.name != s.name {
		s.jitter, s.ticks, s.name = sound.NewJitter(f.clock, ticks), ticks, f.name
	}
	s.noise.stop()
	s.jitter.Put(p.SequenceNumber, p.Timestamp, p.Payload, at)
}

func (s *stream) forget() {
	if s.jitter != nil {
		s.jitter.Reset()
	}
	s.noise.stop()
}

// listen appends the sound of one packet time of theirs, 10 ms of silence where
// there is none.
func (s *stream) listen(dst []int16, quiet bool, at time.Time) []int16 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.live || s.jitter == nil || !s.now.dir.receives() {
		return s.noise.append(dst)
	}
	c, err := s.codec(s.name)
	if err != nil {
		return s.noise.append(dst)
	}
	s.jitter.Quiet(quiet)
	payload, kind := s.jitter.Next(at)
	switch kind {
	case sound.Packet:
		if more, err := c.decode(dst, payload); err == nil {
			return more
		}
		return c.conceal(dst, s.ticks, nil)
	case sound.Lost:
		return c.conceal(dst, s.ticks, s.jitter.Peek())
	}
	return s.noise.append(dst)
}
