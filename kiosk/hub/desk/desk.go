package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Book is what a desk needs of the hub's database.
type Book interface {
	store.Calls
	Kiosk(ctx context.Context, id string) (store.Kiosk, error)
}

// Kiosk is who speaks, as the hub knows him.
type Kiosk struct {
	ID, Town string
	Key      ed25519.PublicKey
}

// Config says with what to work.
type Config struct {
	Store    Book
	Key      ed25519.PrivateKey // of the hub: hubs side by side share it
	Users    *users.Users
	Settings Settings
	// Signed finds the kiosk that signed a request; where it refuses, it has
	// answered and gives false.
	Signed func(w http.ResponseWriter, r *http.Request) (Kiosk, bool)
	// Known is nil while a kiosk may speak.
	Known func(ctx context.Context, kiosk string) error
	// Relay gives what a call may relay through; nil: calls go straight.
	Relay func(call string) *wire.Relay
	// Title is what a pack is called in French; nil or "": its id is shown.
	Title func(ctx context.Context, town, pack string) string
	Zone  *time.Location // of opening hours; nil: Europe/Paris
	Plain bool           // without TLS, on this machine alone: the cookie is named so
	// Hosts are other names of this hub, beside the one that a request is for:
	// a proxy before it may change that.
	Hosts []string
	Log   *slog.Logger
	Now   func() time.Time
}

// Desk is the calls of one hub.
type Desk struct {
	Config
	hub   string // this process
	seal  sealer
	life  context.Context // of connections
	end   context.CancelCauseFunc
	conns sync.WaitGroup
	dirty chan struct{}
	ready chan struct{} // closed when all rows were read for the first time
	sums  sums

	mu     sync.Mutex
	book   book
	closed bool
}

// New makes the desk of a hub. It works while [Desk.Run] runs.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.Users == nil || c.Signed == nil || c.Known == nil || len(c.Key) != ed25519.PrivateKeySize {
		return nil, errors.New("desk: a store, a key, users and kiosks are needed")
	}
	if err := c.fill(); err != nil {
		return nil, err
	}
	seal, err := newSealer(c.Key)
	if err != nil {
		return nil, err
	}
	d := &Desk{Config: c, hub: newID(8), seal: seal, dirty: make(chan struct{}, 1), ready: make(chan struct{}), book: newBook()}
	d.life, d.end = context.WithCancelCause(context.Background())
	return d, nil
}

func (c *Config) fill() (err error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Relay == nil {
		c.Relay = func(string) *wire.Relay { return nil }
	}
	if c.Title == nil {
		c.Title = func(context.Context, string, string) string { return "" }
	}
	if c.Zone == nil {
		c.Zone, err = time.LoadLocation("Europe/Paris")
	}
	c.Settings = c.Settings.Fill()
	return err
}

// newID draws so many bytes, in hexadecimal.
func newID(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// readyTime is how long a connection waits for a hub that begins.
const readyTime = 10 * time.Second

// enter counts a connection; false: the desk is closing, or has not begun. A hub
// that begins knows nobody yet, and would refuse who is awaited.
func (d *Desk) enter() bool {
	over := time.NewTimer(readyTime)
	defer over.Stop()
	select {
	case <-d.ready:
	case <-d.life.Done():
		return false
	case <-over.C:
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.closed {
		d.conns.Add(1)
	}
	return !d.closed
}

// caughtUp lets connections in, the first time.
func (d *Desk) caughtUp() {
	select {
	case <-d.ready:
	default:
		close(d.ready)
	}
}

// Drain ends all connections with 1012: who was in a call comes back, to this
// hub or to another, and resumes it.
func (d *Desk) Drain() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.end(endRestart)
}

// service finds one by its id; nil.
func (d *Desk) service(id string) *Service {
	for i := range d.Settings.Services {
		if d.Settings.Services[i].ID == id {
			return &d.Settings.Services[i]
		}
	}
	return nil
}

func (d *Desk) local() time.Time { return d.Now().In(d.Zone) }

// stir makes the pusher look.
func (d *Desk) stir() {
	select {
	case d.dirty <- struct{}{}:
	default:
	}
}

// patience is the context of something that is done for somebody who may be gone
// before it is.
func (d *Desk) patience() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 20*time.Second)
}

// failed logs what the store says, where it is no answer.
func (d *Desk) failed(what string, err error) {
	if err != nil && !errors.Is(err, store.ErrClosed) {
		d.sums.errors.Add(1)
		d.Log.Error(what, "error", err)
	}
}
