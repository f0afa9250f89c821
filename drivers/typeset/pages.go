package typeset

import (
	"golang.org/x/text/encoding/charmap"

	"guichet/drivers/printer"
)

// table returns the character set that a profile names; nil for one that is
// not known. The order to try them in is the profile's; a page is never picked
// only because it has a character: the euro sign is also on Greek and Turkish
// pages.
func table(name string) *charmap.Charmap {
	switch name {
	case "cp1252":
		return charmap.Windows1252 // all 44 French characters
	case "cp858":
		return charmap.CodePage858 // no œ, Œ, Ÿ, curly apostrophe, dash, ellipsis
	case "cp850":
		return charmap.CodePage850 // cp858 without the euro sign
	}
	return nil
}

// FindPage returns the byte of r and the index in pages of the first page that
// has it: first the one in use (-1 for none), so that the printer is not
// switched without need. ASCII is the same on every page: its byte is below
// 80h, and nothing need be switched for it. ok is false where no page has r,
// and for control characters.
func FindPage(pages []printer.CodePage, inUse int, r rune) (index int, b byte, ok bool) {
	if r < 0x80 {
		return max(inUse, 0), byte(r), r >= ' ' && r != 0x7F
	}
	if inUse >= 0 {
		if b, ok := onPage(pages[inUse], r); ok {
			return inUse, b, true
		}
	}
	for i, page := range pages {
		if b, ok := onPage(page, r); ok {
			return i, b, true
		}
	}
	return 0, 0, false
}

// onPage returns the byte of r, which is not ASCII, on the page.
func onPage(page printer.CodePage, r rune) (byte, bool) {
	t := table(page.Name)
	if t == nil || r < 0xA0 { // a control character of ISO 6429
		return 0, false
	}
	if t == charmap.Windows1252 && r <= 0xFF {
		return byte(r), true // Latin-1 keeps its places there
	}
	return t.EncodeRune(r)
}
