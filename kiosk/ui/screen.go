package ui

import (
	"os"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"guichet/kiosk/session"
)

// Options are what a screen needs.
type Options struct {
	// Send takes the citizen's events. It is called on Fyne's goroutine and
	// must not block.
	Send func(session.Event)
	// Panel is the glass in millimetres, from the configuration; the zero
	// Panel asks Display.
	Panel Panel
	// Display tells the glass in millimetres from the display itself; nil is
	// [DisplayMM]. Where it knows nothing, a 21.5-inch panel is assumed.
	Display func() Panel
	// Window is the size of a window beside others, for development; the zero
	// Size is the whole screen.
	Window fyne.Size
}

// Screen shows views and sends events. Its methods are called on Fyne's
// goroutine (fyne.Do).
type Screen struct {
	opts    Options
	win     fyne.Window
	stage   *stage
	drawing *drawing
	pulse   *pulse

	films [people]*film
	glass *xGlass // nil until a film is shown

	m     metrics
	panel Panel
	view  *session.View
	local *local
	scene *scene

	pressed int  // control under the finger, or -1
	held    int  // control on which the finger came down, or -1
	blank   bool // it came down on nothing
	tapped  tap  // the last press
	now     func() time.Time
	after   func(time.Duration, func()) (stop func() bool)
	shift   bool
	writing bool  // a finger draws in a signature
	hold    *hold // a finger rests on the corner; else nil
	flood   flood
	deaf    bool   // to the finger on the glass: there were too many
	presses uint64 // fingers that left the glass, handled
}

// Prepare sets what Fyne reads from the environment when it starts: one unit
// is one pixel, whatever the display says. Call it before app.New.
func Prepare() {
	os.Setenv("FYNE_SCALE", "1")
	os.Setenv("FYNE_DISABLE_DPI_DETECTION", "1")
}

// New makes the window: full screen, without decorations, menus or shortcuts,
// and nothing that closes it but the program's end. It is shown with the first
// view.
func New(app fyne.App, opts Options) *Screen {
	if opts.Send == nil {
		opts.Send = func(session.Event) {}
	}
	s := &Screen{
		opts: opts, drawing: newDrawing(), pulse: newPulse(), pressed: -1, held: -1,
		panel: opts.Panel, now: time.Now, after: later,
	}
	if !s.panel.known() {
		s.panel = s.display()
	}
	s.drawing.below = []fyne.CanvasObject{s.pulse.Raster}
	s.stage = newStage(s)
	for who := range s.films {
		s.films[who] = &film{
			open:  func(at rect) pane { return s.openPane(at, who) },
			ended: func() { fyne.Do(s.paint) },
		}
	}
	s.drawing.film = func(who int) *canvas.Image { return s.films[who].object() }
	_, gl := app.Driver().(desktop.Driver)
	app.Settings().SetTheme(&screenTheme{s: s, gl: gl})
	s.win = newWindow(app)
	s.win.SetPadded(false)
	s.win.SetCloseIntercept(func() {})
	s.win.SetContent(s.stage)
	if opts.Window.IsZero() {
		s.win.SetFullScreen(true)
	} else {
		s.win.Resize(opts.Window)
	}
	s.win.Canvas().Focus(s.stage)
	return s
}

func (s *Screen) display() Panel {
	if s.opts.Display != nil {
		return s.opts.Display()
	}
	return DisplayMM()
}

// newWindow makes a window without decorations, where the driver can.
func newWindow(app fyne.App) fyne.Window {
	if d, ok := app.Driver().(desktop.Driver); ok {
		return d.CreateSplashWindow()
	}
	return app.NewWindow("")
}

// Shrinks is 1 on a panel that is large enough; else how many times smaller
// than the sizes of this package everything is, so that nothing is cut.
func (s *Screen) Shrinks() float64 {
	if !s.panel.known() {
		return 1
	}
	return s.panel.turned(s.m.W, s.m.H).shrinks()
}

// Window is the screen's window.
func (s *Screen) Window() fyne.Window { return s.win }

// Show shows a view. A view of the page that is already shown changes it in
// place: the letters being typed, the caret and a finger on the glass stay.
func (s *Screen) Show(v session.View) {
	before := s.local
	s.local = before.goOn(&v)
	before.leave(s.local)
	if before == nil || before.page != s.local.page {
		s.pressed, s.held, s.blank, s.writing = -1, -1, false, false
	}
	s.view = &v
	s.compose()
}

// compose draws the view as it stands.
func (s *Screen) compose() {
	if s.view == nil || s.m.W < 16 || s.m.H < 16 {
		return
	}
	s.m = newMetrics(s.m.W, s.m.H, s.panel, s.view.Size)
	held := ""
	if s.held >= 0 {
		held = s.scene.controls[s.held].id
	}
	s.scene = compose(s.view, s.local, s.m)
	if held != "" {
		same := s.scene.named(held)
		if s.pressed >= 0 {
			s.pressed = same
		}
		s.held = same
	}
	for who, f := range s.films {
		f.place(s.scene.films[who])
	}
	pal := s.palette()
	s.drawing.show(s.scene, pal, s.pressed)
	s.drawing.focus(s.scene, pal, s.m, s.scene.named(s.local.focus))
	s.paint()
}

func (s *Screen) palette() *palette {
	t := session.Light
	if s.view != nil {
		t = s.view.Theme
	}
	p := palettes[t]
	return &p
}

// paint asks for a new frame. The texture of the pulse is one pixel, so that
// nothing else is thrown away for it.
func (s *Screen) paint() { s.win.Canvas().Refresh(s.pulse.Raster) }

func (s *Screen) resize(w, h float32) {
	if w == s.m.W && h == s.m.H {
		return
	}
	s.m.W, s.m.H = w, h
	s.compose()
}

// Control is something on the screen that can be pressed, in reading order.
type Control struct {
	ID, Label  string
	X, Y, W, H float32       // pixels
	Do         session.Event // what it sends; nil where it changes the screen only
	Types      string        // the letters of a key, as they stand
}

// Controls are those of the page that is shown: for a script that presses
// them, and for tests.
func (s *Screen) Controls() []Control {
	if s.scene == nil {
		return nil
	}
	out := make([]Control, len(s.scene.controls))
	for i, c := range s.scene.controls {
		out[i] = Control{c.id, c.label, c.at.X, c.at.Y, c.at.W, c.at.H, c.act.send, c.types}
	}
	return out
}

// Moment is what the screen shows at one moment, for a script.
type Moment struct {
	View     session.View
	Controls []Control
	Field    string // the field with the caret
	Presses  uint64 // fingers that left the glass, handled so far
	// Films are the pictures shown so far, of the other person in calls and of
	// the citizen.
	Films [people]uint64
}

// unmasked is a view without what its masked fields hold, if a view says it at
// all: a script writes down what it sees.
func unmasked(v session.View) session.View {
	v.Blocks = slices.Clone(v.Blocks)
	for i, b := range v.Blocks {
		if f, ok := b.(session.Fields); ok {
			f.Items = slices.Clone(f.Items)
			for j := range f.Items {
				if f.Items[j].Masked {
					f.Items[j].Value = session.Text{}
				}
			}
			v.Blocks[i] = f
		}
	}
	return v
}

// Moment is the screen now.
func (s *Screen) Moment() Moment {
	m := Moment{Controls: s.Controls(), Presses: s.presses, Films: s.Films()}
	if s.view != nil {
		m.View, m.Field = unmasked(*s.view), s.local.field
	}
	return m
}
