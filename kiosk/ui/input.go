package ui

import (
	"maps"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"guichet/forms"
	"guichet/kiosk/session"
)

// down is a finger that arrives: what is under it looks pressed at once.
func (s *Screen) down(x, y float32) {
	s.holdEnd()
	if s.deaf = !s.flood.lets(s.now()); s.deaf {
		return
	}
	s.opts.Send(session.Touched{})
	if s.scene == nil || s.tapped.again(x, y, s) {
		return
	}
	s.holdDown(x, y)
	s.held = s.scene.find(x, y)
	s.blank = s.held < 0
	s.unfocus()
	if s.writes() {
		s.penDown(x, y)
		return
	}
	s.look(s.held)
}

// DoubleTap is how long the place where a finger pressed is deaf once another
// page stands there.
const DoubleTap = 300 * time.Millisecond

// tap is a press: when, where, and on which page.
type tap struct {
	at   time.Time
	x, y float32
	page session.PageID
}

// again tells whether a finger that arrives is the second half of a double tap
// on a page that is gone: Continue stands where it stood, and would answer a
// question that nobody has read.
func (t tap) again(x, y float32, s *Screen) bool {
	near := s.m.mm(touchSide) / 2
	return t.page != s.local.page && s.now().Sub(t.at) < DoubleTap &&
		x > t.x-near && x < t.x+near && y > t.y-near && y < t.y+near
}

// slide shows whether the finger still lies on what it pressed.
func (s *Screen) slide(x, y float32) {
	s.holdSlide(x, y)
	if s.held < 0 {
		return
	}
	if s.writes() {
		s.penMove(x, y)
		return
	}
	if s.scene.controls[s.held].at.contains(x, y) {
		s.look(s.held)
	} else {
		s.look(-1)
	}
}

// up is a finger that leaves: it presses where it had come down, and nothing
// elsewhere.
func (s *Screen) up(x, y float32) {
	defer func() { s.presses++ }()
	s.holdEnd()
	if s.scene == nil || s.deaf {
		return
	}
	if s.writes() {
		s.penMove(x, y)
		s.penUp()
	}
	held, blank := s.held, s.blank
	s.held, s.blank = -1, false
	s.look(-1)
	switch {
	case held >= 0 && s.scene.controls[held].draws:
	case held >= 0 && s.scene.controls[held].at.contains(x, y):
		s.tapped = tap{s.now(), x, y, s.local.page}
		s.do(s.scene.controls[held].act)
	case blank && s.scene.find(x, y) < 0:
		s.tapped = tap{s.now(), x, y, s.local.page}
		s.do(s.scene.anywhere)
	}
}

// look changes which control looks pressed.
func (s *Screen) look(ctl int) {
	if ctl == s.pressed {
		return
	}
	before := s.pressed
	s.pressed = ctl
	pal := s.palette()
	for _, c := range [2]int{before, ctl} {
		if c >= 0 {
			s.drawing.press(s.scene, pal, c, ctl)
		}
	}
	s.paint()
}

// do is what a control does when it is pressed.
func (s *Screen) do(a action) {
	if a.local != nil {
		a.local(s.local)
	}
	if e, ok := a.send.(session.Typed); ok {
		s.local.take(e.Input)
	}
	if a.send != nil {
		s.opts.Send(s.filled(a))
	}
	if a.typed {
		s.opts.Send(session.Typed{Page: s.local.page, Input: s.local.input()})
	}
	if a.local != nil {
		s.compose()
	}
}

// filled puts the letters into an answer.
func (s *Screen) filled(a action) session.Event {
	e, ok := a.send.(session.Answered)
	if !ok || !a.input || len(s.local.values) == 0 {
		return a.send
	}
	in := forms.Input{}
	maps.Copy(in, e.Input)
	maps.Copy(in, s.local.values)
	e.Input = in
	return e
}

// unfocus takes the ring away: a finger needs none.
func (s *Screen) unfocus() {
	if s.local != nil && s.local.focus != "" {
		s.local.focus = ""
		s.ring()
	}
}

func (s *Screen) ring() {
	s.drawing.focus(s.scene, s.palette(), s.m, s.scene.named(s.local.focus))
	s.paint()
}

// rune is a letter of a real keyboard: it goes into the field with the caret.
func (s *Screen) rune(r rune) {
	s.opts.Send(session.Touched{})
	if s.view == nil || s.local.langs || r == ' ' && s.onControl() {
		return
	}
	v := front(s.view)
	f, ok := s.local.active(v)
	if !ok || f.Pad == forms.PadNone || f.Pad == forms.PadMonth || !takes(f, r) {
		return
	}
	s.do(action{typed: true, local: func(l *local) { l.insert(f, string(r)); l.unpick(v, f); l.full(v, f) }})
}

// onControl says that the ring is on something that Space presses.
func (s *Screen) onControl() bool {
	return s.local.focus != "" && s.local.focus != "field:"+s.local.field
}

// modifier follows the shift key: Fyne's key events do not carry it.
func (s *Screen) modifier(name fyne.KeyName, down bool) {
	if name == desktop.KeyShiftLeft || name == desktop.KeyShiftRight {
		s.shift = down
	}
}

// key is another key of a real keyboard.
func (s *Screen) key(name fyne.KeyName) {
	s.opts.Send(session.Touched{})
	if s.scene == nil {
		return
	}
	switch name {
	case fyne.KeyTab:
		if s.shift {
			s.step(-1)
		} else {
			s.step(1)
		}
	case fyne.KeyRight, fyne.KeyDown:
		s.step(1)
	case fyne.KeyLeft, fyne.KeyUp:
		s.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter:
		s.enter()
	case fyne.KeySpace:
		if s.onControl() {
			s.activate(s.local.focus)
		}
	case fyne.KeyBackspace:
		if i := s.scene.named("key:erase"); i >= 0 {
			s.do(s.scene.controls[i].act)
		}
	}
}

// step moves the ring to the next control in reading order, and round again.
func (s *Screen) step(by int) {
	n := len(s.scene.controls)
	if n == 0 {
		return
	}
	i := s.scene.named(s.local.focus)
	if i < 0 && by < 0 {
		i = 0
	}
	i = (i + by + n) % n
	s.local.focus = s.scene.controls[i].id
	s.ring()
}

// enter presses what has the ring, else the main button.
func (s *Screen) enter() {
	switch {
	case s.onControl():
		s.activate(s.local.focus)
	case s.view.Overlay != nil:
		s.activate("overlay:0")
	case talks(s.view):
		s.activate("talk:line")
	default:
		s.activate("next")
	}
}

func (s *Screen) activate(id string) {
	if i := s.scene.named(id); i >= 0 {
		s.do(s.scene.controls[i].act)
	}
}
