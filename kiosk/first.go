package kiosk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"guichet/kiosk/config"
	"guichet/kiosk/event"
	"guichet/kiosk/first"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/session"
)

// visits is who owns the citizen's side of the glass: the session, or before it can
// serve the page of the first start.
type visits interface {
	Send(session.Event)
	Alive(context.Context) error
	Run(context.Context) error
}

var (
	_ visits = (*session.Session)(nil)
	_ visits = (*first.Page)(nil)
)

// namedFor is how long a kiosk that was just made known says who it is.
const namedFor = 6 * time.Second

// openFirst is the page of a kiosk that nobody has made known, or that has not had
// from its hub what it serves with; nil where it can serve.
func (p *parts) openFirst(cfg *config.Config, o Options) *first.Page {
	c := first.Config{
		Town: cfg.Town.Name, Langs: cfg.Languages, Size: sizes[cfg.Screen.Size], Theme: themes[cfg.Screen.Theme],
		Show: p.seen(p.staff.front.fromVisit), Now: p.staff.now, Log: o.log(),
	}
	if cfg.Hub != nil {
		c.Hub, c.CA = cfg.Hub.URL, cfg.Hub.CA
	}
	switch lacks := p.lacks(cfg, o); {
	case p.unknown:
		c.Enrol = enrolling(cfg, o)
	case o.named || lacks.Keys:
		id := p.link.Identity()
		c.Known, c.Lacks = first.Known{Name: id.Name, Town: id.Town}, lacks
		if o.named {
			c.Least = cmp.Or(o.namedFor, namedFor)
		}
	default:
		return nil
	}
	page := first.New(c)
	if p.link != nil {
		p.link.keyed = page.KeysCame
	}
	return page
}

// unknown tells whether nobody has made this kiosk known to the hub that it has.
func unknown(cfg *config.Config) bool {
	if cfg.Hub == nil {
		return false
	}
	_, err := fleet.ReadIdentity(cfg.Data)
	return errors.Is(err, fleet.ErrNotEnrolled)
}

// lacks is what has not come from the hub yet. A kiosk that has served is one that
// knows whom to talk to: without a procedure it serves all the same.
func (p *parts) lacks(cfg *config.Config, o Options) (l first.Lacks) {
	if p.link == nil {
		return l
	}
	keys, err := p.link.Recipients()
	l.Keys = err == nil && len(keys) == 0 && len(cfg.Recipients) == 0
	l.Packs = o.named && len(p.serving()) == 0
	return l
}

// enrolling makes this kiosk known. The code and the key of the kiosk are in no log.
func enrolling(cfg *config.Config, o Options) func(context.Context, string) error {
	e := fleet.Enrolment{Hub: cfg.Hub.URL, Dir: cfg.Data, Version: wire.Version, Machine: runtime.GOOS + " " + runtime.GOARCH}
	var one sync.Mutex // a try that was given up may still be under way
	return func(ctx context.Context, code string) error {
		one.Lock()
		defer one.Unlock()
		transport, err := transportTo(cfg.Hub, o)
		if err != nil {
			return errors.Join(first.ErrAuthority, err)
		}
		defer hangUp(transport)
		id, err := e.Try(ctx, code, transport)
		if err == nil {
			o.log().Info(string(event.KioskEnrolled), "kiosk", id.Kiosk, "name", id.Name, "town", id.Town)
		}
		return err
	}
}

// asksSoon asks the hub again sooner than a kiosk that serves does: somebody stands
// there and waits.
func (p *parts) asksSoon(ctx context.Context) {
	for wait := askSoon; ; wait = min(2*wait, wire.Beat) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			p.link.Changed()
		}
	}
}

// askSoon is after how long it asks for the first time.
const askSoon = 3 * time.Second

// serveOn serves until ctx ends. Where the first start has gone on by a step, all is
// opened anew: what is on the disk says what to show then.
func (p *parts) serveOn(ctx context.Context, again func(named bool) (*parts, error)) (err error) {
	for {
		p.serve(ctx)
		if p.first == nil || !p.first.Over() || ctx.Err() != nil {
			return nil
		}
		if p, err = again(p.unknown); err != nil {
			return fmt.Errorf("kiosk: after the first start: %w", err)
		}
	}
}
