package document_test

import (
	"fmt"

	"guichet/drivers/document"
)

// A document with every block that needs no file.
func Example() {
	doc, err := document.Parse([]byte(`
name: receipt
large: false
blocks:
  - text: "MAIRIE DE SAINT-ÉLOI"
    align: centre
    bold: true
    big: true
  - rule
  - text: "Pièces à apporter :"
    indent: 2
  - pair: ["Déposé le", "21/11/2026"]
    bold: true
  - gap: 1
  - qr: "https://demarches.saint-eloi.fr"
  - code: {kind: datamatrix, data: "DC04FR000001"}
  - postal: ["Mme Anaïs LEFÈVRE", "12 rue du Puits", "04230 SAINT-ELOI"]
`))
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(doc.Name)
	for _, b := range doc.Blocks {
		fmt.Printf("%T %+[1]v\n", b)
	}
	// Output:
	// receipt
	// printer.Text {S:MAIRIE DE SAINT-ÉLOI Align:1 Bold:true Big:true Indent:0}
	// printer.Rule {}
	// printer.Text {S:Pièces à apporter : Align:0 Bold:false Big:false Indent:2}
	// printer.Pair {Left:Déposé le Right:21/11/2026 Bold:true}
	// printer.Gap {Lines:1}
	// printer.QR {Data:https://demarches.saint-eloi.fr}
	// printer.Code {Kind:datamatrix Data:DC04FR000001}
	// printer.Postal {Lines:[Mme Anaïs LEFÈVRE 12 rue du Puits 04230 SAINT-ELOI]}
}

// What is wrong is told all at once, with its line and column.
func ExampleParse_faults() {
	_, err := document.Parse([]byte(`
blocks:
  - text: 12
    colour: red
  - gap: 1000
  - code: {kind: ean, data: ""}
`))
	fmt.Println(err)
	// Output:
	// document: 2:1: name is missing
	// document: 3:11: this must be words, in quotes
	// document: 4:5: "colour" is not known here; there are text, align, bold, big, indent
	// document: 5:10: this must be a whole number from 0 to 255
	// document: 6:18: this must be one of code128, pdf417, datamatrix
	// document: 6:29: this must not be empty
}
