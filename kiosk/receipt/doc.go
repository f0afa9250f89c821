// Package receipt writes every paper that a citizen takes home:
//
//	Build         the récépissé de dépôt: what the kiosk took
//	Attestation   the proof of a deposit, to show to others
//	Contacts      whom to talk to
//	CallSlip      whom to call, or who calls back, after a call that nobody took
//	Documents     what to bring, with a box before each
//	Reminders     what to do on a day to come, with its symbols
//	Sheet         the form filled in, to hand over at a counter
//	ExitSlip      the address that an exit page gives
//	Notification  what the authority says: accusé de réception, decision …
//
// It makes a [printer.Document]; the driver puts it on a roll of 48, 42 or 32
// columns, kiosk/receipt/pdf on A4, in the same words. [Facts.Large] is large
// print, 24, 21 or 16 columns; [Facts.Copy] marks a reprint.
//
// A récépissé says what the kiosk took: what, when, under which reference, who
// deals with it, by when, whom to call. It is not the *accusé de réception* of
// article R112-5 of the code des relations entre le public et
// l’administration: that one names the date of an implicit decision and the
// ways of appeal, and only the town hall can write it (forms/notice). Its words
// stand on a [Notification] alone, except where a paper says that it is none.
//
// Paper is forgotten in trays. So what comes out unasked names nobody and
// repeats no answer, not even by a date or a document that follows from one,
// and the QR symbol of a récépissé holds the reference and the date alone.
// [Sheet], [Reminders], the [Documents] of a submission and [Facts.Answers] are
// for who asks for them and stands there; a [Notification] is for its addressee.
//
// Every sentence is a text of kiosk/words (receipt.yaml, notice.yaml), of the
// pack, or of a template of forms/notice.
package receipt
