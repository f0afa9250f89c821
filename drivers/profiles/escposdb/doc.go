// Package escposdb makes a profile of a printer that escpos-printer-db knows.
// That database (github.com/receipt-print-hq/escpos-printer-db, CC BY 4.0: name
// it where you publish what comes of it) has the columns, dots and code page
// numbers of some fifty receipt printers. [Import] reads its capabilities.json,
// its capabilities.yml, or the files of its data/profile one behind the other.
//
// It is a first draft. The database says nothing of sensors, confirmation,
// presenters or the line, so the draft takes the weakest word for each, and
// returns beside the profile every thing that it assumed. Its entries inherit
// from a default one that can do everything: what it says of QR and PDF417 is
// often nobody's knowledge of that model.
package escposdb
