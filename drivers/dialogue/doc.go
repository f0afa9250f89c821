// Package dialogue talks with a receipt printer: it sends a document, watches
// the sensors meanwhile, finds out whether the document became paper, and
// leaves nothing of one citizen's document for the next one's.
//
// It knows no command. A [Language] turns documents into bytes and replies
// into statuses: escpos is one, starline another.
package dialogue
