package ui

import (
	"errors"
	"sync"
	"time"

	"fyne.io/fyne/v2/canvas"

	"guichet/kiosk/call"
)

// film is the moving picture of one person: pictures come in on any goroutine,
// and go to a pane of the glass. Nothing of a picture is kept elsewhere.
type film struct {
	mu    sync.Mutex
	open  func(at rect) pane // makes a pane of that place
	ended func()             // what was below is to be painted anew; may be nil
	pane  pane               // nil: it has no place on this page
	at    rect
	last  time.Time // when the last picture was shown
	later *time.Timer
	lit   bool // a picture is on the glass
	shown uint64
}

// pane is a piece of the glass with pixels of its own. Its methods are called
// by one goroutine at a time.
type pane interface {
	// draw puts a picture where flip will show it from.
	draw(call.Frame)
	flip()
	// wipe leaves nothing of what was drawn, neither on the glass nor in memory.
	wipe()
	// close wipes and gives the place back.
	close()
	// pause is the least time between two flips.
	pause() time.Duration
	// object is what Fyne paints at the place; nil where it is not Fyne that
	// does.
	object() *canvas.Image
}

// Watch shows a picture of the other person, and an empty one takes it away at
// once. It may be called on any goroutine; the newest picture wins. The frame
// is not used after it returns. Where the page has no place for it, it is
// dropped.
func (s *Screen) Watch(f call.Frame) { s.films[person].show(f) }

// Self is [Screen.Watch] for the small picture of the citizen's own camera.
func (s *Screen) Self(f call.Frame) { s.films[citizen].show(f) }

// Films are how many pictures of the other person, and of the citizen, were shown
// so far. It may be called on any goroutine.
func (s *Screen) Films() [people]uint64 {
	var all [people]uint64
	for who, m := range s.films {
		m.mu.Lock()
		all[who] = m.shown
		m.mu.Unlock()
	}
	return all
}

var errNoXWindow = errors.New("ui: no X window is shown")

// Whose picture a film is.
const (
	person = iota
	citizen
	people
)

func (m *film) show(f call.Frame) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.pane == nil:
	case f.Empty():
		m.wipe()
	default:
		m.pane.draw(f)
		m.flip()
	}
}

// flip shows what was drawn, now or when the pause is over.
func (m *film) flip() {
	if m.later != nil {
		return
	}
	wait := m.pane.pause() - time.Since(m.last)
	if wait <= 0 {
		m.pane.flip()
		m.last, m.lit = time.Now(), true
		m.shown++
		return
	}
	var t *time.Timer
	t = time.AfterFunc(wait, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.later == t { // else it was wiped meanwhile
			m.later = nil
			m.flip()
		}
	})
	m.later = t
}

func (m *film) wipe() {
	if m.later != nil {
		m.later.Stop()
		m.later = nil
	}
	m.pane.wipe()
	if m.lit && m.ended != nil {
		m.ended()
	}
	m.lit = false
}

// place says where on the glass the film is; the zero place takes it away. It
// is called on Fyne's goroutine.
func (m *film) place(at rect) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at == m.at {
		return
	}
	m.at = at
	if m.pane != nil {
		m.wipe()
		m.pane.close()
		m.pane = nil
	}
	if at != (rect{}) {
		m.pane = m.open(at)
	}
}

// openPane makes a pane of its own on the display, else one that Fyne paints.
func (s *Screen) openPane(at rect, who int) pane {
	if s.glass == nil {
		s.glass, _ = openGlass(s.win)
	}
	if s.glass != nil {
		if p, err := s.glass.pane(at, who); err == nil {
			return p
		}
	}
	return newFynePane()
}

// object is what Fyne paints for it, or nil.
func (m *film) object() *canvas.Image {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pane == nil {
		return nil
	}
	return m.pane.object()
}
