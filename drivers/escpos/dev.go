package escpos

import (
	"context"

	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
)

// Port is the line to the printer: what package serial opens.
type Port = dialogue.Port

// Dev is a printer and the conversation with it.
type Dev = dialogue.Dev

// Opts is how long the printer is given.
type Opts = dialogue.Opts

// New returns the ESC/POS printer behind the port that open opens. It does not
// touch the printer: one that is missing is found out by Status and Print. The
// error is a fault of the profile. A nil opts is right for a real printer.
func New(profile printer.Profile, open func(context.Context) (Port, error), opts *Opts) (*Dev, error) {
	return dialogue.New(language{profile}, profile, open, opts)
}
