// Package dialogue talks with a receipt printer: it sends a document, watches
// the sensors meanwhile, finds out whether the document became paper, and
// leaves nothing of one citizen's document for the next one's.
//
// It knows no command. A [Language] turns documents into bytes and replies
// into statuses: escpos is one, starline another.
//
// # How a document is printed
//
//	sensors ─ not ready ─► not printed, nothing was sent
//	  │ ready
//	the mouth of the presenter is empty, or is emptied
//	  │
//	leftovers of an abandoned document are cleared, and its slip is cut off
//	  │
//	bytes in chunks ◄─ the printer tells by itself when a sensor changes
//	  │
//	a question queued behind the last byte: its answer says that all before it
//	was printed (GS ( H), or only that it was processed, and then the sensors
//	are asked once more; or, from a kiosk printer without such a question, the
//	sensor of its mouth sees the paper come
//	  │
//	printed; or unknown, and the reason: the rest of the bytes is thrown away
//
// # Recovery
//
// What a document ends as, by what happens to the printer and when. "In the
// text" and "in a picture" are moments at which part of it is on paper; "at
// the end" is the last three hundredths. Package printertest plays every cell
// with every model.
//
//	                before       in the text  in a picture  at the end
//	paper out       not printed  unknown      unknown       unknown
//	near end        printed      printed      printed       printed
//	cover open      not printed  unknown      unknown       unknown
//	cutter jam      unknown      unknown      unknown       unknown
//	paper jam       not printed  unknown      unknown       unknown
//	head hot        not printed  printed      printed       printed
//	broken          not printed  unknown      unknown       unknown
//	feed button     not printed  printed      printed       printed
//	power cut       not printed  unknown      unknown       unknown
//	unplugged       not printed  unknown      unknown       unknown
//	muted           not printed  unknown      unknown       unknown
//	babbling        any          any          any           any
//	mouth blocked   not printed  -            -             -
//
// A jam of the cutter is only felt at the cut. A hot head and a pressed button
// make a document wait: it goes on by itself within Opts.Confirm, or ends as
// unknown. Muted is a broken wire from the printer; babbling, garbage that it
// says: whatever the outcome is then, "printed" is only said of a whole paper.
// A blocked mouth is a paper of before that nobody takes, before its time is
// over.
//
// After "unknown" and the mend, nothing is printed again by itself: whoever
// wants it asks, and the copy says DUPLICATA. The rest of the document is
// thrown away here and, where the model can clear its buffer, in the printer;
// where it cannot, it comes out when the printer goes on, and is cut off as a
// slip of its own before the next document begins. The next document is alone
// on its paper in every cell.
//
// What nobody notices: a line without flow control whose printer is slower than
// the bytes come, and noise that turns one letter into another. A serial line
// has no check sum. Every profile has flow control but that of the Pyramid
// Reliance, and the receipt fits into the smallest buffer of 4 KB.
package dialogue
