//go:build !race

package starline_test

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/serial"
	"guichet/drivers/starline"
)

// hurried is patience for a printer in memory, so that dozens of faults take
// no hour. It still leaves the simulator time on a machine that is busy.
var hurried = &starline.Opts{
	Answer: 1500 * time.Millisecond, Stall: 4 * time.Second, Confirm: 20 * time.Second, Taken: time.Second,
}

// TestRecovery plays the table of package dialogue, with a printer that tells
// changes by itself and with one that is asked.
func TestRecovery(t *testing.T) {
	for _, name := range models {
		for _, auto := range []bool{true, false} {
			p := profile(t, name)
			p.Auto = auto
			t.Run(map[bool]string{true: name, false: name + " asked"}[auto], func(t *testing.T) {
				printertest.Recover(t, func(t *testing.T) printertest.Broken {
					sim := simulate(t, printersim.Options{Profile: p, Model: name, Flow: "xonxoff"})
					line := serial.Config{Path: sim.Path(), Baud: p.Baud, Flow: "xonxoff"}
					dev, err := starline.New(p, func(context.Context) (starline.Port, error) { return serial.Open(line) }, hurried)
					if err != nil {
						t.Fatal(err)
					}
					t.Cleanup(func() { dev.Close() })
					return printertest.Broken{Printer: dev, Sim: sim, Profile: p}
				})
			})
		}
	}
}
