package hub

import (
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"guichet/forms/pack/publish"
	"guichet/kiosk/call/wire"
	"guichet/kiosk/custody"
	"guichet/kiosk/hub/desk"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Config says what a hub works with.
type Config struct {
	Store      store.Store
	Key        ed25519.PrivateKey        // signs receipts; hubs side by side share it
	Repository Repository                // nil: packs are served, none is taken
	Users      *users.Users              // nil: no tool is let in
	Page       func(h *Hub) http.Handler // the fleet page; nil: there is none
	Connectors []Connector

	Desk      *desk.Settings                // nil: there are no calls
	DeskPage  func(h *Hub) http.Handler     // the agents' page; nil: there is none
	DeskPlain bool                          // it is served without TLS, on this machine alone
	DeskHosts []string                      // names of this hub that a proxy hides
	Relay     func(call string) *wire.Relay // nil: calls go straight
	// Divert takes connections that are not of HTTPS, once they have shaken hands:
	// those of TURN, on the same port. It gives back what it does not take.
	Divert  func(net.Conn) (net.Conn, bool)
	Figures func() []Figure // more for the metrics; nil: none

	Proxies []netip.Prefix   // whose Forwarded-For is believed
	Limits  Limits           // zero fields have the values of DefaultLimits
	Version string           // of the program
	Room    func() error     // why there is no room left on the disk; nil: not asked
	Log     *slog.Logger     // nil: nothing is logged
	Now     func() time.Time // nil: time.Now
}

// Limits keep a hub on its feet. They are of one hub.
type Limits struct {
	Streams  int   // open event streams and long polls
	InFlight int64 // bytes of submissions that are being read or committed
	Enrols   int   // tries to enrol a minute, from everywhere
	Address  int   // tries to enrol a minute, from one address
}

// DefaultLimits suit a machine with 2 cores and 2 GB.
var DefaultLimits = Limits{Streams: 20_000, InFlight: 256 << 20, Enrols: 60, Address: 10}

// uploadsAtOnce are read beside the submissions, one of each person: what a town
// publishes must not take the room of what citizens of all towns send.
const uploadsAtOnce = 3

// Hub is one hub. It is an [http.Handler]; what it does by itself, it does while
// [Hub.Run] runs.
type Hub struct {
	Config
	log     *slog.Logger
	now     func() time.Time
	handler http.Handler
	started time.Time
	began   time.Time // the same by the machine, whose clock may be set since
	id      string    // custody.HubID of Key
	tell    []string  // names of the connectors
	notary  *custody.Notary

	kiosks   *kioskBook
	plans    *planBook
	streams  *streams
	beats    *beats
	enrols   *gate
	inFlight *budget
	uploads  *budget
	packs    *packBook
	running  *running
	titles   titles
	counts   counts
	desk     *desk.Desk
	sums     sumBook
	stamps   stampBook
	draining atomic.Bool
	drain    chan struct{}
}

// New makes a hub. Its store stays the caller's to close.
func New(c Config) (*Hub, error) {
	if c.Store == nil || len(c.Key) != ed25519.PrivateKeySize {
		return nil, errors.New("hub: a store and a key are needed")
	}
	c.Limits = c.Limits.orDefault()
	h := &Hub{Config: c, log: c.Log, now: c.Now, drain: make(chan struct{})}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	if h.now == nil {
		h.now = time.Now
	}
	h.started, h.began = h.now(), time.Now()
	h.id, h.tell = custody.HubID(h.Public()), h.connectorNames()
	h.notary = custody.NewNotary(c.Key)
	h.kiosks = newKioskBook(c.Store, h.now)
	h.plans = newPlanBook(c.Store, h.now)
	h.streams = newStreams(c.Limits.Streams)
	h.beats = newBeats()
	h.enrols = newGate(c.Limits.Enrols, c.Limits.Address, h.now)
	h.inFlight = newBudget(c.Limits.InFlight, shareOfOne(c.Limits.InFlight))
	h.uploads = newBudget(uploadsAtOnce*publish.MaxUpload, publish.MaxUpload)
	h.packs = newPackBook(c.Store)
	h.running = &running{}
	if err := h.newDesk(); err != nil {
		return nil, err
	}
	h.handler = h.routes()
	return h, nil
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	if l.Streams > 0 {
		d.Streams = l.Streams
	}
	if l.InFlight > 0 {
		d.InFlight = l.InFlight
	}
	if l.Enrols > 0 {
		d.Enrols = l.Enrols
	}
	if l.Address > 0 {
		d.Address = l.Address
	}
	return d
}

// ServeHTTP answers one request.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.handler.ServeHTTP(w, r) }

// Drain ends all event streams and long polls, so that the server can stop: a
// kiosk comes back at a moment of its own choice. It may be called twice.
func (h *Hub) Drain() {
	if h.draining.CompareAndSwap(false, true) {
		close(h.drain)
		if h.desk != nil {
			h.desk.Drain()
		}
	}
}

// Streams is how many kiosks listen for news here.
func (h *Hub) Streams() int { return h.streams.count() }

// Heard is the number of the newest notice that this hub has passed on.
func (h *Hub) Heard() int64 { return h.streams.newest() }

// Draining is closed when the hub is about to stop.
func (h *Hub) Draining() <-chan struct{} { return h.drain }

// Public is the key that receipts are checked with.
func (h *Hub) Public() ed25519.PublicKey { return h.Key.Public().(ed25519.PublicKey) }
