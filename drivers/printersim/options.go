package printersim

import (
	"errors"
	"path/filepath"
	"time"

	"guichet/drivers/printer"
)

// Options is the printer to build.
type Options struct {
	// Profile says which model it is: dots, code page numbers, cutter, buffer,
	// and which of GS ( H, GS r and DLE DC4 8 it knows.
	Profile printer.Profile
	// Baud is the speed of the line in bits a second; 0 is as fast as the pty.
	Baud int
	// Speed is the speed of the paper in mm a second; 0 is at once.
	Speed int
	// Flow is "xonxoff", where the printer says XOFF and XON, or "none",
	// where it loses what does not fit into its buffer. "" is the profile's.
	Flow string
	// Kanji starts it in Kanji mode, as printers for China are, until FS ".".
	Kanji bool
	// Dir is where the link to the current pty is made. "" is a new private
	// folder, removed by Close.
	Dir string
}

var errProfile = errors.New("printersim: the profile has no dots, columns or buffer")

func (o Options) check() error {
	p := o.Profile
	if p.Dots <= 0 || p.Columns <= 0 || p.Buffer <= 2*xonRoom || p.DPI <= 0 {
		return errProfile
	}
	return nil
}

func (o Options) path() string { return filepath.Join(o.Dir, "printer") }

// byteTime is how long n bytes take on the line: 10 bits each.
func (o Options) byteTime(n int) time.Duration {
	if o.Baud <= 0 {
		return 0
	}
	return time.Duration(n) * 10 * time.Second / time.Duration(o.Baud)
}

// feedTime is how long the paper takes for so many dots.
func (o Options) feedTime(dots int) time.Duration {
	if o.Speed <= 0 {
		return 0
	}
	mm := float64(dots) * 25.4 / float64(o.Profile.DPI)
	return time.Duration(mm / float64(o.Speed) * float64(time.Second))
}
