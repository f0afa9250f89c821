// Package receipt writes every paper that a citizen takes home: the *récépissé
// de dépôt* ([Build]), the slip of contacts ([Contacts]) and the address that
// an exit page gives ([ExitSlip]). It makes a [printer.Document]; the driver
// puts it on a roll of 48 or 32 columns, kiosk/receipt/pdf on A4, in the same
// words.
//
// A récépissé says what the kiosk took: what, when, under which reference, who
// deals with it, by when, whom to call. It is not the *accusé de réception* of
// article R112-5 of the code des relations entre le public et
// l’administration: that one names the date of an implicit decision and the
// ways of appeal, and only the town hall can write it. Its words never stand
// here, except where the paper says that it is none.
//
// Paper is forgotten in trays. So a récépissé names nobody and repeats no
// answer, and its QR symbol holds the reference and the date alone. Only a
// caller that fills [Facts.Answers] gets answers printed.
//
// Every sentence is a text of kiosk/words (receipt.yaml) or of the pack.
package receipt
