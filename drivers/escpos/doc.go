// Package escpos drives receipt printers that speak ESC/POS, the language of
// Epson's TM series, which most other makers follow.
//
// commands.go names the commands, status.go reads what the printer answers.
// encode.go (with tabs.go, symbols.go, raster.go and finish.go) puts what package
// typeset lays out into bytes; language.go tells package dialogue how to send
// them and find out whether they became paper. Profiles (package profiles) say
// how the models differ.
//
// How a document is printed:
//
//	sensors (DLE EOT 1-4) ─ not ready ─► NotPrinted, nothing was sent
//	  │ ready
//	leftovers of an abandoned document are cleared, and its slip is cut off
//	  │
//	bytes in chunks ◄─ the printer tells by itself when a sensor changes (GS a)
//	  │
//	confirmation: GS ( H names the job when all before it is printed;
//	  where the model has none, GS r 1 (queued) and then the sensors again
//	  │
//	Printed, or Unknown and the reason; the rest of the bytes is thrown away
//
// Everything about the commands comes from Epson's ESC/POS reference
// (download4.epson.biz/sec_pubs/pos/reference_en/escpos), the ESC/POS
// Application Programming Guide 10.01 and the specifications of the TM-T88III,
// TM-L90 and TM-T90; a comment says where a page surprised.
package escpos
