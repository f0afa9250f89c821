package escpos_test

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"guichet/drivers/escpos"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// TestMain lets more stories run than there are processors.
func TestMain(m *testing.M) {
	flag.Parse()
	flag.Set("test.parallel", "24")
	os.Exit(m.Run())
}

// models differ in all that a driver must care about: confirmation, clearing,
// cutter, width.
var models = []string{"epson-tm-t20ii", "generic-58mm"}

// TestPrinter runs every story through both serial libraries.
func TestPrinter(t *testing.T) {
	for _, name := range models {
		for _, backend := range []string{serial.Bugst, serial.Tarm} {
			t.Run(name+"/"+backend, func(t *testing.T) {
				t.Parallel()
				printertest.Run(t, func(t *testing.T) printertest.Rig {
					return rig(t, printersim.Options{Profile: profile(t, name)}, backend)
				})
			})
		}
	}
}

// TestSlowPrinter tells them with a line and paper that take their time: the
// whole document is then in the printer's buffer when its paper ends.
func TestSlowPrinter(t *testing.T) {
	for _, name := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			printertest.Run(t, func(t *testing.T) printertest.Rig {
				opts := printersim.Options{Profile: profile(t, name), Baud: 115200, Speed: 800}
				opts.Kanji = name == "generic-58mm"
				return rig(t, opts, serial.Bugst)
			})
		})
	}
}

// quick is patience for a printer that is never slow.
var quick = &escpos.Opts{Answer: time.Second, Stall: 2 * time.Second, Confirm: 20 * time.Second}

func rig(t *testing.T, opts printersim.Options, backend string) printertest.Rig {
	t.Helper()
	sim := simulate(t, opts)
	return printertest.Rig{Printer: connect(t, opts.Profile, sim, backend), Machine: sim, Profile: opts.Profile}
}

func profile(t testing.TB, name string) printer.Profile {
	t.Helper()
	p, err := profiles.Get(name)
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
