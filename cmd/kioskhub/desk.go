package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"guichet/forms/strictyaml"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/desk/web"
	"guichet/kiosk/hub/relay"
	"guichet/kiosk/hub/store"
)

// deskConfig is "desk": whom citizens can call, and how media passes.
type deskConfig struct {
	desk.Settings
	Relay *relayConfig `yaml:"relay"`
}

// relayConfig is the TURN server of this hub, or those outside.
type relayConfig struct {
	Outside []string `yaml:"outside"`
	Secret  string   `yaml:"secret_file"`
	Host    string   `yaml:"host"`
	UDP     string   `yaml:"udp"`
	TCP     string   `yaml:"tcp"`
	TLS     string   `yaml:"tls"`
	Shared  int      `yaml:"https_port"`
	Public  string   `yaml:"public_address"`
	Local   string   `yaml:"local_address"`
	MinPort int      `yaml:"min_port"`
	MaxPort int      `yaml:"max_port"`
	Peers   []string `yaml:"peers"`
}

// checkDesk finds what is wrong with desk:.
func (c *config) checkDesk() (faults strictyaml.Faults) {
	if c.Desk == nil {
		return nil
	}
	faults = c.Desk.Check(func(path ...any) strictyaml.Place { return c.doc.At(append([]any{"desk"}, path...)...) })
	r := c.Desk.Relay
	if r == nil {
		return faults
	}
	fault := func(what, mend string, path ...any) {
		faults = append(faults, c.doc.At(append([]any{"desk", "relay"}, path...)...).Fault(what, mend))
	}
	if len(r.Outside) > 0 && r.Secret == "" {
		fault("the relays outside have a secret", "give secret_file: what coturn calls static-auth-secret", "outside")
	}
	if (r.TLS != "" || r.Shared != 0) && c.TLS == nil {
		fault("the relay has no certificate", "give tls: at the top, it is the same", "tls")
	}
	if len(r.Outside) == 0 && r.Public == "" {
		fault("the relay has no address that others reach", "give public_address: that of this machine, or of the router before it", "public_address")
	}
	if len(r.Outside) == 0 && r.UDP+r.TCP+r.TLS == "" && r.Shared == 0 {
		fault("the relay listens nowhere", "give udp: \":3478\", or https_port: 443", "udp")
	}
	if len(r.Outside) == 0 && r.host(c.Address) == "" {
		fault("nobody is told where the relay is", "give host:, or address: at the top", "host")
	}
	r.checkAddresses(fault)
	return faults
}

func (r *relayConfig) checkAddresses(fault func(what, mend string, path ...any)) {
	for key, s := range map[string]string{"public_address": r.Public, "local_address": r.Local} {
		if _, err := netip.ParseAddr(s); s != "" && err != nil {
			fault("this is no address", "write 203.0.113.5", key)
		}
	}
	for key, port := range map[string]int{"min_port": r.MinPort, "max_port": r.MaxPort, "https_port": r.Shared} {
		if port < 0 || port > 65535 {
			fault("this is no port", "write 1 to 65535", key)
		}
	}
	for i, s := range r.Peers {
		if _, err := proxyOf(s); err != nil {
			fault("this is no network", "write 10.20.0.0/16", "peers", i)
		}
	}
}

// relay is how this hub relays; nil where it does not.
func (c *config) relay(key []byte) (*relay.Config, error) {
	if c.Desk == nil || c.Desk.Relay == nil {
		return nil, nil
	}
	r := c.Desk.Relay
	secret, err := c.relaySecret(key)
	if err != nil {
		return nil, err
	}
	conf := &relay.Config{
		Secret: secret, Outside: r.Outside, Host: r.host(c.Address), UDP: r.UDP, TCP: r.TCP, TLS: r.TLS, Shared: r.Shared,
		MinPort: uint16(r.MinPort), MaxPort: uint16(r.MaxPort),
	}
	conf.Public, _ = netip.ParseAddr(r.Public) // checked with the configuration, as all below
	conf.Local, _ = netip.ParseAddr(r.Local)
	for _, s := range r.Peers {
		network, _ := proxyOf(s)
		conf.Peers = append(conf.Peers, network)
	}
	if conf.Certificate, err = c.tls(); err != nil {
		return nil, err
	}
	return conf, conf.Check()
}

// relaySecret is that of the relays outside, or one of the hub's own: hubs side
// by side share it, as they share their key.
func (c *config) relaySecret(key []byte) (string, error) {
	if name := c.Desk.Relay.Secret; name != "" {
		secret, err := readSecret(c.file(name))
		return strings.TrimSpace(string(secret)), err
	}
	secret, err := hkdf.Key(sha256.New, key, nil, "guichet hub relay 1", 32)
	return base64.RawURLEncoding.EncodeToString(secret), err
}

// host is the name that kiosks and desks reach the relay by: that of the hub,
// unless another is given.
func (r *relayConfig) host(address string) string {
	if r.Host != "" {
		return r.Host
	}
	if u, err := url.Parse(address); err == nil {
		return u.Hostname()
	}
	return ""
}

// takesCalls puts the desk into the hub's configuration.
func (p program) takesCalls(s *setup, c *hub.Config, log *slog.Logger) (err error) {
	if s.config.Desk == nil {
		return nil
	}
	if s.relay, err = s.config.relay(c.Key.Seed()); err != nil {
		return err
	}
	c.Desk, c.DeskPlain = &s.config.Desk.Settings, s.config.plain()
	if u, err := url.Parse(s.config.Address); err == nil && u.Host != "" {
		c.DeskHosts = []string{u.Host}
	}
	if s.relay != nil {
		c.Relay = func(call string) *wire.Relay { return s.relayFor(p, call) }
	}
	return nil
}

func (s *setup) relayFor(p program, call string) *wire.Relay {
	r := s.relay.Credentials(call, p.now())
	if len(r.URLs) == 0 {
		return nil
	}
	return &r
}

// startRelay opens the relay of this hub, and gives it the connections of HTTPS
// that speak TURN.
func (s *setup) startRelay(h *hub.Hub) (stop func(), err error) {
	if s.relay == nil {
		return func() {}, nil
	}
	server, err := relay.Start(*s.relay)
	if err != nil {
		return nil, err
	}
	*s.relay = server.Config // with the ports that it was given
	h.Figures = func() []hub.Figure { return relayFigures(server.Counts()) }
	if s.relay.Shared != 0 {
		h.Divert = func(c net.Conn) (net.Conn, bool) { return divert(server, c) }
	}
	return func() { server.Close() }, nil
}

func divert(server *relay.Server, c net.Conn) (net.Conn, bool) {
	sorted, isTURN, err := relay.Sort(c)
	switch {
	case err != nil:
		c.Close()
	case isTURN:
		go server.Take(sorted)
	default:
		return sorted, false
	}
	return nil, true
}

func relayFigures(c relay.Counts) []hub.Figure {
	return []hub.Figure{
		{Name: "guichet_relay_allocations", Kind: "gauge", Help: "Allocations of the relay now.", Value: float64(c.Active)},
		{Name: "guichet_relay_calls", Kind: "gauge", Help: "Calls that are relayed now.", Value: float64(c.Calls)},
		{Name: "guichet_relay_bytes_total", Kind: "counter", Help: "Bytes relayed, both ways.", Value: float64(c.Bytes)},
		{Name: "guichet_relay_refused_total", Kind: "counter", Help: "Allocations refused.", Value: float64(c.Refused)},
		{Name: "guichet_relay_denied_total", Kind: "counter", Help: "Peers that may not be reached.", Value: float64(c.Denied)},
		{Name: "guichet_relay_dropped_total", Kind: "counter", Help: "Packets above the rate of a call.", Value: float64(c.Dropped)},
	}
}

// deskPage is the agents' page on this hub.
func (p program) deskPage(s *setup, h *hub.Hub, log *slog.Logger) (http.Handler, error) {
	return web.New(web.Config{Users: s.users, Book: deskBook{h.Desk()}, Plain: s.config.plain(), Log: log})
}

// deskBook is what the agents' page shows beside the calls.
type deskBook struct{ desk *desk.Desk }

func (b deskBook) Services(_ context.Context, who store.User) ([]wire.Service, error) {
	return b.desk.ServicesOf(who), nil
}

func (b deskBook) Day(ctx context.Context, who store.User) (web.Day, error) {
	sum, median, err := b.desk.DayOf(ctx, who)
	return web.Day{
		Offered: sum.Offered, Answered: sum.Answered, CallBacks: sum.CallBacks, Printed: sum.Contacts,
		Abandoned: sum.Abandoned, Wait: median,
	}, err
}
