// Package all is the list of the drivers: from the words of a configuration
// file to an open function. A driver is added here, by hand, and nowhere else.
package all

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"guichet/drivers/dialogue"
	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
	"guichet/drivers/starline"
)

// Config says which printer hangs on which port. What is left out comes from
// the profile.
type Config struct {
	Driver  string `yaml:"driver"`  // "escpos"
	Profile string `yaml:"profile"` // "epson-tm-t20ii", of profiles.Names, or the path of an own one
	Port    string `yaml:"port"`    // "/dev/serial/by-id/…"
	Baud    int    `yaml:"baud"`    // bits a second; 0 is the profile's
	Flow    string `yaml:"flow"`    // "none", "xonxoff", "rtscts"; "" is the profile's
	Backend string `yaml:"backend"` // "bugst", "tarm"; "" is bugst

	// Fresh is that of dialogue.Opts: no document was abandoned in the printer.
	// A configuration file cannot know that.
	Fresh bool `yaml:"-"`
}

// ConfigError is a field of a Config that names nothing known.
type ConfigError struct {
	Field, Value string
	Known        []string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("drivers: %s %q: must be one of %s", e.Field, e.Value, strings.Join(e.Known, ", "))
}

// opener makes the driver of a family, on a port that is opened when needed.
type opener func(printer.Profile, func(context.Context) (dialogue.Port, error), *dialogue.Opts) (*dialogue.Dev, error)

// printers is the list.
var printers = map[string]opener{
	"escpos":   escpos.New,
	"starline": starline.New,
}

// Printers returns the names of the printer drivers, sorted.
func Printers() []string { return slices.Sorted(maps.Keys(printers)) }

// OpenPrinter returns the printer that cfg names. It does not touch the port:
// a printer that is missing is found out by Status and Print. The error is a
// *ConfigError or a *serial.ConfigError, or several joined.
func OpenPrinter(cfg Config) (printer.Printer, error) {
	profile, err := PrinterProfile(cfg)
	if err != nil {
		return nil, err
	}
	if cfg.Driver != "" && cfg.Driver != profile.Driver {
		return nil, &ConfigError{"driver", cfg.Driver, []string{profile.Driver}}
	}
	line := cfg.line(profile)
	if err := line.Check(); err != nil {
		return nil, err
	}
	open := func(context.Context) (dialogue.Port, error) { return serial.Open(line) }
	return printers[profile.Driver](profile, open, &dialogue.Opts{Fresh: cfg.Fresh})
}

// PrinterProfile returns what is known of the model that cfg names. The error
// is a *ConfigError where there is no such profile, or says what is wrong with
// the file.
func PrinterProfile(cfg Config) (printer.Profile, error) {
	p, err := profiles.Load(cfg.Profile)
	if errors.Is(err, profiles.ErrNone) {
		return p, &ConfigError{"profile", cfg.Profile, profiles.Names()}
	}
	return p, err
}

// line is the port, with what the profile knows where cfg says nothing.
func (c Config) line(p printer.Profile) serial.Config {
	line := serial.Config{Path: c.Port, Baud: c.Baud, Flow: c.Flow, Backend: c.Backend}
	if line.Baud == 0 {
		line.Baud = p.Baud
	}
	if line.Flow == "" {
		line.Flow = p.Flow
	}
	return line
}
