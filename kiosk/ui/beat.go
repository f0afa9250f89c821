package ui

import (
	"image"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// pulse is one transparent pixel below everything. To be refreshed, it must be
// painted, and Fyne asks for its picture at the moment when it paints: so it
// counts frames, and asks for them.
type pulse struct {
	*canvas.Raster
	painted atomic.Uint64
}

func newPulse() *pulse {
	p := &pulse{}
	clear := image.NewRGBA(image.Rect(0, 0, 1, 1))
	p.Raster = canvas.NewRaster(func(int, int) image.Image {
		p.painted.Add(1)
		return clear
	})
	p.Raster.Resize(fyne.NewSize(1, 1))
	return p
}

// Beat asks for one frame, as anything that changes does. Whoever watches over
// the screen calls it from time to time and looks whether [Screen.Painted] grows.
func (s *Screen) Beat() { s.paint() }

// Painted is how many of the frames that were asked for have been painted. It
// grows by one for several that were asked for at once, and not at all while the
// window is hidden, while Fyne's goroutine hangs, or while the display or its
// driver keeps a frame. It may be called on any goroutine.
func (s *Screen) Painted() uint64 { return s.pulse.painted.Load() }
