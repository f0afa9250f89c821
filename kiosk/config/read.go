package config

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"guichet/forms/strictyaml"
)

// Read reads and checks a file. An error is either that of the file (it does
// not exist, it may not be read) or strictyaml.Faults: all of them.
func Read(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return Parse(path, data)
}

// Parse is Read of a file that is in memory already; it is only named in
// faults.
func Parse(name string, data []byte) (*Config, error) {
	doc, faults := strictyaml.Parse(name, data)
	if faults != nil {
		return nil, faults
	}
	c := Default()
	faults = doc.Decode(&c)
	c.complete()
	faults = append(faults, located(doc, c.flaws(), faults)...)
	if len(faults) > 0 {
		faults.Sort()
		return nil, faults
	}
	return &c, nil
}

// complete fills what Default cannot hold.
func (c *Config) complete() {
	if p := c.Printer; p != nil {
		p.Backend = cmp.Or(p.Backend, defaultBackend)
		p.Outlet = cmp.Or(p.Outlet, defaultOutlet)
	}
	if k := c.Calls; k != nil {
		k.complete()
	}
}

func (k *Calls) complete() {
	k.Sound.Echo = cmp.Or(k.Sound.Echo, "pulse")
	k.Sound.Volume = cmp.Or(k.Sound.Volume, defaultVolume)
	if s := k.SIP; s != nil {
		s.Transport = cmp.Or(s.Transport, map[bool]string{true: "tls", false: "udp"}[strings.HasPrefix(s.Server, "sips:")])
		s.Encrypt = cmp.Or(s.Encrypt, "prefer")
	}
	if m := k.Modem; m != nil {
		m.Backend = cmp.Or(m.Backend, defaultBackend)
		m.Profile = cmp.Or(m.Profile, "generic")
	}
}

// located puts the flaws in their place, without those of a value that could
// not even be read: what is in the struct then is not what was written.
func located(doc *strictyaml.Doc, flaws []flaw, known strictyaml.Faults) strictyaml.Faults {
	var faults strictyaml.Faults
	for _, f := range flaws {
		at := doc.At(f.path...)
		said := slices.ContainsFunc(known, func(k strictyaml.Fault) bool {
			return k.Line == at.Line && k.Column == at.Column
		})
		if !said {
			faults = append(faults, at.Fault(f.what, f.mend))
		}
	}
	return faults
}
