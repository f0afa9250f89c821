// Package page is the fleet page: what the staff of a town hall sees of its
// kiosks in a browser, and does with them. In French, made on the server, whole
// without JavaScript; a small script keeps lists and bars up to date.
//
//	routes.go     every address, who may see it, and its handler
//	fleet.go …    a file a topic: what the request asks, what the template gets
//	templates/    the pages, with no word in them
//	texts/        every word
//	static/       one style sheet, one script
//
// The page reads the store and decides nothing about the fleet: what a person
// does goes through [Ops]. What he may do is decided by [users.Can], before.
//
// It never sees what a citizen wrote: submissions are counted, not opened.
package page

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"
	_ "time/tzdata" // a hub's image may have none

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Book is what the page reads.
type Book interface {
	store.Kiosks
	store.Rollouts
	store.History
	store.Users
	Items(ctx context.Context, q store.Query) ([]store.Item, error)
}

// Pack is a pack that a town can roll out.
type Pack struct {
	ID       string
	Title    string   // in French
	Versions []string // signed and not too old, newest first
}

// Ops is what people do with the fleet. Each method decides on rights once
// more, and notes what was done in the history. They return store.ErrChanged
// where somebody was faster, store.ErrNotFound, and [Refusal] for what a person
// can mend.
type Ops interface {
	Packs(ctx context.Context, who store.Who, town string) ([]Pack, error)
	StartRollout(ctx context.Context, who store.Who, town, pack, version string, auto bool) (store.Rollout, error)
	Pause(ctx context.Context, who store.Who, rollout string) error
	Resume(ctx context.Context, who store.Who, rollout string) error
	// Advance goes to the next stage of one that does not go on by itself.
	Advance(ctx context.Context, who store.Who, rollout string) error
	RollBack(ctx context.Context, who store.Who, rollout string) error

	// NewCode makes an enrolment code, in groups of four, and says when it ends.
	NewCode(ctx context.Context, who store.Who, town, name, group string) (code string, expires time.Time, err error)
	EditKiosk(ctx context.Context, who store.Who, k store.Kiosk) error
	RevokeKiosk(ctx context.Context, who store.Who, id string) error
}

// Refusal is why something was not done, as a word of the texts ("refused.…"):
// version, unsigned, expired, no_kiosk, running, full.
type Refusal struct{ Word string }

func (e *Refusal) Error() string { return "page: refused: " + e.Word }

// Config says with what to work.
type Config struct {
	Store    Book
	Users    *users.Users
	Ops      Ops
	Provider *users.Provider // nil: nobody comes from elsewhere
	// Plans has a picture of the building of a town, by its COG code:
	// "29019.png", .jpg or .webp. nil: kiosks stand on white.
	Plans fs.FS
	// Issuer names the hub in the telephones of its users. "" is "Guichet".
	Issuer string
	// Desk: calls are answered at /desk/, and there is a way there for who may.
	Desk bool
	// Plain serves without TLS: on this machine alone. Otherwise cookies want
	// https, also where a proxy before the hub speaks it.
	Plain bool
	// Address is who asks, for limits of tries. nil: RemoteAddr, right where no
	// proxy stands before the hub.
	Address  func(*http.Request) string
	Location *time.Location // nil: Europe/Paris
	Log      *slog.Logger
	Now      func() time.Time
	// Drain, when closed, ends event streams: the hub is about to stop.
	Drain <-chan struct{}
}

// Page serves the fleet page.
type Page struct {
	Config
	fleet   *fleetBook
	counts  *countBook
	streams *streams
	views   *views
}

// New makes the fleet page; it answers every path.
func New(c Config) (http.Handler, error) {
	if c.Store == nil || c.Users == nil || c.Ops == nil {
		return nil, errors.New("page: a store, users and operations are needed")
	}
	if err := c.fill(); err != nil {
		return nil, err
	}
	v, err := newViews(c.Location, c.Now)
	if err != nil {
		return nil, err
	}
	p := &Page{Config: c, views: v, streams: newStreams(), fleet: newFleetBook(c.Store, c.Now), counts: newCountBook(c.Store, c.Now)}
	return p.handler(), nil
}

func (c *Config) fill() (err error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Address == nil {
		c.Address = remote
	}
	if c.Issuer == "" {
		c.Issuer = "Guichet"
	}
	if c.Location == nil {
		c.Location, err = time.LoadLocation("Europe/Paris")
	}
	return err
}

// remote is the other end of the connection; of an IPv6 address the network,
// as one house has all of it.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || ip.Unmap().Is4() {
		return host
	}
	network, _ := ip.WithZone("").Prefix(64)
	return network.String()
}
