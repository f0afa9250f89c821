package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// stage is the only widget: it covers the window, draws the scene and gives
// touches and keys to the screen. It always has Fyne's focus, so that Tab
// arrives here as any other key; the focus that a person sees is the screen's.
type stage struct {
	widget.BaseWidget
	s *Screen
}

var (
	_ desktop.Mouseable  = (*stage)(nil)
	_ desktop.Hoverable  = (*stage)(nil)
	_ desktop.Cursorable = (*stage)(nil)
	_ desktop.Keyable    = (*stage)(nil)
	_ fyne.Tabbable      = (*stage)(nil)
)

func newStage(s *Screen) *stage {
	w := &stage{s: s}
	w.ExtendBaseWidget(w)
	return w
}

func (w *stage) CreateRenderer() fyne.WidgetRenderer { return &stageRenderer{w.s} }

// Cursor: none. There is nothing to point with.
func (w *stage) Cursor() desktop.Cursor { return desktop.HiddenCursor }

// MouseDown is a finger that arrives, or the left button; X turns the one into
// the other.
func (w *stage) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		w.s.down(e.Position.X, e.Position.Y)
	}
}

// MouseUp is a finger that leaves.
func (w *stage) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		w.s.up(e.Position.X, e.Position.Y)
	}
}

// MouseIn is not used: nothing happens on hovering.
func (w *stage) MouseIn(*desktop.MouseEvent) {}

// MouseMoved shows whether a finger that slides would still press.
func (w *stage) MouseMoved(e *desktop.MouseEvent) { w.s.slide(e.Position.X, e.Position.Y) }

// MouseOut is a finger that slides off the glass.
func (w *stage) MouseOut() { w.s.slide(-1, -1) }

func (w *stage) FocusGained()              {}
func (w *stage) FocusLost()                {}
func (w *stage) AcceptsTab() bool          { return true }
func (w *stage) TypedRune(r rune)          { w.s.rune(r) }
func (w *stage) TypedKey(e *fyne.KeyEvent) { w.s.key(e.Name) }
func (w *stage) KeyDown(e *fyne.KeyEvent)  { w.s.modifier(e.Name, true) }
func (w *stage) KeyUp(e *fyne.KeyEvent)    { w.s.modifier(e.Name, false) }

// stageRenderer gives Fyne the objects of the drawing.
type stageRenderer struct{ s *Screen }

func (r *stageRenderer) Layout(size fyne.Size)        { r.s.resize(size.Width, size.Height) }
func (r *stageRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *stageRenderer) Objects() []fyne.CanvasObject { return r.s.drawing.shown }
func (r *stageRenderer) Refresh()                     {}
func (r *stageRenderer) Destroy()                     {}
