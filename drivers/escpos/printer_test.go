package escpos_test

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/serial"
)

// TestPrinter runs every story with every profile that the kiosk ships with,
// through both serial libraries.
func TestPrinter(t *testing.T) {
	for _, name := range escpos.Profiles() {
		for _, backend := range []string{serial.Bugst, serial.Tarm} {
			t.Run(name+"/"+backend, func(t *testing.T) {
				t.Parallel()
				printertest.Run(t, func(t *testing.T) printertest.Rig { return rig(t, name, backend) })
			})
		}
	}
}

// quick is patience for a printer that is never slow.
var quick = &escpos.Opts{Answer: 150 * time.Millisecond, Stall: 2 * time.Second, Confirm: 20 * time.Second}

func rig(t *testing.T, name, backend string) printertest.Rig {
	t.Helper()
	p := profile(t, name)
	sim := simulate(t, printersim.Options{Profile: p, Kanji: name == "generic-58mm"})
	return printertest.Rig{Printer: connect(t, p, sim, backend), Machine: sim, Profile: p}
}

func profile(t testing.TB, name string) printer.Profile {
	t.Helper()
	p, err := escpos.Profile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func simulate(t *testing.T, opts printersim.Options) *printersim.Sim {
	t.Helper()
	sim, err := printersim.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}

func connect(t *testing.T, p printer.Profile, sim *printersim.Sim, backend string) *escpos.Dev {
	t.Helper()
	line := serial.Config{Path: sim.Path(), Baud: p.Baud, Flow: p.Flow, Backend: backend}
	dev, err := escpos.New(p, func(context.Context) (escpos.Port, error) { return serial.Open(line) }, quick)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dev.Close() })
	return dev
}

var _ printertest.Machine = (*printersim.Sim)(nil)
