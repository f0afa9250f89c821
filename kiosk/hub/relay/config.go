package relay

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/pion/stun/v4"
)

// Config is how a hub relays. The zero value of a bound is its default.
type Config struct {
	// Secret makes the credentials: the hub's own, or coturn's
	// static-auth-secret. At least 16 characters.
	Secret string
	// Outside are the URLs (RFC 7065) of other servers with the same Secret;
	// nothing listens here then.
	Outside []string

	Host string // name in the URLs that kiosks and desks are told
	UDP  string // addresses to listen at, ":3478"; "" is not
	TCP  string
	TLS  string
	// Shared is the port of HTTPS where [Server.Take] is given the connections
	// that speak TURN, see [Sort]; 0: none.
	Shared int
	// Certificate is that of TLS and of Shared.
	Certificate *tls.Config

	// Public is the address that relayed packets come from as others see it, and
	// Local the one to open sockets at (unspecified: all). Behind a translator of
	// addresses they differ.
	Public, Local    netip.Addr
	MinPort, MaxPort uint16 // of relayed packets; 49152 to 65535

	// Peers are networks that a call may reach although they are private: those of
	// kiosks and desks in a town hall that has its own hub.
	Peers []netip.Prefix

	Lifetime    time.Duration // of credentials: 1 hour
	CallTime    time.Duration // of an allocation whose credentials ended: 4 hours in all
	PerCall     int           // allocations: 32, for a browser makes one a URL and interface
	Allocations int           // of all calls: 2000
	Rate        int           // bits a second of a call, both ways together: 12 million
	Connections int           // TCP and TLS: 4000, at most an eighth from one address
}

// ErrConfig: a relay cannot be made of that.
var ErrConfig = errors.New("relay: configuration")

func (c *Config) fill() {
	set(&c.MinPort, 49152)
	set(&c.MaxPort, 65535)
	set(&c.Lifetime, time.Hour)
	set(&c.CallTime, 4*time.Hour)
	set(&c.PerCall, 32)
	set(&c.Allocations, 2000)
	set(&c.Rate, 12_000_000)
	set(&c.Connections, 4000)
}

func set[T comparable](to *T, value T) {
	var zero T
	if *to == zero {
		*to = value
	}
}

// Check says what is wrong with a configuration, nil where nothing is.
func (c Config) Check() error {
	c.fill()
	var faults []error
	no := func(wrong bool, why string) {
		if wrong {
			faults = append(faults, fmt.Errorf("%w: %s", ErrConfig, why))
		}
	}
	here := len(c.Outside) == 0
	no(len(c.Secret) < 16, "the secret has less than 16 characters")
	no(here && c.Host == "", "host is missing")
	no(here && c.UDP+c.TCP+c.TLS == "" && c.Shared == 0, "it listens nowhere")
	no(here && !c.Public.IsValid(), "the public address is missing")
	no(here && (c.TLS != "" || c.Shared != 0) && c.Certificate == nil, "tls has no certificate")
	no(c.MinPort > c.MaxPort, "the last port comes before the first")
	for _, u := range c.Outside {
		parsed, err := stun.ParseURI(u)
		no(err != nil || parsed.Scheme != stun.SchemeTypeTURN && parsed.Scheme != stun.SchemeTypeTURNS,
			"a relay outside is not turn:host:port or turns:host:port")
	}
	for _, a := range []string{c.UDP, c.TCP, c.TLS} {
		_, _, err := net.SplitHostPort(a)
		no(a != "" && err != nil, "an address to listen at is not host:port")
	}
	return errors.Join(faults...)
}
