package relay

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/turn/v5"
)

// sockets opens what calls relay through: turn.RelayAddressGenerator.
type sockets struct{ *calls }

func (s *sockets) Validate() error { return nil }

// tries is how many ports are drawn before the range is taken for full.
const tries = 20

func (s *sockets) AllocatePacketConn(a turn.AllocateListenerConfig) (net.PacketConn, net.Addr, error) {
	if v4 := s.conf.Public.Is4(); v4 != (a.Network == "udp4") {
		return nil, nil, errors.New("relay: no address of that family")
	}
	u, err := s.take(a.UserID)
	if err != nil {
		return nil, nil, err
	}
	conn, err := s.listen(a.Network, uint16(a.RequestedPort))
	if err != nil {
		s.give(a.UserID)
		return nil, nil, err
	}
	port := conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	public := net.UDPAddrFromAddrPort(netip.AddrPortFrom(s.conf.Public, port))
	return &socket{UDPConn: conn, calls: s.calls, id: a.UserID, use: u, ends: time.Now().Add(s.conf.CallTime)}, public, nil
}

func (s *sockets) listen(network string, port uint16) (*net.UDPConn, error) {
	for try := 0; try < tries; try++ {
		p := port
		if p == 0 {
			p = s.conf.MinPort + uint16(rand.IntN(int(s.conf.MaxPort-s.conf.MinPort)+1))
		}
		if p < s.conf.MinPort || p > s.conf.MaxPort {
			break
		}
		at := net.UDPAddr{Port: int(p)}
		if s.conf.Local.IsValid() {
			at.IP = s.conf.Local.AsSlice()
		}
		if conn, err := net.ListenUDP(network, &at); err == nil {
			return conn, nil
		}
	}
	return nil, errors.New("relay: no free port")
}

// errTCP: relaying to TCP peers (RFC 6062) is for nothing that a call does.
var errTCP = errors.New("relay: peers are reached by UDP alone")

func (s *sockets) AllocateListener(turn.AllocateListenerConfig) (net.Listener, net.Addr, error) {
	return nil, nil, errTCP
}

func (s *sockets) AllocateConn(turn.AllocateConnConfig) (net.Conn, error) { return nil, errTCP }

// socket is where an allocation meets its peers; what is above the call's rate
// or beyond its time is dropped both ways.
type socket struct {
	*net.UDPConn
	calls *calls
	id    string
	use   *use
	ends  time.Time
	once  sync.Once
}

func (s *socket) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := s.UDPConn.ReadFromUDP(b)
		if err != nil {
			return n, nil, err // not from: a nil *UDPAddr is no nil net.Addr
		}
		if s.fits(n) {
			return n, from, nil
		}
	}
}

// WriteTo says that it wrote what it dropped: a network loses too.
func (s *socket) WriteTo(b []byte, to net.Addr) (int, error) {
	udp, ok := to.(*net.UDPAddr)
	if !ok {
		return 0, fmt.Errorf("relay: %s is no peer", to.Network())
	}
	at := udp.AddrPort()
	if !s.calls.conf.reaches(at.Addr()) || !s.calls.conf.sends(at) {
		s.calls.n.denied.Add(1)
		return len(b), nil
	}
	if !s.fits(len(b)) {
		return len(b), nil
	}
	return s.UDPConn.WriteToUDP(b, udp)
}

func (s *socket) fits(n int) bool {
	if now := time.Now(); now.After(s.ends) || !s.use.rate.AllowN(now, n) {
		s.calls.n.dropped.Add(1)
		return false
	}
	s.calls.n.bytes.Add(int64(n))
	return true
}

func (s *socket) Close() error {
	err := s.UDPConn.Close()
	s.once.Do(func() { s.calls.give(s.id) })
	return err
}
