package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SIP is an account at an exchange. Who looks after the exchange fills it in.
type SIP struct {
	// Server is the registrar: "sip:pbx.saint-eloi.fr", "sips:" for TLS. Required.
	Server string `yaml:"server,required"`
	// Proxy is where the kiosk sends all that it says to the exchange, where that
	// is another machine (a session border controller), written as Server is.
	// Default: Server.
	Proxy string `yaml:"proxy"`
	// User is the account, the left part of its address. Required.
	User string `yaml:"user,required"`
	// AuthUser is the name that goes with the password, where the exchange has
	// another for it ("authentication ID"). Default: User.
	AuthUser string `yaml:"auth_user"`
	// Password is a file that holds the password alone. Required, but where
	// Unregistered.
	Password string `yaml:"password_file"`
	// Unregistered is for an exchange that knows the kiosk by its address: it does
	// not register. Default: false.
	Unregistered bool `yaml:"unregistered"`
	// Expires is for how long a registration holds; it is renewed after half of
	// it, which keeps a firewall open. Default: 2m.
	Expires time.Duration `yaml:"expires"`
	// Display is the name that the agent's telephone shows: "Borne du hall".
	// Default: none, the one that the exchange has for the account.
	Display string `yaml:"display"`
	// Transport is "udp", "tcp" or "tls". Default: udp, tls with sips.
	Transport string `yaml:"transport" oneof:"udp tcp tls"`
	// CA is the authority of its certificate, a file in PEM. Default: the
	// system's.
	CA string `yaml:"ca"`
	// Encrypt is whether the sound is encrypted (SRTP, keys by SDES): "never",
	// "prefer" or "require", which needs tls. Default: prefer; in clear where the
	// exchange refuses, which the log says.
	Encrypt string `yaml:"encrypt" oneof:"never prefer require"`
	// Codecs are what is offered, the best first, of PCMA (G.711 A-law), opus and
	// PCMU (G.711 µ-law). Default: all, in that order.
	Codecs []string `yaml:"codecs"`
	// RTPPorts are the UDP ports where sound comes in, for a firewall: two a call
	// and two more while it is transferred, so 8 at least. SIP itself needs none:
	// the kiosk calls out. Default: any.
	RTPPorts string `yaml:"rtp_ports"`
	// Outside is what is dialled first to reach the outside: "0" at many
	// exchanges. Default: nothing.
	Outside string `yaml:"outside"`
}

var (
	outside   = regexp.MustCompile(`^[0-9]{0,4}$`)
	exchange  = regexp.MustCompile(`^sips?:(\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+)(:[0-9]{1,5})?$`)
	account   = regexp.MustCompile(`^[^\s@:;<>"]+$`)
	shown     = regexp.MustCompile(`^[^"\\\x00-\x1f]{0,60}$`)
	portRange = regexp.MustCompile(`^([0-9]{4,5})-([0-9]{4,5})$`)
)

const (
	fewestPorts            = 8
	minExpires, maxExpires = 30 * time.Second, time.Hour
)

// PortRange is what RTPPorts says; 0 and 0 for any.
func (s *SIP) PortRange() (low, high int) {
	m := portRange.FindStringSubmatch(s.RTPPorts)
	if m == nil {
		return 0, 0
	}
	low, _ = strconv.Atoi(m[1])
	high, _ = strconv.Atoi(m[2])
	return low, high
}

func (s *SIP) flaws() []flaw {
	if s == nil {
		return nil
	}
	return slices.Concat(s.addressFlaws(), s.accountFlaws(), s.secretFlaws(), s.soundFlaws(),
		oneOf(s.Transport, []string{"", "udp", "tcp", "tls"}, "calls", "sip", "transport"),
		oneOf(s.Encrypt, []string{"", "never", "prefer", "require"}, "calls", "sip", "encrypt"))
}

func sipFlaw(key, mend, what string, a ...any) []flaw {
	return []flaw{{[]any{"calls", "sip", key}, fmt.Sprintf(what, a...), mend}}
}

func (s *SIP) addressFlaws() (all []flaw) {
	if !exchange.MatchString(s.Server) {
		all = sipFlaw("server", "write it like sip:pbx.saint-eloi.fr", "%q is not the address of an exchange", s.Server)
	}
	if s.Proxy != "" && !exchange.MatchString(s.Proxy) {
		all = append(all, sipFlaw("proxy", "write it like sip:sbc.saint-eloi.fr:5060", "%q is not the address of a machine", s.Proxy)...)
	}
	if !outside.MatchString(s.Outside) {
		all = append(all, sipFlaw("outside", "write it between quotes: \"0\"", "%q cannot be dialled", s.Outside)...)
	}
	return all
}

func (s *SIP) accountFlaws() (all []flaw) {
	if !account.MatchString(s.User) {
		all = sipFlaw("user", "write the left part of its address: borne-hall", "%q is not an account", s.User)
	}
	if s.Password != "" || !s.Unregistered {
		all = append(all, fromRoot(s.Password, "/etc/guichet/sip.password", "calls", "sip", "password_file")...)
	}
	if s.Expires != 0 && (s.Expires < minExpires || s.Expires > maxExpires) {
		all = append(all, sipFlaw("expires", fmt.Sprintf("write %v to %v", minExpires, maxExpires), "%v is too short or too long", s.Expires)...)
	}
	if !shown.MatchString(s.Display) {
		all = append(all, sipFlaw("display", "write at most 60 letters, none of them a quote", "%q cannot be shown by a telephone", s.Display)...)
	}
	return all
}

// secretFlaws: the keys of the sound travel in the signalling, so they are as
// secret as that.
func (s *SIP) secretFlaws() (all []flaw) {
	sips := strings.HasPrefix(s.Server, "sips:")
	tls := s.Transport == "tls" || s.Transport == "" && sips
	if sips && !tls {
		all = sipFlaw("transport", "write tls, or sip: in the address", "sips: is TLS, and the transport is %s", s.Transport)
	}
	if s.Encrypt == "require" && !tls {
		all = append(all, sipFlaw("encrypt", "write transport: tls too, or encrypt: prefer",
			"the keys of the sound would travel for all to read: the transport is not tls")...)
	}
	if s.CA != "" {
		all = append(all, fromRoot(s.CA, "/etc/guichet/pbx.pem", "calls", "sip", "ca")...)
	}
	return all
}

func (s *SIP) soundFlaws() (all []flaw) {
	for i, name := range s.Codecs {
		all = append(all, oneOf(name, []string{"PCMA", "opus", "PCMU"}, "calls", "sip", "codecs", i)...)
		if slices.Contains(s.Codecs[:i], name) {
			all = append(all, flaw{[]any{"calls", "sip", "codecs", i}, fmt.Sprintf("%q stands twice", name), "remove one"})
		}
	}
	low, high := s.PortRange()
	if s.RTPPorts != "" && (low < 1024 || high > 65535 || high-low < fewestPorts-1) {
		all = append(all, sipFlaw("rtp_ports", fmt.Sprintf("write two ports above 1023, %d or more in all: 16384-16483", fewestPorts),
			"%q is no range of ports", s.RTPPorts)...)
	}
	return all
}
