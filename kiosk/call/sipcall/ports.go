package sipcall

import (
	"errors"
	"net"
	"net/netip"
)

// ports are the two sockets of a stream: RTP on an even port, RTCP on the next
// (RFC 3550, section 11).
type ports struct {
	rtp, rtcp *net.UDPConn
}

func (p ports) close() {
	_ = p.rtp.Close()
	_ = p.rtcp.Close()
}

func (p ports) at() netip.AddrPort { return p.rtp.LocalAddr().(*net.UDPAddr).AddrPort() }

// openPorts finds two that are free, between low and high where those are set.
func openPorts(at netip.Addr, low, high int) (ports, error) {
	if high == 0 {
		return anyPorts(at)
	}
	for port := (low + 1) &^ 1; port+1 <= high; port += 2 {
		if p, err := pair(at, uint16(port)); err == nil {
			return p, nil
		}
	}
	return ports{}, errors.New("sipcall: no port is free for sound")
}

func anyPorts(at netip.Addr) (ports, error) {
	for range 50 {
		probe, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(at, 0)))
		if err != nil {
			return ports{}, err
		}
		port := probe.LocalAddr().(*net.UDPAddr).AddrPort().Port() &^ 1
		_ = probe.Close()
		if p, err := pair(at, port); err == nil {
			return p, nil
		}
	}
	return ports{}, errors.New("sipcall: no port is free for sound")
}

func pair(at netip.Addr, port uint16) (ports, error) {
	rtp, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(at, port)))
	if err != nil {
		return ports{}, err
	}
	rtcp, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(at, port+1)))
	if err != nil {
		_ = rtp.Close()
		return ports{}, err
	}
	return ports{rtp, rtcp}, nil
}
