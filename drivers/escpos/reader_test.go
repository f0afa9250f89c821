package escpos_test

import (
	"strings"
	"testing"

	"guichet/drivers/printer"
	"guichet/drivers/symbol/symboltest"
)

// TestAnotherProgramReadsThePaper: from our bytes through the simulated printer
// to zxing-cpp, for symbols that the printer draws (Epson) and that we draw.
func TestAnotherProgramReadsThePaper(t *testing.T) {
	symboltest.Need(t)
	for _, name := range []string{"epson-tm-t20iii", "generic-80mm", "generic-58mm", "custom-vkp80iii"} {
		for _, c := range []struct {
			format, text string
			block        func(string) printer.Block
		}{
			{"QRCode", followUp, func(s string) printer.Block { return printer.QR{Data: s} }},
			{"QRCode", "A", func(s string) printer.Block { return printer.QR{Data: s} }},
			{"Code128", "AR-2611-42", func(s string) printer.Block { return printer.Code{Data: s} }},
			{"Code128", "00421719", func(s string) printer.Block { return printer.Code{Data: s} }},
			{"Code128", "DOSSIER-{2}", func(s string) printer.Block { return printer.Code{Data: s} }},
			{"PDF417", "A", pdf417},
			{"PDF417", "HELLO WORLD", pdf417},
			{"PDF417", "AR-2026-11-004217, Saint-Eloi", pdf417},
			{"PDF417", strings.Repeat("Ab-2026 k1", 10)[:99] + "Z", pdf417},
			{"DataMatrix", "A", dataMatrix},
			{"DataMatrix", "DC04FR0000011E6E1E6E0001FR26SAINT ELOI", dataMatrix},
			{"DataMatrix", strings.Repeat("Ab-2026 k1", 12)[:119] + "Z", dataMatrix},
		} {
			img, _ := paper(t, profile(t, name), c.block(c.text))
			if symboltest.Want(t, img, c.format, c.text); t.Failed() {
				t.Fatalf("%s of %d characters on %s", c.format, len(c.text), name)
			}
		}
	}
}

func pdf417(s string) printer.Block { return printer.Code{Kind: printer.PDF417, Data: s} }

func dataMatrix(s string) printer.Block { return printer.Code{Kind: printer.DataMatrix, Data: s} }
