package starline_test

import (
	"context"
	"testing"
	"time"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/serial"
	"guichet/drivers/starline"
)

// A printer without paper says XOFF, is asked past it, and somebody switches it
// off and on while he loads the paper. It says no XON when it comes back, and
// the next document prints all the same.
func TestNoXONAfterAPowerCycle(t *testing.T) {
	for _, backend := range []string{serial.Bugst, serial.Tarm} {
		t.Run(backend, func(t *testing.T) {
			t.Parallel()
			dev, sim := silent(t, backend)
			ctx := context.Background()
			if outcome, err := dev.Print(ctx, words("un")); outcome != printer.Printed {
				t.Fatal(outcome, err)
			}
			sim.PaperOut()
			heard(t, func() bool { s, err := dev.Status(ctx); return err == nil && s.Paper == printer.PaperOut })
			sim.PowerOff()
			sim.LoadPaper()
			sim.PowerOn()
			heard(t, func() bool { s, err := dev.Status(ctx); return err == nil && s.Ready() })
			if outcome, err := dev.Print(ctx, words("deux")); outcome != printer.Printed {
				t.Fatal(outcome, err)
			}
			if _, text := sim.Last(); text != "deux" {
				t.Errorf("the paper says %q", text)
			}
		})
	}
}

func silent(t *testing.T, backend string) (*starline.Dev, *printersim.Sim) {
	t.Helper()
	p := profile(t, "star-tsp650ii")
	sim := simulate(t, printersim.Options{Model: p.Name, Profile: p, Flow: serial.FlowXonXoff, NoXON: true})
	line := serial.Config{
		Path: sim.Path(), Baud: p.Baud, Flow: serial.FlowXonXoff, Backend: backend, WriteTimeout: quick.Stall / 2,
	}
	dev, err := starline.New(p, func(context.Context) (starline.Port, error) { return serial.Open(line) }, quick)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dev.Close() })
	return dev, sim
}

func words(s string) printer.Document {
	return printer.Document{Name: "test", Blocks: []printer.Block{printer.Text{S: s}}}
}

// heard waits until the printer has told it.
func heard(t *testing.T, told func() bool) {
	t.Helper()
	for late := time.Now().Add(20 * time.Second); !told(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("the printer does not say so")
		}
	}
}
