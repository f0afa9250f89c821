package calltest

import (
	"context"
	"sync"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// talk is what passes between kiosk and desk: text, papers, pictures.
type talk struct {
	mu          sync.Mutex
	over        bool
	watch, self func(call.Frame)
	heard       func(string)
	told        func(wire.Desk)
	given       func(wire.File)
	text        string
	messages    []wire.Desk
	files       []wire.File
	fails       error
}

func (k *talk) end() {
	k.mu.Lock()
	watch, self := k.watch, k.self
	k.over, k.watch, k.self = true, nil, nil
	k.mu.Unlock()
	for _, f := range []func(call.Frame){watch, self} {
		if f != nil {
			f(call.Frame{}) // the last picture never stays on the screen
		}
	}
}

// Show sends a picture of the other side, if somebody watches.
func (c *Call) Show(f call.Frame) { show(c.desk, &c.desk.watch, f) }

// ShowSelf sends one of our own camera.
func (c *Call) ShowSelf(f call.Frame) { show(c.desk, &c.desk.self, f) }

func show(k *talk, to *func(call.Frame), f call.Frame) {
	k.mu.Lock()
	shown := *to
	k.mu.Unlock()
	if shown != nil {
		shown(f)
	}
}

// Watched tells that somebody takes the pictures of the other side.
func (c *Call) Watched() bool {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	return c.desk.watch != nil
}

// Types is live text of the other side.
func (c *Call) Types(text string) {
	c.desk.mu.Lock()
	heard := c.desk.heard
	c.desk.mu.Unlock()
	if heard != nil && !c.Over() {
		heard(text)
	}
}

// Typed is all the live text of the citizen, with its U+0008 and U+2028.
func (c *Call) Typed() string {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	return c.desk.text
}

// DeskSays is a message of the desk.
func (c *Call) DeskSays(d wire.Desk) {
	c.desk.mu.Lock()
	told := c.desk.told
	c.desk.mu.Unlock()
	if told != nil && !c.Over() {
		told(d)
	}
}

// DeskGives is a file of the desk.
func (c *Call) DeskGives(f wire.File) {
	c.desk.mu.Lock()
	given := c.desk.given
	c.desk.mu.Unlock()
	if given != nil && !c.Over() {
		given(f)
	}
}

// ToDesk are the messages that the kiosk told, oldest first.
func (c *Call) ToDesk() []wire.Desk {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	return append([]wire.Desk(nil), c.desk.messages...)
}

// Files are what the kiosk gave, oldest first.
func (c *Call) Files() []wire.File {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	return append([]wire.File(nil), c.desk.files...)
}

// GiveFails sets the error of Give; nil: it passes again.
func (c *Call) GiveFails(err error) {
	c.desk.mu.Lock()
	defer c.desk.mu.Unlock()
	c.desk.fails = err
}

// sight is a Call as the code under test has it where there is a picture.
type sight struct{ *Call }

func (s sight) Watch(f func(call.Frame)) { s.desk.set(&s.desk.watch, f) }
func (s sight) Self(f func(call.Frame))  { s.desk.set(&s.desk.self, f) }

// set changes who sees a picture; who saw it gets an empty one as his last.
func (k *talk) set(to *func(call.Frame), f func(call.Frame)) {
	k.mu.Lock()
	before := *to
	if *to = f; k.over {
		*to = nil
	}
	k.mu.Unlock()
	if before != nil && f == nil {
		before(call.Frame{})
	}
}

func (s sight) Send(text string) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	if !s.desk.over {
		s.desk.text += text
	}
}

func (s sight) Heard(f func(string)) {
	s.desk.mu.Lock()
	defer s.desk.mu.Unlock()
	s.desk.heard = f
}

func (s sight) Desk() call.Desk { return desk{s.desk} }

type desk struct{ *talk }

func (d desk) Tell(m wire.Desk) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.over {
		d.messages = append(d.messages, m)
	}
}

func (d desk) Told(f func(wire.Desk)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told = f
}

func (d desk) Give(ctx context.Context, f wire.File) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case d.fails != nil:
		return d.fails
	case d.over:
		return call.ErrNoLine
	}
	d.files = append(d.files, f)
	return nil
}

func (d desk) Given(f func(wire.File)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.given = f
}

var _ call.Sight = sight{}
