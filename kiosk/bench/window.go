package bench

import (
	"fmt"
	"image"
	"image/draw"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// window is the paper and the buttons.
type window struct {
	bench *Bench
	paper *canvas.Image
	state *widget.Label
	clock *widget.Label
}

// Window makes the second window; the caller shows it. Its buttons are for
// whoever develops or demonstrates, not for a citizen. do runs a function on
// Fyne's goroutine.
func (b *Bench) Window(a fyne.App, do func(func())) fyne.Window {
	w := &window{bench: b, paper: canvas.NewImageFromImage(nil), state: widget.NewLabel(""), clock: widget.NewLabel("")}
	w.paper.FillMode = canvas.ImageFillContain
	w.paper.ScaleMode = canvas.ImageScaleFastest
	w.state.Wrapping, w.clock.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	b.Printer.OnChange(func() { do(w.refresh) })
	win := a.NewWindow("Guichet: bench")
	buttons := container.NewVBox(w.buttons()...)
	win.SetContent(container.NewBorder(nil, nil, nil, container.NewVScroll(buttons), w.paper))
	win.Resize(fyne.NewSize(640, 800))
	w.refresh()
	return win
}

func (w *window) buttons() []fyne.CanvasObject {
	p := w.bench.Printer
	press := func(label string, f func()) fyne.CanvasObject {
		return widget.NewButton(label, func() { f(); w.refresh() })
	}
	return []fyne.CanvasObject{
		widget.NewLabelWithStyle("Printer", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), w.state,
		press("Take the paper away", p.PaperOut), press("Paper ends in 30 mm", func() { p.PaperOutAfter(30) }),
		press("Put a roll in", p.LoadPaper), press("Open the cover", p.OpenCover), press("Close the cover", p.CloseCover),
		press("Unplug", p.Unplug), press("Plug in", func() { w.report(p.Plug()) }),
		press("Cut the power", p.PowerOff), press("Switch on", p.PowerOn),
		press("Stop answering", p.Mute), press("Answer again", p.Speak), press("Tear the paper off", p.Tear),
		widget.NewLabelWithStyle("Clock", fyne.TextAlignLeading, fyne.TextStyle{Bold: true}), w.clock,
		press("A day later", func() { w.bench.Jump(24 * time.Hour) }),
		press("A year later", func() { w.bench.Jump(365 * 24 * time.Hour) }),
		press("A year earlier", func() { w.bench.Jump(-365 * 24 * time.Hour) }),
	}
}

func (w *window) report(err error) {
	if err != nil {
		w.state.SetText(err.Error())
	}
}

func (w *window) refresh() {
	w.state.SetText(w.words())
	w.clock.SetText(w.bench.Now().Format("Mon 2 Jan 2006, 15:04"))
	if img := w.bench.LastPaper(); img != nil {
		w.paper.Image = img
		w.paper.Refresh()
	}
}

func (w *window) words() string {
	s := w.bench.Printer.State()
	words := fmt.Sprintf("Cuts: %d\nPaper: %.0f mm", s.Cuts, s.Fed)
	for _, c := range []struct {
		is   bool
		word string
	}{
		{!s.Plugged, "unplugged"}, {!s.Powered, "no power"}, {s.PaperOut, "no paper"},
		{s.NearEnd, "near the end"}, {s.CoverOpen, "cover open"}, {s.Muted, "silent"}, {s.Held, "holds the line"},
	} {
		if c.is {
			words += "\n" + c.word
		}
	}
	return words
}

// LastPaper is the last sheet with what hangs out under it, or nil.
func (b *Bench) LastPaper() image.Image {
	hanging := b.Printer.Paper()
	sheets := b.Printer.Sheets()
	switch {
	case len(sheets) == 0 && hanging.Rect.Empty():
		return nil
	case len(sheets) == 0:
		return hanging
	case hanging.Rect.Empty():
		return sheets[len(sheets)-1].Image
	}
	return stack(sheets[len(sheets)-1].Image, hanging)
}

// stack puts one piece of paper under another, with a gap.
func stack(top, under image.Image) image.Image {
	const gap = 24
	t, u := top.Bounds(), under.Bounds()
	all := image.NewGray(image.Rect(0, 0, max(t.Dx(), u.Dx()), t.Dy()+gap+u.Dy()))
	for i := range all.Pix {
		all.Pix[i] = 0xC8
	}
	draw.Draw(all, image.Rect(0, 0, t.Dx(), t.Dy()), top, t.Min, draw.Src)
	draw.Draw(all, image.Rect(0, t.Dy()+gap, u.Dx(), t.Dy()+gap+u.Dy()), under, u.Min, draw.Src)
	return all
}
