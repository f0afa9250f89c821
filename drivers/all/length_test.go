package all_test

import (
	"image"
	"math"
	"testing"

	"guichet/drivers/all"
	"guichet/drivers/document"
	"guichet/drivers/printer"
	"guichet/drivers/printersim"
	"guichet/drivers/profiles"
	"guichet/drivers/typeset"
)

// fed is how much paper the model that a profile is of takes for doc, in
// millimetres.
func fed(t *testing.T, p printer.Profile, doc printer.Document) float64 {
	t.Helper()
	sim, err := printersim.New(printersim.Options{Model: p.Name, Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	dev, err := all.OpenPrinter(all.Config{Profile: p.Name, Port: sim.Path(), Fresh: true})
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	if outcome, err := dev.Print(t.Context(), doc); outcome != printer.Printed {
		t.Fatalf("%s: %v, %v", p.Name, outcome, err)
	}
	return sim.State().Fed
}

// What a document is said to take of the roll is what every model feeds, within
// 2 %.
func TestLength(t *testing.T) {
	receipt, err := document.Read("../escpos/testdata/reference.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range profiles.Names() {
		for what, doc := range map[string]printer.Document{"receipt": receipt, "everything": everything(), "large": enlarged(receipt)} {
			t.Run(name+"/"+what, func(t *testing.T) {
				t.Parallel() // it waits for the printer most of the time
				wantLength(t, name, doc)
			})
		}
	}
}

func wantLength(t *testing.T, name string, doc printer.Document) {
	p, err := profiles.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	got, want := typeset.Length(doc, p), fed(t, p, doc)
	t.Logf("%.1f mm, fed %.1f mm, %+.2f %%", got, want, (got/want-1)*100)
	if want < 50 || math.Abs(got/want-1) > 0.02 {
		t.Errorf("%.1f mm, the printer fed %.1f", got, want)
	}
}

func enlarged(doc printer.Document) printer.Document {
	doc.Large = true
	return doc
}

// everything has each kind of block.
func everything() printer.Document {
	return printer.Document{Blocks: []printer.Block{
		printer.Text{S: "RÉCÉPISSÉ", Big: true, Bold: true, Align: printer.Centre},
		printer.Rule{},
		printer.Text{S: "Madame Łucja Gżegżółka, née à Łódź, demande un acte de naissance."},
		printer.Pair{Left: "Déposé le", Right: "21/11/2026"},
		printer.Gap{Lines: 3},
		printer.Postal{Lines: []string{"Mme Anaïs LEFÈVRE", "12 rue du Puits", "04230 SAINT-ÉLOI"}},
		printer.QR{Data: "https://saint-eloi.fr/suivi?c=9f27"},
		printer.Code{Kind: printer.Code128, Data: "4217"},
		printer.Code{Kind: printer.DataMatrix, Data: "DC04FR000001"},
		printer.Code{Kind: printer.PDF417, Data: "AR-2026-11-004217"},
		printer.Picture{Image: image.NewGray(image.Rect(0, 0, 200, 100))},
	}}
}
