package escpos

import (
	"golang.org/x/text/encoding/charmap"

	"guichet/drivers/printer"
)

// charmaps are the code pages that a profile may name. The order to try them
// in is the profile's; a page is never picked only because it has a character:
// the euro sign is also on Greek and Turkish pages.
var charmaps = map[string]*charmap.Charmap{
	"cp1252": charmap.Windows1252, // all 44 French characters
	"cp858":  charmap.CodePage858, // no œ, Œ, Ÿ, curly apostrophe, dash, ellipsis
	"cp850":  charmap.CodePage850, // cp858 without the euro sign
}

// onPage returns the byte that r has on the page.
func onPage(page printer.CodePage, r rune) (byte, bool) {
	if r < 0x80 {
		return byte(r), r >= ' ' && r != 0x7F
	}
	return charmaps[page.Name].EncodeRune(r)
}

// findPage returns the index of the first page that has r: first the one in
// use, so that the printer is not switched without need.
func findPage(pages []printer.CodePage, inUse int, r rune) (index int, b byte, ok bool) {
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
