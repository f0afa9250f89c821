package ui

import (
	"image/color"
	"math"

	"guichet/kiosk/session"
)

// role is what a colour is for. A scene names roles; the palette of the theme
// says which colour each one is.
type role uint8

const (
	none    role = iota // not painted
	page                // behind everything
	card                // behind what can be touched or typed in
	text                // sentences
	quiet               // help, labels, outlines
	main                // the main button, links, the focus
	onMain              // text on it
	done                // it worked
	problem             // something to mend
	rule                // a thin line between two things; says nothing alone
	dim                 // over the page, under an overlay
	roles
)

// palette is a colour for each role.
type palette [roles]color.NRGBA

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF}
}

// palettes are the three sets of colours.
var palettes = map[session.Theme]palette{
	session.Light: {
		page: rgb(0xF3F1EC), card: rgb(0xFFFFFF), text: rgb(0x16181D), quiet: rgb(0x3A3F4A),
		main: rgb(0x0B3D91), onMain: rgb(0xFFFFFF), done: rgb(0x0A5C36), problem: rgb(0x8F0A1C),
		rule: rgb(0xD9D5CB), dim: {0x16, 0x18, 0x1D, 0xB0},
	},
	session.Dark: {
		page: rgb(0x0E1116), card: rgb(0x1A1F27), text: rgb(0xF5F7FA), quiet: rgb(0xC6CCD6),
		main: rgb(0x9DC1FF), onMain: rgb(0x0E1116), done: rgb(0x7FE0A8), problem: rgb(0xFFB3B8),
		rule: rgb(0x333A45), dim: {0x00, 0x00, 0x00, 0xC0},
	},
	session.Contrast: {
		page: rgb(0x000000), card: rgb(0x000000), text: rgb(0xFFFFFF), quiet: rgb(0xFFFFFF),
		main: rgb(0xFFE600), onMain: rgb(0x000000), done: rgb(0xFFFFFF), problem: rgb(0xFFE600),
		rule: rgb(0xFFFFFF), dim: {0x00, 0x00, 0x00, 0xE0},
	},
}

// pair is a colour on another one as the screen uses them.
type pair struct {
	on, under role
	least     float64 // contrast, WCAG 2.2
}

// Text needs 7:1 (success criterion 1.4.6), the outline of a control and the
// focus 3:1 (1.4.11).
const (
	leastText    = 7.0
	leastOutline = 3.0
)

// pairs are all the colours that a scene puts on one another. [compose] may
// use no other: a test checks each page against this table, and this table
// against the palettes.
var pairs = []pair{
	{text, page, leastText}, {text, card, leastText},
	{quiet, page, leastText}, {quiet, card, leastText},
	{main, page, leastText}, {main, card, leastText},
	{onMain, main, leastText},
	{page, text, leastText}, // a pressed main button
	{done, page, leastText}, {done, card, leastText},
	{onMain, done, leastText},
	{problem, page, leastText}, {problem, card, leastText},
}

// contrast is the contrast ratio of two opaque colours: WCAG 2.2, "contrast
// ratio" and "relative luminance".
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}
