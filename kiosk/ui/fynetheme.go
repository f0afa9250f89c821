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
type screenTheme struct{ s *Screen }

var _ fyne.Theme = (*screenTheme)(nil)

// Color is the page for the background, the text for the rest.
func (t *screenTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.s.palette()
	switch name {
	case theme.ColorNameBackground, theme.ColorNameOverlayBackground:
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
