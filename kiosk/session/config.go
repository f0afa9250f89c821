package session

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/words"
)

// Procedure is what a citizen can do here: a pack.
type Procedure = *pack.Pack

// Outbox keeps a submission on its way to the town hall. Put returns once the
// submission is safe; until then nobody may call it sent. Putting the very same
// submission again, after an error, keeps it once.
type Outbox interface {
	Put(ctx context.Context, s forms.Submission) error
}

// Config is what a session is given. A field that is left out has the default
// of its comment.
type Config struct {
	Town     string                     // "Mairie de Saint-Éloi"
	Contacts func(forms.Lang) []Contact // of the town, for pages that belong to no pack
	Langs    []forms.Lang
	Packs    []Procedure

	// Size and Theme are how the pages look when a visit begins.
	Size  Size
	Theme Theme

	Outbox  Outbox          // nil: the kiosk is out of order and says so
	Printer printer.Printer // nil: there is none, the screen says so and goes on
	Show    func(View)      // called on the session's goroutine; must not block

	// Phones are the ways to call a person, the best one first: video, then
	// voice. Of two that go the same way, the first that is ready is taken. Without any, and without CallBack, "talk to someone" shows the
	// contacts. Each is asked whether it is Ready with every View of a call, and not
	// waited for; when that changes by itself, ServicesChanged makes the session look
	// again.
	Phones []call.Phone
	// CallBack asks that somebody calls; nil: nobody does. It returns once it is
	// written down.
	CallBack func(context.Context, wire.Back) error
	// Sight is given each video call when it begins: whoever has the screen
	// watches it. It is called on the session's goroutine and must not block.
	Sight func(call.Sight)
	// Outcome is told once how an offered call came to its end. It is called on the
	// session's goroutine and must not block.
	Outcome func(CallOutcome)
	Papers  Papers  // nil: a desk can print nothing here
	Scanner Scanner // nil: there is no document camera

	// ReferenceTaken is what Put wraps where the reference is in use:
	// spool.ErrReferenceTaken. Then another one is drawn.
	ReferenceTaken error
	// Outlet is where the paper comes out, the end of a key
	// "session.outlet.…": bottom_right, bottom_left, bottom, right, left, desk.
	// The default is bottom_right. A Printer that is Placed says it itself.
	Outlet string

	Idle         time.Duration // without a sign of life until the question: 45 s
	Grace        time.Duration // to answer the question: 20 s
	WaitIdle     time.Duration // the same as Idle, while a call waits: 3 min
	CallIdle     time.Duration // the same while two people speak: 5 min
	CallGrace    time.Duration // the same as Grace, while two people speak: 60 s
	SaveTimeout  time.Duration // 15 s
	PrintTimeout time.Duration // 60 s
	DonePause    time.Duration // how long the last page stays: 60 s

	Rand io.Reader        // for references: crypto/rand
	Now  func() time.Time // the hour that the citizen reads: time.Now
	// Version is that of the kiosk, "1.4.0": a pack that wants a newer one is
	// not offered. Empty: every pack is.
	Version string
	Log     *slog.Logger // slog.Default()
}

// Placed is two printers behind one. Its words are those of Config.Outlet.
type Placed interface {
	// Outlet is where the last paper came out, or the one under way comes out.
	Outlet() string
	// Next is where the next paper will come out, as far as is known.
	Next() string
}

// New checks the configuration and makes a session that [Session.Run] starts.
func New(cfg Config) (*Session, error) {
	switch {
	case cfg.Show == nil:
		return nil, errors.New("session: Show is missing")
	case slices.Contains(cfg.Packs, nil):
		return nil, errors.New("session: a pack is nil")
	}
	cfg = withDefaults(cfg)
	if key := "session.outlet." + cfg.Outlet; !words.For(cfg.Langs[0]).Has(key) {
		return nil, fmt.Errorf("session: outlet %q is not one of bottom_right, bottom_left, bottom, right, left, desk", cfg.Outlet)
	}
	s := &Session{
		cfg: cfg, packs: cfg.Packs, events: newQueue(),
		press: make(chan struct{}, 1), state: Attract, came: map[about]leafletState{},
	}
	s.phones = s.askedPhones()
	s.resetSettings()
	return s, nil
}

func withDefaults(c Config) Config {
	if len(c.Langs) == 0 {
		c.Langs = []forms.Lang{forms.French, forms.EasyFrench, forms.English}
	}
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&c.Idle, 45 * time.Second}, {&c.Grace, 20 * time.Second}, {&c.WaitIdle, 3 * time.Minute},
		{&c.CallIdle, 5 * time.Minute}, {&c.CallGrace, time.Minute}, {&c.SaveTimeout, 15 * time.Second},
		{&c.PrintTimeout, 60 * time.Second}, {&c.DonePause, 60 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if c.Outlet == "" {
		c.Outlet = "bottom_right"
	}
	if c.Contacts == nil {
		c.Contacts = func(forms.Lang) []Contact { return nil }
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}
