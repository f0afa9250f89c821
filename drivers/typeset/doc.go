// Package typeset lays a document out for a roll of paper, for any language of
// printers: it spells the text with the characters that the model has, breaks
// it into lines, sizes symbols and turns pictures into dots.
//
// [Compose] walks through a document and tells a [Sink] what to print, line by
// line; a driver's encoder is a Sink and knows only commands.
package typeset
