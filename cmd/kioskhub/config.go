package main

import (
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"guichet/forms/strictyaml"
	"guichet/kiosk/hub"
)

// config is the configuration file: strict YAML, every key documented in
// sample.yaml. Files are from the root, or beside the file itself.
type config struct {
	Listen     string      `yaml:"listen"`
	Address    string      `yaml:"address"`
	TLS        *tlsFiles   `yaml:"tls"`
	Proxies    []string    `yaml:"behind_proxy"`
	Database   string      `yaml:"database"`
	Key        string      `yaml:"key,required"`
	Online     string      `yaml:"online_keys"`
	Plans      string      `yaml:"plans"`
	Metrics    string      `yaml:"metrics"`
	LogLevel   string      `yaml:"log_level" oneof:"debug info warn error"`
	Connectors []connector `yaml:"connectors"`
	OIDC       *oidc       `yaml:"oidc"`
	Desk       *deskConfig `yaml:"desk"`
	Limits     limits      `yaml:"limits"`

	doc  *strictyaml.Doc
	base string // folder of the file
}

type tlsFiles struct {
	Certificate string `yaml:"certificate,required"`
	Key         string `yaml:"key,required"`
}

type connector struct {
	Name   string `yaml:"name,required"`
	URL    string `yaml:"url,required"`
	Secret string `yaml:"secret_file,required"`
}

type oidc struct {
	Issuer   string `yaml:"issuer,required"`
	ClientID string `yaml:"client_id,required"`
	Secret   string `yaml:"secret_file,required"`
}

type limits struct {
	Streams  int `yaml:"streams"`
	InFlight int `yaml:"submissions_mb"`
	Enrols   int `yaml:"enrolments_a_minute"`
	Address  int `yaml:"enrolments_a_minute_from_one_address"`
}

// readConfig reads and checks a file: all its faults at once.
func readConfig(path string) (*config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, usagef("%w; make one with \"kioskhub init DIR\"", err)
	}
	c, faults := parseConfig(path, data)
	if err := faults.Err(); err != nil {
		return nil, &usageError{err}
	}
	return c, nil
}

func parseConfig(path string, data []byte) (*config, strictyaml.Faults) {
	doc, faults := strictyaml.Parse(path, data)
	if faults != nil {
		return nil, faults
	}
	c := &config{Listen: ":8443", Database: "data/hub.db", LogLevel: "info", doc: doc}
	if abs, err := filepath.Abs(path); err == nil {
		c.base = filepath.Dir(abs)
	}
	faults = doc.Decode(c)
	if faults == nil {
		faults = c.check()
	}
	faults.Sort()
	return c, faults
}

// check finds what one field alone does not show.
func (c *config) check() (faults strictyaml.Faults) {
	fault := func(what, mend string, path ...any) {
		faults = append(faults, c.doc.At(path...).Fault(what, mend))
	}
	if c.TLS == nil && c.Proxies == nil && !isLoopback(c.Listen) {
		fault("nobody would encrypt what kiosks send", "give tls: a certificate, or behind_proxy: the addresses of a proxy that does it, or listen on 127.0.0.1", "listen")
	}
	for i, s := range c.Proxies {
		if _, err := proxyOf(s); err != nil {
			fault("this is no address", "write 10.0.0.5, or 10.0.0.0/24", "behind_proxy", i)
		}
	}
	if u, err := url.Parse(c.Address); c.Address != "" && (err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && !isLoopback(u.Host)) {
		fault("this is not the address of a hub", "write https:// and the name that kiosks reach it by, nothing behind it", "address")
	}
	if c.Metrics != "" && !isLoopback(c.Metrics) {
		fault("metrics would be told to the network", "write 127.0.0.1:9090: the watcher of this machine fetches them", "metrics")
	}
	if c.OIDC != nil && c.Address == "" {
		fault("the provider must know where to send people back", "give address: https://…", "oidc")
	}
	if l := c.Limits; min(l.Streams, l.InFlight, l.Enrols, l.Address) < 0 {
		fault("a limit cannot be below zero", "write a number, or leave the key out", "limits")
	}
	return append(append(faults, c.checkConnectors()...), c.checkDesk()...)
}

// plain tells whether this hub serves without TLS, on this machine alone.
func (c *config) plain() bool { return c.TLS == nil && c.Proxies == nil }

func (c *config) checkConnectors() (faults strictyaml.Faults) {
	seen := map[string]bool{}
	for i, one := range c.Connectors {
		at := c.doc.At("connectors", i)
		if seen[one.Name] {
			faults = append(faults, at.Fault("two connectors have this name", "deliveries that wait are kept by name: give each its own"))
		}
		seen[one.Name] = true
		if _, err := hub.NewConnector(one.Name, one.URL, strings.Repeat("A", 32)); err != nil {
			faults = append(faults, at.Fault(err.Error(), "the url begins with https://"))
		}
	}
	return faults
}

// isLoopback tells whether an address, with its port or without, is of this
// machine alone.
func isLoopback(address string) bool {
	if a, err := netip.ParseAddrPort(address); err == nil {
		return a.Addr().IsLoopback()
	}
	host, _, _ := strings.Cut(address, ":")
	return host == "localhost"
}

func proxyOf(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Prefix(a.BitLen())
	}
	return netip.ParsePrefix(s)
}

// file is the path of a file that the configuration names.
func (c *config) file(name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.base, name)
}

// database is the URL for store.Open.
func (c *config) database() string {
	if strings.Contains(c.Database, "://") {
		return c.Database
	}
	return "sqlite:" + c.file(strings.TrimPrefix(c.Database, "sqlite:"))
}

func (c *config) level() slog.Level {
	var l slog.Level
	l.UnmarshalText([]byte(c.LogLevel)) // one of the four: checked
	return l
}

func (c *config) limits() hub.Limits {
	return hub.Limits{Streams: c.Limits.Streams, InFlight: int64(c.Limits.InFlight) << 20, Enrols: c.Limits.Enrols, Address: c.Limits.Address}
}
