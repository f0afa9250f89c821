package sipcall

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"time"

	"github.com/pion/rtcp"
)

// every is between two reports, more or less by half (RFC 3550, section 6.2).
const every = 5 * time.Second

func closed(err error) bool { return errors.Is(err, net.ErrClosed) }

func (s *stream) readRTCP() {
	buf := make([]byte, maxRTP)
	for {
		n, from, err := s.ports.rtcp.ReadFromUDPAddrPort(buf)
		if closed(err) {
			return
		}
		if err == nil {
			s.hearRTCP(buf[:n], unmapped(from), time.Now())
		}
	}
}

// hearRTCP takes a report as a sign of life; it needs no more of it.
func (s *stream) hearRTCP(data []byte, from netip.AddrPort, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.live || from.Addr() != s.now.rtp.Addr() && from.Addr() != s.source.from.Addr() {
		return
	}
	if s.in != nil {
		clear, err := s.in.DecryptRTCP(nil, data, nil)
		if err != nil {
			return
		}
		data = clear
	}
	all, err := rtcp.Unmarshal(data)
	if err != nil {
		return
	}
	for _, p := range all {
		switch p.(type) {
		case *rtcp.SenderReport, *rtcp.ReceiverReport:
			s.last = at
		}
	}
}

// report sends ours.
func (s *stream) report() {
	for {
		select {
		case <-s.stop:
			return
		case <-time.After(every/2 + rand.N(every)):
			s.write(s.reports(time.Now())...)
		}
	}
}

// reports are how much we sent, and who we are: a word that says nothing.
func (s *stream) reports(at time.Time) []rtcp.Packet {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := &rtcp.SourceDescription{Chunks: []rtcp.SourceDescriptionChunk{{
		Source: s.ssrc,
		Items:  []rtcp.SourceDescriptionItem{{Type: rtcp.SDESCNAME, Text: fmt.Sprintf("%08x", s.ssrc)}},
	}}}
	if s.sent.packets == 0 || !s.now.dir.sends() {
		return []rtcp.Packet{&rtcp.ReceiverReport{SSRC: s.ssrc}, name}
	}
	return []rtcp.Packet{&rtcp.SenderReport{
		SSRC: s.ssrc, NTPTime: ntp(at), RTPTime: s.ts, PacketCount: s.sent.packets, OctetCount: s.sent.bytes,
	}, name}
}

// farewell says that the stream ends.
func (s *stream) farewell() {
	s.write(&rtcp.ReceiverReport{SSRC: s.ssrc}, &rtcp.Goodbye{Sources: []uint32{s.ssrc}})
}

func (s *stream) write(all ...rtcp.Packet) {
	data, err := rtcp.Marshal(all)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || !s.live {
		return
	}
	if s.on != nil {
		if data, err = s.on.EncryptRTCP(nil, data, nil); err != nil {
			return
		}
	}
	_, _ = s.ports.rtcp.WriteToUDPAddrPort(data, s.now.rtcp)
}
