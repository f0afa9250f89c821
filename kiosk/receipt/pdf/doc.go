// Package pdf puts a [printer.Document] on A4. It takes the very document that
// the thermal printer gets, so screen, roll and sheet say the same words.
//
// The typeface is the screen's (kiosk/font), embedded as a subset. Letters are
// looked up before anything is drawn: a text that the typeface cannot write is
// a [*GlyphError], never a box or a wrong letter (fpdf writes mojibake and says
// nothing).
//
// The same document and [Meta] give the same bytes. The file names its language
// and its title, and text can be searched and copied; it is not tagged (PDF/UA)
// because fpdf cannot do that.
//
// # What is drawn otherwise than on the roll
//
// The first [printer.Postal] stands behind the window of the envelope, and what
// comes before it is the letterhead beside it; a later one stands in the text.
// Symbols are drawn, not pictures: sharp at any size. [printer.Document].Large
// is 18 points. A picture prints in its greys: its Dither is for the roll.
//
// [Guide] draws another sheet, the one that hangs beside the kiosk for the front
// desk, from Markdown and from drawings of its own (figure.go).
//
// [NewPrinter] makes a [printer.Printer] of whatever prints a PDF.
package pdf
