// Package printer is the contract between a document and the machine that
// puts it on paper.
//
// A [Document] says what a person is to read: lines, rules, a QR symbol. It
// knows no command of any maker. A [Printer] turns it into paper and answers
// with an [Outcome]: printed, not printed, or unknown. Unknown is a result in
// its own right: the printer took the bytes and then said nothing, so the
// paper may have come out or not. Nobody may print the same document again by
// himself after that; only a person may ask, and the copy says DUPLICATA.
//
// A [Profile] is what differs between two printers of the same language, as
// data: columns, dots, code pages, the QR dialect, the cutter.
//
// A [Status] is what the sensors say, in one shape for every maker.
package printer
