package kiosk

import (
	"context"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/config"
	"guichet/kiosk/fleet"
	"guichet/kiosk/fleet/wire"
	"guichet/kiosk/health"
	"guichet/kiosk/session"
	"guichet/kiosk/spool"
)

// link is the tie between this kiosk and its hub.
type link struct {
	*fleet.Agent
	transport http.RoundTripper
	local     []*pack.Pack
	gauge     *gauge
	spool     *spool.Spool        // nil until it is open
	known     *census             // of it
	send      func(session.Event) // nil until there is a session
	keyed     func()              // keys have come, and there is no spool; nil: nobody waits for them
	news      chan struct{}       // a token: something was offered since it was taken
}

// openLink reads what the kiosk has from its hub. It needs no network. nil, and
// no error, where there is no hub.
func openLink(cfg *config.Config, o Options, local []*pack.Pack, board *health.Board) (*link, error) {
	if cfg.Hub == nil {
		return nil, nil
	}
	transport, err := transportTo(cfg.Hub, o)
	if err != nil {
		return nil, err
	}
	l := &link{transport: transport, local: local, gauge: newGauge(model(cfg)), news: make(chan struct{}, 1)}
	l.Agent, err = fleet.Open(fleet.Config{
		Hub: cfg.Hub.URL, Dir: cfg.Data, Transport: transport,
		Offer: l.offer, Rekey: l.rekey, Look: l.look, Board: board, Log: o.log(),
	})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// hangUp closes the connections that nobody uses any more.
func hangUp(t http.RoundTripper) {
	if t, ok := t.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// transportTo is the way to the hub, with what stands between under -sim.
func transportTo(hub *config.Hub, o Options) (http.RoundTripper, error) {
	direct, err := fleet.TransportTo(hub)
	if err != nil || o.cut == nil {
		return direct, err
	}
	return o.cut(direct), nil
}

func model(cfg *config.Config) string {
	if cfg.Printer == nil {
		return ""
	}
	return filepath.Base(cfg.Printer.Profile)
}

// offer gives the session the hub's packs, in place of the local ones with the
// same id.
func (l *link) offer(packs []*pack.Pack) {
	if l.send != nil {
		l.send(session.PacksChanged{Packs: merge(l.local, packs)})
	}
	select {
	case l.news <- struct{}{}:
	default:
	}
}

func merge(local, hub []*pack.Pack) []*pack.Pack {
	all := slices.Clone(hub)
	for _, p := range local {
		if !slices.ContainsFunc(hub, func(h *pack.Pack) bool { return h.ID == p.ID }) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b *pack.Pack) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// rekey encrypts to other keys from the next submission on.
func (l *link) rekey(to []age.Recipient) error {
	if l.spool != nil {
		return l.spool.SetRecipients(to)
	}
	if l.keyed != nil {
		l.keyed()
	}
	return nil // it is opened with what was kept
}

// Put saves a submission, and wakes who delivers.
func (l *link) Put(ctx context.Context, s forms.Submission) error {
	err := l.spool.Put(ctx, s)
	if err == nil {
		l.Saved()
	}
	return err
}

// look is how the kiosk is, with what waits: where that cannot be counted, what was
// counted last, for nobody knows that it has gone. A spool that was never open, or never
// told, is not an empty one.
func (l *link) look(ctx context.Context) wire.Heartbeat {
	b := l.gauge.look()
	b.Spool = wire.Spool{Unknown: true}
	if l.known == nil {
		return b
	}
	_, _ = l.known.count(ctx) // a spool that does not tell is a condition, which goes with it
	if !l.known.counted() {
		return b
	}
	c, damaged := l.known.known()
	b.Spool = wire.Spool{Waiting: c.Waiting, Oldest: c.Oldest, Damaged: damaged}
	return b
}

// see tells the hub what the home page offers.
func (l *link) see(v session.View) {
	if offered, news := l.gauge.see(v); news {
		l.Shown(offered)
	}
}

// print passes the printer's state on, and makes a heartbeat of what is news.
func (l *link) print(e session.Event) {
	if c, ok := e.(session.PrinterChanged); ok && l.gauge.print(c) {
		l.Changed()
	}
}

// arrival waits until the hub has brought something.
func (l *link) arrival(ctx context.Context) error {
	select {
	case <-l.news:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// delivered waits until nothing waits for the hub.
func (l *link) delivered(ctx context.Context) error {
	for {
		c, err := l.spool.Count(ctx)
		if err != nil || c.Waiting == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
