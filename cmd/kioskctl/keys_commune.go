package main

import (
	"fmt"

	"guichet/forms/cog"
)

// sayTown says which commune a code is, before keys are made for it: a postcode
// (04230) looks like one.
func (p program) sayTown(code string) {
	c, ok := cog.Find(code)
	switch {
	case !ok:
		fmt.Fprintf(p.out, "Note: no commune has the INSEE code %s. That is right for a trial; a postcode is not one.\n\n", code)
	case c.Former:
		fmt.Fprintf(p.out, "Note: %s was %s, which is a commune of its own no longer.\n\n", code, c.Name)
	default:
		fmt.Fprintf(p.out, "%s is %s.\n\n", code, c.Name)
	}
}
