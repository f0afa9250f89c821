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
package pdf
