package starline_test

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
	"guichet/drivers/starline"
)

// TestMain lets more stories run than there are processors.
func TestMain(m *testing.M) {
	flag.Parse()
	flag.Set("test.parallel", "12")
	os.Exit(m.Run())
}

// models are those that the simulator knows from their maker's manual.
var models = []string{"star-tsp650ii"}

// TestPrinter runs every story through both serial libraries.
func TestPrinter(t *testing.T) {
	for _, name := range models {
		for _, backend := range []string{serial.Bugst, serial.Tarm} {
			t.Run(name+"/"+backend, func(t *testing.T) {
				t.Parallel()
				printertest.Run(t, func(t *testing.T) printertest.Rig {
					return rig(t, printersim.Options{Model: name, Profile: profile(t, name)}, backend)
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
				opts := printersim.Options{Model: name, Profile: profile(t, name), Baud: 115200, Speed: 800}
				return rig(t, opts, serial.Bugst)
			})
		})
	}
}

// quick is patience for a printer that is never slow.
var quick = &starline.Opts{Answer: 1500 * time.Millisecond, Stall: 4 * time.Second, Confirm: 20 * time.Second}

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

func connect(t *testing.T, p printer.Profile, sim *printersim.Sim, backend string) *starline.Dev {
	t.Helper()
	line := serial.Config{Path: sim.Path(), Baud: p.Baud, Flow: p.Flow, Backend: backend}
	dev, err := starline.New(p, func(context.Context) (starline.Port, error) { return serial.Open(line) }, quick)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dev.Close() })
	return dev
}
