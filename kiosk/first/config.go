package first

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// State is that of each of these pages. No session is ever in it.
const State session.State = "first"

// Config is what a page is given.
type Config struct {
	Town string // "Mairie de Saint-Éloi"
	Hub  string // the address, as the configuration has it
	CA   string // the file of the authority of its certificate; "": the system's

	// Enrol makes the kiosk known with a code, as fleet.Enrol does; nil where it is
	// known already, as Known, and lacks what Lacks says.
	Enrol func(ctx context.Context, code string) error
	Known Known
	Lacks Lacks
	// Least is how long a kiosk that lacks nothing says who it is: somebody stands
	// there and wants to read it.
	Least time.Duration

	// Langs are those of the kiosk. Of them the pages speak those of
	// [words.StaffLanguages], the first one first; all of these if there is none.
	Langs []forms.Lang
	Size  session.Size
	Theme session.Theme

	// Show is given each page, on the goroutine of [Page.Run]; it must not block.
	Show func(session.View)
	Now  func() time.Time // the hour in the time of the town: time.Now
	Log  *slog.Logger     // slog.Default()
}

// Known is who the kiosk is, by its hub.
type Known struct {
	Name string // "Hall"
	Town string // COG code
}

// Lacks is what the kiosk has not had from its hub yet.
type Lacks struct{ Packs, Keys bool }

// ErrAuthority is a file of an authority that cannot be read, see Config.CA.
var ErrAuthority = errors.New("first: the file of the authority cannot be read")

func withDefaults(c Config) Config {
	c.Langs = words.StaffOf(c.Langs)
	if c.Show == nil {
		c.Show = func(session.View) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	c.Log = cmp.Or(c.Log, slog.Default())
	return c
}
