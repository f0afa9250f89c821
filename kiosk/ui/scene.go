package ui

import (
	"image"

	"guichet/kiosk/session"
)

// rect is a place on the screen in pixels.
type rect struct{ X, Y, W, H float32 }

func (r rect) right() float32  { return r.X + r.W }
func (r rect) bottom() float32 { return r.Y + r.H }

func (r rect) inset(v float32) rect { return rect{r.X + v, r.Y + v, r.W - 2*v, r.H - 2*v} }

func (r rect) contains(x, y float32) bool {
	return x >= r.X && x < r.right() && y >= r.Y && y < r.bottom()
}

func (r rect) within(o rect) bool {
	return r.X >= o.X && r.Y >= o.Y && r.right() <= o.right()+0.5 && r.bottom() <= o.bottom()+0.5
}

// kind is what an item draws.
type kind uint8

const (
	box     kind = iota // a filled or outlined rectangle
	line                // one line of text in one font file
	icons               // an icon
	picture             // an image, without smoothing
	strokes             // what a finger has drawn
	moving              // a film
	sketch              // a step of a drawing
)

// item is one thing that is painted. Items are painted in order.
type item struct {
	kind kind
	at   rect
	ctl  int // index of the control that it belongs to, or -1

	fill, edge role    // box
	width      float32 // of the edge, or of the pen

	ink  role   // text and icons
	on   role   // what the ink lies on
	text string // the words, or the name of the icon or the drawing
	size float32
	bold bool
	half int

	pic image.Image
	who int // of a film; number of the step of a drawing
}

// control is something that can be pressed, or that takes letters.
type control struct {
	id    string // the same for the same thing in the next scene of the page
	label string // what it says: for the focus, the keypad and the voice
	at    rect
	act   action
	main  bool // painted on the main colour
	on    role // what lies around it
	draws bool // a finger draws in it
	key   bool // a key of a keyboard: smaller targets are allowed
	types string
}

// action is what pressing does: it changes what the screen keeps for itself,
// or sends an event, or both.
type action struct {
	local func(*local)
	send  session.Event
	typed bool // a letter changed: tell the session
	input bool // send is a [session.Answered] that wants the letters
}

// scene is a page, composed.
type scene struct {
	items    []item
	controls []control
	anywhere action       // a touch on nothing, on the attract page
	films    [people]rect // where moving pictures go
	parts    int          // how many parts the page has
	cut      []string     // what found no room: a test wants none
}

// lower moves everything down.
func (s *scene) lower(by float32) {
	for i := range s.items {
		s.items[i].at.Y += by
	}
	for i := range s.controls {
		s.controls[i].at.Y += by
	}
}

// find is the control under a point, or -1. The last one painted is on top.
func (s *scene) find(x, y float32) int {
	for i := len(s.controls) - 1; i >= 0; i-- {
		if s.controls[i].at.contains(x, y) {
			return i
		}
	}
	return -1
}

// named is the index of a control by its id, or -1.
func (s *scene) named(id string) int {
	for i := range s.controls {
		if s.controls[i].id == id {
			return i
		}
	}
	return -1
}
