package light

import (
	"errors"
	"fmt"
	"time"
)

// Colour is what the light shows.
type Colour int

// The colours; the zero value is a light that is off.
const (
	Off Colour = iota
	Green
	Amber
	Red
)

func (c Colour) String() string {
	if c < Off || c > Red {
		return fmt.Sprintf("colour %d", int(c))
	}
	return [...]string{"off", "green", "amber", "red"}[c]
}

// Light is a staff light. Its methods may be called from any goroutine and
// return within [Patience].
type Light interface {
	// Show is nil once the device shows the colour, steadily or blinking, or once
	// a later Show has taken its place. After ErrGone and ErrSlow the light shows
	// it as soon as it can; there is no need to ask again.
	Show(c Colour, blink bool) error
	// Close switches the light off and lets the device go. Closing twice is
	// allowed.
	Close() error
}

// Patience is how long Show and Close wait for the device.
const Patience = time.Second

var (
	// ErrSpec: there is no such kind of light.
	ErrSpec = errors.New("light: not a light")
	// ErrGone: the device is not there, or cannot be opened, or refused.
	ErrGone = errors.New("light: no device")
	// ErrBroken, with ErrGone: the driver has a mistake. The device is opened anew.
	ErrBroken = errors.New("light: a mistake in the driver")
	// ErrSlow: the device did not take it in time.
	ErrSlow = errors.New("light: no answer in time")
	// ErrClosed: Close was called.
	ErrClosed = errors.New("light: closed")
	// ErrColour: there is no such colour.
	ErrColour = errors.New("light: not a colour")
)
