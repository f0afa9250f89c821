package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// screenTheme is Fyne's view of our colours and font. Fyne paints the window's
// background with it, and the letters that our font does not hold; all else is
// in the scene. Colours follow the view, so that a change of theme needs no
// new one (which would throw every texture away).
type screenTheme struct {
	s  *Screen
	gl bool // painted by OpenGL; the software painter of tests is exact
}

var _ fyne.Theme = (*screenTheme)(nil)

// Color is the page for the background, the text for the rest.
func (t *screenTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.s.palette()
	switch name {
	case theme.ColorNameBackground, theme.ColorNameOverlayBackground:
		if t.gl {
			return cleared(p[page])
		}
		return p[page]
	case theme.ColorNamePrimary, theme.ColorNameFocus, theme.ColorNameHyperlink:
		return p[main]
	case theme.ColorNameButton, theme.ColorNameInputBackground:
		return p[card]
	case theme.ColorNameError:
		return p[problem]
	case theme.ColorNameSuccess:
		return p[done]
	}
	return p[text]
}

// cleared is the colour that Fyne must be given for the window to have this
// one: its GL painter (2.8.1) divides 16-bit colours by 255 × 255, not by
// 65535, when it clears a window, which makes them lighter by 1 in 128.
func cleared(c color.Color) color.Color {
	r, g, b, a := c.RGBA()
	less := func(v uint32) uint16 { return uint16(v * (255 * 255) / 65535) }
	return color.RGBA64{R: less(r), G: less(g), B: less(b), A: uint16(a)}
}

// Font is ours; Fyne falls back to Noto Sans and the system's fonts for what
// it does not hold.
func (t *screenTheme) Font(style fyne.TextStyle) fyne.Resource {
	return faceOf(style.Bold).halves[0].res
}

// Icon is Fyne's own: no widget of the screen shows any.
func (t *screenTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size is Fyne's own, for the same reason.
func (t *screenTheme) Size(name fyne.ThemeSizeName) float32 { return theme.DefaultTheme().Size(name) }
