// Package typeset lays a document out for a roll of paper, for any language of
// printers: it spells the text with the characters that the model has, breaks
// it into lines, sizes symbols and turns pictures into dots.
//
// [Compose] walks through a document and tells a [Sink] what to print, line by
// line; a driver's encoder is a Sink and knows only commands. [FindPage] tells
// it where a character is.
//
// What a model cannot do is done here. A typographic sign that no code page has
// is written as a typewriter would. A letter that none has is never replaced,
// because it is part of somebody's name or of the spelling: its line is drawn,
// with Go Mono, and printed as dots. So is a symbol that the printer does not
// know.
//
// Large documents have every letter twice as wide and twice as high, and twice
// the white between paragraphs.
package typeset
