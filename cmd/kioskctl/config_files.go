package main

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"guichet/drivers/profiles"
	"guichet/forms/pack/trust"
	"guichet/forms/strictyaml"
	"guichet/kiosk/config"
)

// besides is a file that a configuration names, and what must be in it.
type besides struct {
	file  string // empty: none is named
	at    []any  // its key
	holds func(data []byte) error
	mend  string // of what is in it
}

const (
	mendPEM  = `it is text, and begins with "-----BEGIN CERTIFICATE-----"`
	mendRoot = "copy root.json from the stick of the town hall, or from its repository of packs"
	mendFile = "put it there, or take the line out; the kiosk runs as guichet, and must be able to read it"
)

// namedFiles are those that the kiosk reads only once it runs. Devices come and go.
func namedFiles(c *config.Config) []besides {
	var all []besides
	if c.Hub != nil {
		all = append(all, besides{c.Hub.CA, []any{"hub", "ca"}, isCertificates, mendPEM})
	}
	if c.Trust != nil {
		all = append(all, besides{c.Trust.Root, []any{"trust", "root"}, isRoot, mendRoot})
	}
	if c.Printer != nil && filepath.IsAbs(c.Printer.Profile) {
		all = append(all, besides{c.Printer.Profile, []any{"printer", "profile"}, isProfile, "mend the profile, or name a model: kioskctl printer profiles"})
	}
	if c.Calls != nil && c.Calls.SIP != nil {
		all = append(all, besides{c.Calls.SIP.CA, []any{"calls", "sip", "ca"}, isCertificates, mendPEM},
			besides{c.Calls.SIP.Password, []any{"calls", "sip", "password_file"}, isPassword, "write the password alone on its first line"})
	}
	return all
}

// fileFaults are the files that are not there, cannot be read, or hold something else,
// each in the place where the configuration names it.
func fileFaults(file string, data []byte, c *config.Config) strictyaml.Faults {
	doc, faults := strictyaml.Parse(file, data)
	for _, n := range namedFiles(c) {
		if n.file == "" {
			continue
		}
		content, err := os.ReadFile(n.file)
		if err != nil {
			faults = append(faults, doc.At(n.at...).Fault(fmt.Sprintf("%s cannot be read: %v", n.file, cause(err)), mendFile))
		} else if err := n.holds(content); err != nil {
			faults = append(faults, doc.At(n.at...).Fault(fmt.Sprintf("%s %v", n.file, err), n.mend))
		}
	}
	if _, err := os.ReadDir(c.Packs); c.Packs != "" && err != nil {
		faults = append(faults, doc.At("packs").Fault(fmt.Sprintf("the folder %s cannot be read: %v", c.Packs, cause(err)), mendFile))
	}
	return faults
}

// cause is the error without the path, which is said already.
func cause(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// isCertificates wants one at least, and no other in PEM that cannot be read.
func isCertificates(data []byte) error {
	found := 0
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return errors.New("holds a certificate that is damaged")
		}
		found++
	}
	if found == 0 {
		return errors.New("holds no certificate in PEM")
	}
	return nil
}

func isRoot(data []byte) error {
	if err := trust.CheckRoot(data); err != nil {
		return errors.New("is no root.json")
	}
	return nil
}

func isProfile(data []byte) error {
	if _, err := profiles.Parse(data); err != nil {
		return fmt.Errorf("is no profile of a printer: %w", err)
	}
	return nil
}

// isPassword never repeats it.
func isPassword(data []byte) error {
	if first, _, _ := strings.Cut(string(data), "\n"); strings.TrimSuffix(first, "\r") == "" {
		return errors.New("holds no password")
	}
	return nil
}
