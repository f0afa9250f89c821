package all_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"guichet/drivers/all"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/serial"
)

// From the words of a configuration file to paper. What an earlier program may
// have left is cut off first, unless the caller knows better.
func TestOpenPrinter(t *testing.T) {
	for _, name := range []string{"generic-80mm", "star-tsp650ii"} {
		for fresh, sheets := range map[bool]int{true: 1, false: 2} {
			sim, outcome, err := printReceipt(t, all.Config{Profile: name, Backend: serial.Tarm, Fresh: fresh})
			if outcome != printer.Printed || strings.TrimSpace(sim.Text()) != "Reçu" || len(sim.Sheets()) != sheets {
				t.Errorf("%s, fresh %v: %v, %v; %d sheets, the paper says %q", name, fresh, outcome, err, len(sim.Sheets()), sim.Text())
			}
		}
	}
}

// printReceipt prints on a simulator of the profile that cfg names.
func printReceipt(t *testing.T, cfg all.Config) (*printersim.Sim, printer.Outcome, error) {
	t.Helper()
	profile, err := all.PrinterProfile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	sim, err := printersim.New(printersim.Options{Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	cfg.Driver, cfg.Port = profile.Driver, sim.Path()
	p, err := all.OpenPrinter(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	outcome, err := p.Print(t.Context(), printer.Document{Blocks: []printer.Block{printer.Text{S: "Reçu"}}})
	return sim, outcome, err
}

func TestOpenPrinterRefuses(t *testing.T) {
	good := all.Config{Driver: "escpos", Profile: "generic-58mm", Port: "/dev/ttyUSB0"}
	for name, change := range map[string]func(*all.Config){
		"driver":  func(c *all.Config) { c.Driver = "star" },
		"profile": func(c *all.Config) { c.Profile = "tm-x" },
		"port":    func(c *all.Config) { c.Port = "" },
		"baud":    func(c *all.Config) { c.Baud = 3 },
		"flow":    func(c *all.Config) { c.Flow = "dtr" },
		"backend": func(c *all.Config) { c.Backend = "x" },
	} {
		cfg := good
		change(&cfg)
		_, err := all.OpenPrinter(cfg)
		var word *all.ConfigError
		var line *serial.ConfigError
		if !errors.As(err, &word) && !errors.As(err, &line) {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}

// A printer that is missing is no mistake of the configuration.
func TestMissingPrinter(t *testing.T) {
	p, err := all.OpenPrinter(all.Config{Driver: "escpos", Profile: "generic-58mm", Port: "/dev/no-such-printer"})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	outcome, err := p.Print(context.Background(), printer.Document{})
	if outcome != printer.NotPrinted || !errors.Is(err, printer.ErrGone) {
		t.Fatalf("%v, %v", outcome, err)
	}
	if _, err := p.Status(context.Background()); !errors.Is(err, printer.ErrGone) {
		t.Fatal(err)
	}
}
