package starline

import (
	"context"
	"fmt"

	"guichet/drivers/dialogue"
	"guichet/drivers/printer"
	"guichet/drivers/profiles"
)

// Port is the line to the printer: what package serial opens.
type Port = dialogue.Port

// Dev is a printer and the conversation with it.
type Dev = dialogue.Dev

// Opts is how long the printer is given.
type Opts = dialogue.Opts

// New returns the Star printer behind the port that open opens. It does not
// touch the printer: one that is missing is found out by Status and Print. The
// error is a fault of the profile. A nil opts is right for a real printer.
func New(profile printer.Profile, open func(context.Context) (Port, error), opts *Opts) (*Dev, error) {
	if err := check(profile); err != nil {
		return nil, err
	}
	return dialogue.New(&language{p: profile}, profile, open, opts)
}

// check refuses a profile that is not of this language, and what package
// profiles refuses: a count that is not cleared could be another job's.
func check(p printer.Profile) error {
	if p.Driver != "starline" {
		return fmt.Errorf("starline: %s: driver %q", p.Name, p.Driver)
	}
	return profiles.Check(p)
}
