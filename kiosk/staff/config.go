package staff

import (
	"cmp"
	"log/slog"
	"time"

	"guichet/forms"
	"guichet/kiosk/session"
	"guichet/kiosk/words"
)

// Config is what staff mode is given. A field that is left out has the default
// of its comment.
type Config struct {
	Works Works
	Door  *Door // nil: nobody can choose a number for this kiosk
	// Badge tells whether the key file of a USB stick with this serial number
	// opens this kiosk; nil: no stick does. It is called beside the loop.
	Badge func(file []byte, serial string) error

	Town string // "Mairie de Saint-Éloi"
	// Langs are those of the kiosk. Of them the pages speak those of
	// [words.StaffLanguages], the first one first; all of these if there is none.
	Langs []forms.Lang
	// Size and Theme are how the pages look when somebody comes in.
	Size  session.Size
	Theme session.Theme

	Idle    time.Duration // without a touch until it leaves by itself: 90 s
	PinIdle time.Duration // the same where the number is asked: 30 s

	// Show is given each page, Left is called once it has been left: the citizen's
	// page is shown again. Both are called on the goroutine of [Mode.Run] and
	// must not block.
	Show func(session.View)
	Left func()

	Now func() time.Time // the hour in the time of the town, for who reads it: time.Now
	Log *slog.Logger     // slog.Default()
}

func withDefaults(c Config) Config {
	c.Langs = words.StaffOf(c.Langs)
	c.Idle = cmp.Or(max(c.Idle, 0), 90*time.Second)
	c.PinIdle = cmp.Or(max(c.PinIdle, 0), 30*time.Second)
	if c.Show == nil {
		c.Show = func(session.View) {}
	}
	if c.Left == nil {
		c.Left = func() {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}
