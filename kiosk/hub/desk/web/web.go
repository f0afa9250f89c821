package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/dress"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Book is what the page shows beside the calls.
type Book interface {
	// Services are those that somebody can send a call on to, and whose relays
	// he can invite.
	Services(ctx context.Context, who store.User) ([]wire.Service, error)
	// Day is how today went, for the services of somebody.
	Day(ctx context.Context, who store.User) (Day, error)
}

// Day counts the calls of a day. Each that was offered ends as one of the other
// four, or waits still.
type Day struct {
	Offered   int           `json:"offered"`
	Answered  int           `json:"answered"`
	CallBacks int           `json:"call_backs"` // the citizen chose to be called back
	Printed   int           `json:"printed"`    // he left with the contacts on paper
	Abandoned int           `json:"abandoned"`  // he went
	Wait      time.Duration `json:"-"`          // median, of those answered
	WaitS     int           `json:"wait_s"`     // Wait in seconds; it is filled in here
}

// Config says with what to work.
type Config struct {
	Users *users.Users
	Book  Book
	// May tells who may answer calls. nil: who may read what citizens sent, as
	// an agent sees the page that a citizen shares.
	May func(store.User) bool
	// Plain serves without TLS: on this machine alone. It is that of the fleet
	// page, whose cookie names the person.
	Plain bool
	Log   *slog.Logger // nil: nothing is logged
}

// desk serves the page.
type desk struct {
	Config
	views *views
}

// New makes the desk's page. It answers every path under /desk/ but /desk/calls,
// which is another handler's.
func New(c Config) (http.Handler, error) {
	if c.Users == nil || c.Book == nil {
		return nil, errors.New("web: users and a book are needed")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.May == nil {
		c.May = func(u store.User) bool { return users.Can(u, users.ReadInbox, u.Town) }
	}
	v, err := newViews()
	if err != nil {
		return nil, err
	}
	return (&desk{c, v}).handler(), nil
}

// permissions are those of an agent who speaks to somebody.
const permissions = "camera=(self), microphone=(self), display-capture=(), geolocation=()"

func (d *desk) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /desk/static/", d.views.files())
	mux.HandleFunc("GET /desk/{$}", d.page)
	mux.HandleFunc("GET /desk/vivant", d.live)
	mux.HandleFunc("POST /desk/present", d.present)
	return dress.Handler(http.NewCrossOriginProtection().Handler(mux), permissions, d.Plain)
}
