package document_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"guichet/drivers/document"
	"guichet/drivers/printer"
)

func everyBlock() printer.Document {
	return printer.Document{Name: "receipt", Title: "Récépissé", Lang: "fr", Large: true, Blocks: []printer.Block{
		printer.Text{S: "MAIRIE : « œuvre »\n\tn° 1 \x01 \u2028 # x", Align: printer.Right, Bold: true, Big: true, Indent: 3},
		printer.Text{},
		printer.Rule{},
		printer.Pair{Left: "true", Right: "12", Bold: true},
		printer.Gap{Lines: 2},
		printer.Postal{Lines: []string{"Mme Anaïs LEFÈVRE", "04230 SAINT-ELOI"}},
		printer.QR{Data: "https://demarches.saint-eloi.fr/?a=1&b=[2]"},
		printer.Code{Kind: printer.Code128, Data: "{AR-2026}"},
		printer.Code{Kind: printer.PDF417, Data: "é"},
		printer.Code{Kind: printer.DataMatrix, Data: "DC04"},
		printer.Picture{Image: grey(), Dither: printer.Ordered},
	}}
}

// What is written is read as the same, and the writing itself is golden.
func TestFormat(t *testing.T) {
	text, err := document.Format(everyBlock())
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/every.yaml")
	if err != nil || string(text) != string(want) {
		t.Errorf("%v; Format wrote:\n%s", err, text)
	}
	back, err := document.Parse(text)
	if err != nil || !reflect.DeepEqual(back, everyBlock()) {
		t.Errorf("read back: %+v, %v", back, err)
	}
}

func TestFormatRefuses(t *testing.T) {
	for name, b := range map[string]printer.Block{
		"no words for nil is": nil,
		"no UTF-8":            printer.Text{S: "\xff"},
		"align":               printer.Text{Align: 3},
		"indent":              printer.Text{Indent: -1},
		"gap":                 printer.Gap{Lines: 256},
		"empty QR":            printer.QR{},
		"kind":                printer.Code{Kind: 3, Data: "a"},
		"no image":            printer.Picture{},
		"dither":              printer.Picture{Image: grey(), Dither: -1},
		"long address":        printer.Postal{Lines: []string{strings.Repeat("x", 39)}},
	} {
		if text, err := document.Format(printer.Document{Name: "x", Blocks: []printer.Block{b}}); err == nil {
			t.Errorf("%s: no error, wrote\n%s", name, text)
		}
	}
	if _, err := document.Format(printer.Document{}); err == nil {
		t.Error("no name: no error")
	}
}

// What Parse takes, Format writes, and it reads the same again.
func FuzzParse(f *testing.F) {
	text, err := document.Format(everyBlock())
	if err != nil {
		f.Fatal(err)
	}
	reference, err := os.ReadFile("../escpos/testdata/reference.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(reference)
	f.Add([]byte("name: &a [*a]\nblocks: {? [] : x}\n--- !x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := document.Parse(data)
		if err != nil {
			return
		}
		text, err := document.Format(doc)
		if err != nil {
			t.Fatalf("%v\n%+v", err, doc)
		}
		if back, err := document.Parse(text); err != nil || !reflect.DeepEqual(back, doc) {
			t.Fatalf("%v: read %+v, wrote\n%s", err, doc, text)
		}
	})
}
