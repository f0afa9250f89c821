// Package escpos drives receipt printers that speak ESC/POS, the language of
// Epson's TM series, which most other makers follow.
//
// commands.go names the commands, status.go reads what the printer answers.
// encode.go (with tabs.go, symbols.go, raster.go and finish.go) puts what package
// typeset lays out into bytes; language.go tells package dialogue how to send
// them and find out whether they became paper. Profiles (package profiles) say
// how the models differ.
//
// Of the models, the Epsons name a job that is printed (GS ( H); most others
// answer a question that waits its turn (GS r, Nippon's ESC v); Custom's VKP80
// has neither, and the sensor of its mouth sees the paper come.
//
// Everything about the commands comes from Epson's ESC/POS reference
// (download4.epson.biz/sec_pubs/pos/reference_en/escpos), the ESC/POS
// Application Programming Guide 10.01, the specifications of the TM-T88III,
// TM-L90 and TM-T90, and the manuals that a command or a profile names; a comment
// says where a page surprised.
package escpos
