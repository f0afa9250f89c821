package sipcall

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"guichet/drivers/audio"
)

// Encrypt is whether sound is encrypted; the package comment says how.
type Encrypt string

const (
	Never   Encrypt = "never"
	Prefer  Encrypt = "prefer"
	Require Encrypt = "require"
)

// Names of codecs, as of Config.Codecs.
const (
	PCMA = "PCMA" // G.711 A-law, what French operators speak
	PCMU = "PCMU" // G.711 µ-law
	Opus = "opus" // RFC 7587; only in a program that is built with cgo
)

// Config is an account at an exchange. What is left out has its default.
type Config struct {
	// Server is the registrar, and all requests go through it: "sip:pbx.example.org",
	// "sip:192.0.2.10:5070", "sips:…" for TLS. Required.
	Server string
	// Proxy is where requests go instead, where that is another machine, written
	// as Server is. Default: Server.
	Proxy string
	// User is the account, the left part of its address. Required.
	User string
	// AuthUser is its name for the digest, where that is another. Default: User.
	AuthUser string
	// PasswordFile holds the password alone; it is read again at each
	// registration. Required, but where the exchange knows us by our address.
	PasswordFile string
	// Display is how we present ourselves: "Borne de l'hôtel de ville".
	Display string
	// Transport is "udp", "tcp" or "tls". Default: udp, tls with sips.
	Transport string
	// CAFile has the authorities of its certificate in PEM. Default: the system's.
	CAFile string
	// Unregistered is for an exchange that knows us by our address.
	Unregistered bool
	// Expires is how long a registration holds; it is renewed after half of it,
	// which also keeps a firewall open. Default: 2 min.
	Expires time.Duration
	// Codecs are those that are offered, the best first. Default: PCMA, opus, PCMU.
	Codecs []string
	// Encrypt is the policy. Default: prefer.
	Encrypt Encrypt
	// Numbers says how telephone numbers are dialled.
	Numbers Numbers
	// MinPort and MaxPort bound the ports of RTP, for a firewall. Default: any.
	MinPort, MaxPort int
	// Wait is how long a call may ring or queue. Default: 15 min.
	Wait time.Duration
	// Gone is after how long without a packet the line counts as gone, and Lost
	// after how long the call ends. Defaults: 3 s, 30 s.
	Gone, Lost time.Duration
	// Sound is what the citizen speaks into and hears. Required.
	Sound audio.Sound
	// Log gets neither numbers nor passwords. Default: none.
	Log *slog.Logger
}

// Check tells all that is wrong with a configuration.
func (c Config) Check() error {
	var all []error
	wrong := func(is bool, format string, a ...any) {
		if is {
			all = append(all, fmt.Errorf("sipcall: "+format, a...))
		}
	}
	_, err := c.server()
	wrong(err != nil, "server %q is not the address of an exchange, like sip:pbx.example.org", c.Server)
	_, err = c.proxy()
	wrong(c.Proxy != "" && err != nil, "proxy %q is not the address of a machine, like sip:sbc.example.org", c.Proxy)
	wrong(c.User == "" || strings.ContainsAny(c.User, " @:;<>\"\r\n"), "user %q is not an account", c.User)
	wrong(c.PasswordFile == "" && !c.Unregistered, "password_file is missing")
	wrong(!slices.Contains([]string{"", "udp", "tcp", "tls"}, c.Transport), "transport %q is not udp, tcp or tls", c.Transport)
	wrong(strings.HasPrefix(c.Server, "sips:") && c.Transport != "" && c.Transport != "tls", "sips needs tls, not %s", c.Transport)
	wrong(!slices.Contains([]Encrypt{"", Never, Prefer, Require}, c.Encrypt), "encrypt %q is not never, prefer or require", c.Encrypt)
	wrong(c.Encrypt == Require && c.transport() != "tls", "encrypt: require needs transport tls: over %s anybody can read the keys", c.transport())
	wrong(c.Expires < 0 || c.Expires > 0 && c.Expires < 30*time.Second, "a registration of %v is too short, 30 s at least", c.Expires)
	wrong(c.MinPort < 0 || c.MaxPort > 65535 || c.MinPort > c.MaxPort, "%d to %d are no ports", c.MinPort, c.MaxPort)
	wrong(c.MaxPort > 0 && c.MaxPort-c.MinPort < 7, "ports %d to %d are too few, 8 at least", c.MinPort, c.MaxPort)
	wrong(c.Gone < 0 || c.Lost < 0 || c.Wait < 0, "a time is negative")
	wrong(c.Sound == nil, "there is no sound")
	wrong(strings.ContainsAny(c.Display, "\"\\\r\n"), "the name to display has a quote or a line end")
	for _, name := range c.Codecs {
		wrong(!slices.Contains(codecNames(), name), "codec %q is not one of %s", name, strings.Join(codecNames(), ", "))
	}
	return errors.Join(append(all, c.Numbers.check())...)
}

// filled is c with its defaults.
func (c Config) filled() Config {
	c.Transport = c.transport()
	c.AuthUser = or(c.AuthUser, c.User)
	c.Encrypt = or(c.Encrypt, Prefer)
	c.Expires = or(c.Expires, 2*time.Minute)
	c.Wait = or(c.Wait, 15*time.Minute)
	c.Gone = or(c.Gone, 3*time.Second)
	c.Lost = or(c.Lost, 30*time.Second)
	if len(c.Codecs) == 0 {
		c.Codecs = codecNames()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func or[T comparable](v, otherwise T) T {
	var none T
	if v == none {
		return otherwise
	}
	return v
}

func (c Config) transport() string {
	if c.Transport == "" && strings.HasPrefix(c.Server, "sips:") {
		return "tls"
	}
	return or(c.Transport, "udp")
}

// server is the address of the registrar without a user.
func (c Config) server() (sip.Uri, error) { return parseServer(c.Server) }

// proxy is that of the machine that all requests go to.
func (c Config) proxy() (sip.Uri, error) { return parseServer(or(c.Proxy, c.Server)) }

func parseServer(address string) (sip.Uri, error) {
	var u sip.Uri
	if !strings.HasPrefix(address, "sip:") && !strings.HasPrefix(address, "sips:") {
		return u, errors.New("sipcall: the scheme is neither sip nor sips")
	}
	if err := sip.ParseUri(address, &u); err != nil {
		return u, err
	}
	if !host(u.Host) || u.User != "" || u.Port < 0 || u.Port > 65535 {
		return u, errors.New("sipcall: not a host")
	}
	return u, nil
}

func host(s string) bool {
	return s != "" && (net.ParseIP(strings.Trim(s, "[]")) != nil ||
		strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789.-") == "")
}

// password is the first line of its file.
func (c Config) password() (string, error) {
	if c.PasswordFile == "" {
		return "", nil
	}
	data, err := os.ReadFile(c.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("sipcall: %w", err)
	}
	word, _, _ := strings.Cut(string(data), "\n")
	if word = strings.TrimSuffix(word, "\r"); word == "" {
		return "", fmt.Errorf("sipcall: %s is empty", c.PasswordFile)
	}
	return word, nil
}

// authorities are those of CAFile; nil: the system's.
func (c Config) authorities() (*x509.CertPool, error) {
	if c.CAFile == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, fmt.Errorf("sipcall: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("sipcall: no certificate in %s", c.CAFile)
	}
	return pool, nil
}
