package call

import (
	"context"

	"guichet/kiosk/call/wire"
)

// Sight is a call with a picture, text, and what a desk can do.
type Sight interface {
	Call
	// Watch gives each picture of the other side, and Self the small one of our
	// own camera, newest only, on a goroutine of the call. nil stops. A Frame is
	// valid until the function returns; the first of a stop is empty.
	Watch(func(Frame))
	Self(func(Frame))
	// Send and Heard are the live text (RFC 8865): characters as they are typed,
	// U+0008 takes the last one back, U+2028 begins a line. Heard is called on a
	// goroutine of the call.
	Send(text string)
	Heard(func(text string))
	// Desk is what passes between kiosk and desk inside the call.
	Desk() Desk
}

// Desk is the conversation of a kiosk with a desk, end to end: the hub does not
// read it.
type Desk interface {
	// Tell sends a message; it is lost where the call ended.
	Tell(wire.Desk)
	// Told is called for each message of the desk, in order.
	Told(func(wire.Desk))
	// Give sends a file, a still of the document camera for instance.
	Give(ctx context.Context, f wire.File) error
	// Given is called for each file that came whole and is what it says.
	Given(func(wire.File))
}

// Frame is a picture to show: RGBA, 4 bytes a pixel, not premultiplied, rows
// from the top.
type Frame struct {
	Width, Height int
	Pix           []byte
}

// Empty tells that there is nothing to show any more.
func (f Frame) Empty() bool { return f.Width == 0 }
