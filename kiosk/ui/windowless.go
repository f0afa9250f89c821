package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// windowless is the app that Fyne asks while it paints for a [Painter]: on
// which canvas an object lies, in which font and colours. The methods that are
// not here are about windows, which a Painter has none of.
type windowless struct {
	fyne.App
	driver   oneCanvas
	settings plainSettings
}

func (a *windowless) Driver() fyne.Driver     { return &a.driver }
func (a *windowless) Settings() fyne.Settings { return &a.settings }

// oneCanvas is a driver with one canvas and no window.
type oneCanvas struct {
	fyne.Driver
	canvas fyne.Canvas
}

func (d *oneCanvas) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return d.canvas }
func (d *oneCanvas) AllWindows() []fyne.Window                     { return nil }

func (d *oneCanvas) AbsolutePositionForObject(o fyne.CanvasObject) fyne.Position { return o.Position() }

func (d *oneCanvas) DoFromGoroutine(f func(), _ bool) { f() }

// RenderedTextSize is the box of a line of text in the font file that it is
// drawn with: Fyne centres it in its object, and cuts what sticks out. Kerning is
// not measured here, so the box has room to spare at the right.
func (d *oneCanvas) RenderedTextSize(s string, size float32, style fyne.TextStyle, source fyne.Resource) (fyne.Size, float32) {
	bold := style.Bold
	for _, h := range faceOf(true).halves {
		bold = bold || source == fyne.Resource(h.res)
	}
	up, whole := lineOf(bold)
	size = stride(size)
	return fyne.NewSize(ceil(textWidth(s, size, bold)*1.02+size), sixtyFourths(up*size)+sixtyFourths((whole-up)*size)), up * size
}

// sixtyFourths cuts a length off as Fyne's shaper does.
func sixtyFourths(v float32) float32 { return float32(int(v*64)) / 64 }

// plainSettings are those of a screen.
type plainSettings struct {
	fyne.Settings
	theme screenTheme
}

func newSettings() plainSettings { return plainSettings{theme: screenTheme{s: &Screen{}}} }

func (s *plainSettings) Theme() fyne.Theme               { return &s.theme }
func (s *plainSettings) ThemeVariant() fyne.ThemeVariant { return theme.VariantLight }
func (s *plainSettings) PrimaryColor() string            { return theme.ColorBlue }
func (s *plainSettings) ShowAnimations() bool            { return false }
func (s *plainSettings) Scale() float32                  { return 1 }
