package relay

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/pion/logging"
	"github.com/pion/stun/v4"
	"github.com/pion/turn/v5"
)

// Server is a relay at work.
type Server struct {
	Config // with the ports that were given where 0 was asked for

	calls *calls
	door  *door
	udp   net.PacketConn
	turn  *turn.Server
}

// realm is what a password holds for (RFC 8489, section 9.2); nobody reads it.
const realm = "guichet"

// Start opens a relay. Where the configuration names others outside, it opens
// nothing, and gives credentials for those.
func Start(c Config) (*Server, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	c.fill()
	s := &Server{calls: &calls{conf: c, all: map[string]*use{}}}
	s.door = newDoor(s.calls)
	if len(c.Outside) > 0 {
		s.Config = c
		return s, nil
	}
	if err := s.open(&c); err != nil {
		s.Close()
		return nil, err
	}
	s.Config = c
	return s, nil
}

func (s *Server) open(c *Config) (err error) {
	if c.UDP != "" {
		if s.udp, err = net.ListenPacket("udp", c.UDP); err != nil {
			return err
		}
		c.UDP = s.udp.LocalAddr().String()
	}
	if err := s.listen(&c.TCP, nil); err != nil {
		return err
	}
	if err := s.listen(&c.TLS, c); err != nil {
		return err
	}
	s.turn, err = turn.NewServer(s.server())
	return err
}

// listen opens a TCP address, with TLS where c is given.
func (s *Server) listen(address *string, c *Config) error {
	if *address == "" {
		return nil
	}
	l, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	*address = l.Addr().String()
	if c != nil {
		s.door.listen(l, c.Certificate)
	} else {
		s.door.listen(l, nil)
	}
	return nil
}

func (s *Server) server() turn.ServerConfig {
	room := &sockets{s.calls}
	conf := turn.ServerConfig{
		Realm:         realm,
		AuthHandler:   s.auth,
		QuotaHandler:  func(id, _ string, _ net.Addr) bool { return s.quota(id) },
		LoggerFactory: &logging.DefaultLoggerFactory{Writer: io.Discard}, // its lines have addresses of people
		ListenerConfigs: []turn.ListenerConfig{
			{Listener: s.door, RelayAddressGenerator: room, PermissionHandler: s.permits},
		},
	}
	if s.udp != nil {
		conf.PacketConnConfigs = []turn.PacketConnConfig{
			{PacketConn: s.udp, RelayAddressGenerator: room, PermissionHandler: s.permits},
		}
	}
	return conf
}

// auth finds the key of a name. Credentials that ended still hold for a call that
// has an allocation: a long call must not fall silent at its first hour.
func (s *Server) auth(a *turn.RequestAttributes) (id string, key []byte, ok bool) {
	conf := s.calls.conf
	ends, id, ok := nameOf(a.Username)
	late := time.Since(ends)
	if ok && late > 0 {
		ok = a.Method != stun.MethodAllocate && late < conf.CallTime && s.calls.has(id)
	}
	if !ok || time.Until(ends) > conf.Lifetime+time.Hour { // an hour: clocks of several hubs
		s.calls.n.refused.Add(1)
		return "", nil, false
	}
	return id, turn.GenerateAuthKey(a.Username, a.Realm, conf.password(a.Username)), true
}

func (s *Server) quota(id string) bool {
	ok := s.calls.room(id)
	if !ok {
		s.calls.n.refused.Add(1)
	}
	return ok
}

func (s *Server) permits(_ net.Addr, peer net.IP) bool {
	addr, ok := netip.AddrFromSlice(peer)
	if ok = ok && s.calls.conf.reaches(addr); !ok {
		s.calls.n.denied.Add(1)
	}
	return ok
}

// Take serves a connection that came elsewhere: one of HTTPS that [Sort] found to
// speak TURN. It closes the connection in the end.
func (s *Server) Take(c net.Conn) { s.door.take(c, nil) }

// Counts is what the relay did.
func (s *Server) Counts() Counts { return s.calls.counts() }

// Close ends the relay and everything that passes through it.
func (s *Server) Close() error {
	var err error
	if s.turn != nil {
		err = s.turn.Close()
	} else if s.udp != nil {
		err = s.udp.Close()
	}
	return errors.Join(err, s.door.Close())
}
