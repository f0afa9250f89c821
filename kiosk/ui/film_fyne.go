package ui

import (
	"image"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/call"
)

// fynePane shows pictures through Fyne, where the display lets us do no better.
// Fyne paints the whole window for each, so there are few.
type fynePane struct {
	mu   sync.Mutex
	next []byte // the newest picture, as it came
	w, h int

	// Of Fyne's goroutine:
	img   *image.RGBA
	shown *canvas.Image
}

// fynePause: by software GL, a page of 1920×1080 costs 20 to 25 ms of a
// processor each time that it is painted (measured: Fyne 2.8.1, llvmpipe), and
// most of that is for its pixels, whatever is on it.
const fynePause = time.Second / 10

func newFynePane() *fynePane {
	p := &fynePane{img: image.NewRGBA(image.Rect(0, 0, 1, 1))}
	p.shown = canvas.NewImageFromImage(p.img)
	// Fastest leaves the scaling to GL; Smooth would do it in Go for each.
	p.shown.ScaleMode, p.shown.FillMode = canvas.ImageScaleFastest, canvas.ImageFillContain
	return p
}

func (p *fynePane) draw(f call.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next, p.w, p.h = append(p.next[:0], f.Pix...), f.Width, f.Height
}

func (p *fynePane) flip() { fyne.Do(p.take) }

// take is on Fyne's goroutine: there the texture is made from the pixels.
func (p *fynePane) take() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.next) == 0 {
		return // wiped
	}
	if size := image.Rect(0, 0, p.w, p.h); p.img.Rect != size {
		clear(p.img.Pix)
		p.img = image.NewRGBA(size)
		p.shown.Image = p.img
	}
	copy(p.img.Pix, p.next)
	p.shown.Refresh()
}

func (p *fynePane) wipe() {
	p.mu.Lock()
	clear(p.next[:cap(p.next)])
	p.next = p.next[:0]
	p.mu.Unlock()
	fyne.Do(func() {
		clear(p.img.Pix)
		p.shown.Refresh() // Fyne deletes the texture and makes one of nothing
	})
}

func (p *fynePane) close()                { p.wipe() }
func (p *fynePane) pause() time.Duration  { return fynePause }
func (p *fynePane) object() *canvas.Image { return p.shown }
