//go:build !race

// The table has hundreds of cells that mostly wait: the stories of printertest
// look for races.

package escpos_test

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/escpos"
	"guichet/drivers/printersim"
	"guichet/drivers/printertest"
	"guichet/drivers/profiles"
	"guichet/drivers/serial"
)

// hurried is patience for a printer in memory, so that hundreds of faults take
// no hour. It still leaves the simulator time on a machine that is busy.
var hurried = &escpos.Opts{
	Answer: time.Second, Stall: 2500 * time.Millisecond, Confirm: 8 * time.Second, Taken: time.Second, Settle: 500 * time.Millisecond,
}

// TestRecovery plays the table of package dialogue with every model.
func TestRecovery(t *testing.T) {
	for _, name := range profiles.Names() {
		p := profile(t, name)
		if p.Driver != "escpos" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			printertest.Recover(t, func(t *testing.T) printertest.Broken {
				sim := simulate(t, printersim.Options{Profile: p, Model: name, Flow: "xonxoff"})
				line := serial.Config{Path: sim.Path(), Baud: p.Baud, Flow: "xonxoff"}
				dev, err := escpos.New(p, func(context.Context) (escpos.Port, error) { return serial.Open(line) }, hurried)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { dev.Close() })
				return printertest.Broken{Printer: dev, Sim: sim, Profile: p}
			})
		})
	}
}
