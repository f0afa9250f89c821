package starline_test

import (
	"context"
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/serial"
	"guichet/drivers/starline"
	"guichet/drivers/symbol/symboltest"
)

// TestAnotherProgramReadsThePaper: symbols that the printer draws, and a bar
// code that is too long for it and that we draw, read by zxing-cpp.
func TestAnotherProgramReadsThePaper(t *testing.T) {
	symboltest.Need(t)
	for _, c := range []struct {
		format string
		block  printer.Block
		text   string
	}{
		{"QRCode", printer.QR{Data: "https://demarches.saint-eloi.fr/suivi?c=9f27c1b04de85a"}, "https://demarches.saint-eloi.fr/suivi?c=9f27c1b04de85a"},
		{"Code128", printer.Code{Data: "AR-2611-42"}, "AR-2611-42"},
		{"Code128", printer.Code{Data: "AB12345678901234"}, "AB12345678901234"},
		{"Code128", printer.Code{Data: strings.Repeat("1234567890", 3)}, strings.Repeat("1234567890", 3)},
		{"PDF417", printer.Code{Kind: printer.PDF417, Data: "HELLO WORLD"}, "HELLO WORLD"},
		{"DataMatrix", printer.Code{Kind: printer.DataMatrix, Data: "DC04FR0000011E6E1E6E0001"}, "DC04FR0000011E6E1E6E0001"},
	} {
		p := profile(t, "star-tsp650ii")
		sim := simulate(t, printersim.Options{Profile: p, Model: p.Name, Flow: "xonxoff"})
		line := serial.Config{Path: sim.Path(), Baud: p.Baud, Flow: "xonxoff"}
		dev, err := starline.New(p, func(context.Context) (starline.Port, error) { return serial.Open(line) }, nil)
		if err != nil {
			t.Fatal(err)
		}
		outcome, err := dev.Print(t.Context(), printer.Document{Blocks: []printer.Block{c.block}})
		dev.Close()
		if outcome != printer.Printed {
			t.Fatal(outcome, err)
		}
		img, _ := sim.Last()
		symboltest.Want(t, img, c.format, c.text)
	}
}
