// Package store is the hub's database: SQLite in one file by default, or
// PostgreSQL when one machine is not enough. Open takes either; what is above
// does not know which.
//
// Every write returns once it is committed and synced (WAL and FULL, or
// synchronous_commit on). An error of a commit means "unknown": the caller says
// so to whoever asked, who asks again with the same id.
//
// Submissions are ciphertext here, and everything beside them is not personal:
// ids, references, dates, names of kiosks. Users of the fleet page are the one
// exception; they are staff, known by a login name.
package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/fleet/wire"
)

var (
	// ErrNotFound: there is no such thing.
	ErrNotFound = errors.New("store: not found")
	// ErrTaken: the id is there with other content.
	ErrTaken = errors.New("store: id is taken by other content")
	// ErrFull: no room left; nothing was acknowledged.
	ErrFull = errors.New("store: no room left")
	// ErrChanged: somebody changed it since it was read.
	ErrChanged = errors.New("store: changed meanwhile")
)

// Store is the database. It may be used from many goroutines.
type Store interface {
	Kiosks
	Codes
	Inbox
	Files
	Rollouts
	Users
	History
	News
	Outbox
	Calls
	// Check tells whether a write would go through: for /readyz.
	Check(ctx context.Context) error
	Close() error
}

// Kiosk is one kiosk of the fleet.
type Kiosk struct {
	ID         string            // custody.KioskID of Key
	Town       string            // COG code of the commune
	Name       string            // "Hall d’accueil"
	Group      string            // "test", or a group of the town's own; may be empty
	Key        ed25519.PublicKey // its signature
	X, Y       float64           // on the plan, 0 to 1; both 0: not placed
	EnrolledAt time.Time
	RevokedAt  time.Time // zero: it is known
	Beat       wire.Heartbeat
	BeatAt     time.Time // by the hub's clock; zero: never
}

// Kiosks is the fleet.
type Kiosks interface {
	// AddKiosk makes a kiosk known; the same again is no error (ErrTaken where
	// it is revoked or of another town).
	AddKiosk(ctx context.Context, k Kiosk) error
	Kiosk(ctx context.Context, id string) (Kiosk, error)
	// Kiosks are those of a town, or all where it is empty, by town and name,
	// the revoked ones last.
	Kiosks(ctx context.Context, town string) ([]Kiosk, error)
	// Keys are all kiosks with ID, Town, Key and RevokedAt alone: what a hub
	// needs to know of 35,000 of them before they come.
	Keys(ctx context.Context) ([]Kiosk, error)
	// EditKiosk changes Name, Group, X and Y.
	EditKiosk(ctx context.Context, k Kiosk) error
	RevokeKiosk(ctx context.Context, id string, at time.Time) error
	// Beats keeps the last heartbeat of each kiosk, all in one transaction.
	Beats(ctx context.Context, beats []Beat) error
}

// Beat is a heartbeat that came.
type Beat struct {
	Kiosk string
	At    time.Time
	Beat  wire.Heartbeat
}

// Code is an enrolment code that waits. Its secret is not kept.
type Code struct {
	Hash    [32]byte // SHA-256 of wire.EnrolmentCode.Secret
	Town    string
	Name    string // for the kiosk to come
	Group   string
	By      string // login of who made it
	Expires time.Time
}

// Codes are the enrolment codes.
type Codes interface {
	AddCode(ctx context.Context, c Code) error
	// TakeCode spends a code: it works once, and not after it expired
	// (ErrNotFound).
	TakeCode(ctx context.Context, hash [32]byte, now time.Time) (Code, error)
}

// Item is a submission as the hub has it.
type Item struct {
	custody.Header
	Envelope  string    // as the kiosk signed it
	Receipt   time.Time // when it was committed
	HandledAt time.Time // zero: it waits for an agent
	HandledBy string    // login
	// Damaged: the row is not what was written. No other field of such an item
	// can be relied on; it is only ever true in a list.
	Damaged bool
}

// States of an item, for a Query.
const (
	StateWaiting = "waiting" // for an agent
	StateHandled = "handled"
)

// Query picks items of the inbox.
type Query struct {
	Town  string // required
	Pack  string // "" is all
	State string // StateWaiting, StateHandled or "" for both
	After string // id of the last item that was seen, "" for the first page
	Limit int    // 0 is 100, at most 1000
}

// Expired is a submission that was deleted because its time was over.
type Expired struct {
	ID, Reference, Town, Pack string
	At                        time.Time // when it was received
}

// Inbox is what citizens sent: exactly once each, whatever came twice.
type Inbox interface {
	// PutItem keeps a submission. The same id with the same bytes again gives
	// the first receipt's time and no error; ErrTaken with other bytes. Bytes
	// that the header was not made for are custody.ErrBody. It returns after the
	// commit. A deleted item is remembered by its id alone,
	// so that a late copy is acknowledged and not kept again.
	// For each name in tell it puts a Delivery into the outbox, in the same
	// transaction; none where the item was there already.
	PutItem(ctx context.Context, i Item, ciphertext []byte, tell ...string) (received time.Time, err error)
	Items(ctx context.Context, q Query) ([]Item, error) // oldest first
	Item(ctx context.Context, id string) (Item, error)
	Ciphertext(ctx context.Context, id string) ([]byte, error)
	HandleItem(ctx context.Context, id, by string, at time.Time) error
	// ExpireItems deletes what is older than its KeepDays, at most limit, with
	// its deliveries.
	ExpireItems(ctx context.Context, now time.Time, limit int) ([]Expired, error)
}

// Files is the repository of packs, as static files.
type Files interface {
	// File gives a file of the repository and a tag that changes with it.
	File(ctx context.Context, path string) (data []byte, tag string, err error)
	// Paths are those that begin with prefix, sorted.
	Paths(ctx context.Context, prefix string) ([]string, error)
	// ChangeFiles writes all of them or none (nil removes a file); base is the revision of the
	// repository that they were made from (ErrChanged where it is another).
	ChangeFiles(ctx context.Context, base int64, changes map[string][]byte) (revision int64, err error)
	FilesRevision(ctx context.Context) (int64, error)
}

// Stages of a Rollout.
const (
	StageTest = "test" // kiosks of the group "test"
	StageTen  = "ten"  // 10 % of the others, at least one
	StageAll  = "all"
)

// States of a Rollout.
const (
	Running    = "running"
	Paused     = "paused"  // by a person
	Stopped    = "stopped" // by itself: a kiosk reported a fault
	Done       = "done"
	RolledBack = "rolled_back"
)

// Rollout brings one revision of a pack to the kiosks of a town, by stages.
type Rollout struct {
	ID       string // 128 bits, hexadecimal
	Town     string
	Pack     string
	Version  string // what it brings
	Previous string // what it replaces, "" where the pack is new
	Stage    string
	State    string
	Why      string // of Stopped: which kiosk, which word
	Auto     bool   // goes to the next stage by itself
	By       string
	At       time.Time // began
	StageAt  time.Time // the stage began
}

// Rollouts are all that were, newest first.
type Rollouts interface {
	AddRollout(ctx context.Context, r Rollout) error // ErrChanged where one of this pack runs
	Rollout(ctx context.Context, id string) (Rollout, error)
	// Rollouts are those of a town, or all where it is empty.
	Rollouts(ctx context.Context, town string) ([]Rollout, error)
	// ChangeRollout writes Stage, State, Why and StageAt; ErrChanged where it
	// is no longer as was.
	ChangeRollout(ctx context.Context, was, is Rollout) error
}

// Roles of users, each with the rights of those after it but agents, who alone
// read and handle submissions beside administrators of the town.
const (
	RoleAdmin  = "admin"     // administrator: everything, all towns
	RoleTown   = "town_hall" // town hall: its kiosks, roll-outs, users
	RoleAgent  = "agent"     // its inbox
	RoleReader = "read_only" // sees its fleet
)

// Who is somebody who asks for something: a user, at the fleet page or with a
// tool.
type Who struct {
	Login string
	Role  string // RoleAdmin …
	Town  string // "" for administrators of all towns
}

// User is a person of the staff.
type User struct {
	Login    string // a-z, 0-9, . and -
	Name     string // as others see it
	Role     string
	Town     string // "" for administrators of all towns
	Password string // Argon2id in PHC form; "" where OIDC alone
	TOTP     []byte // secret, encrypted by the hub's key; nil: not set up
	TOTPStep int64  // last time step that was used: a code works once
	OIDC     string // subject at the town's provider
	Disabled bool
}

// Token is an open session of a browser, or the key of a command line tool.
type Token struct {
	Hash    [32]byte // SHA-256 of the secret
	Login   string
	Kind    string // "session", "tool"
	Label   string // of a tool: "PC de la mairie"
	At      time.Time
	Expires time.Time
	Seen    time.Time
}

// Users are the staff and their open sessions.
type Users interface {
	PutUser(ctx context.Context, u User) error
	// ChangeUser lets f change a user as he is at that moment: two who change other
	// things of him, at two hubs, both have their way. f does nothing else.
	ChangeUser(ctx context.Context, login string, f func(*User)) error
	User(ctx context.Context, login string) (User, error)
	UserByOIDC(ctx context.Context, subject string) (User, error)
	Users(ctx context.Context, town string) ([]User, error)
	// UseTOTP notes a time step; ErrChanged where it, or a later one, was used.
	UseTOTP(ctx context.Context, login string, step int64) error
	AddToken(ctx context.Context, t Token) error
	Token(ctx context.Context, hash [32]byte, now time.Time) (Token, error)
	TouchToken(ctx context.Context, hash [32]byte, seen, expires time.Time) error
	DropToken(ctx context.Context, hash [32]byte) error
	DropTokens(ctx context.Context, login string) error // all of a user
	Tokens(ctx context.Context, login string) ([]Token, error)
}

// Act is something that somebody did.
type Act struct {
	At   time.Time
	Who  string // login, or "hub"
	Town string
	What string // a word: kiosk_enrolled, rollout_started, item_handled …
	On   string // id of what it was done to
	More string // not personal
}

// History is who did what, in the last year.
type History interface {
	Note(ctx context.Context, a Act) error
	// Acts are those of a town (or all), newest first.
	Acts(ctx context.Context, town string, limit int) ([]Act, error)
}

// News brings notices to kiosks, whichever hub they are connected to.
type News interface {
	// Publish numbers a notice and tells every hub, this one too. An empty
	// kiosk is all of the town, an empty town all kiosks.
	Publish(ctx context.Context, town, kiosk, kind string) (number int64, err error)
	// Since are those after a number, oldest first, at most 100; they are kept
	// for a day.
	Since(ctx context.Context, after int64, town, kiosk string) ([]wire.Notice, error)
	LastNotice(ctx context.Context) (int64, error)
	// Listen calls f for every notice from now on, until ctx ends. It finds
	// what it missed after it lost its connection.
	Listen(ctx context.Context, f func(n wire.Notice, town, kiosk string)) error
	// ListenAfter is Listen with what came after a number: who knows the last
	// notice misses none that comes before he listens.
	ListenAfter(ctx context.Context, last int64, f func(n wire.Notice, town, kiosk string)) error
}

// Delivery is a submission that a connector has still to be told of.
type Delivery struct {
	Item      string // its id
	Connector string // its name in the configuration
	Tries     int    // that failed
	Next      time.Time
}

// Outbox is what connectors have still to be told: at least once each.
type Outbox interface {
	// TakeDeliveries gives deliveries that are due, the longest due first, and
	// puts their Next off until the given time, so that no other hub takes them
	// meanwhile. Next in the result is that time.
	TakeDeliveries(ctx context.Context, now, until time.Time, limit int) ([]Delivery, error)
	// PutOff notes one more try that failed, and when the next is due.
	PutOff(ctx context.Context, d Delivery, next time.Time) error
	// Delivered takes it out; it is no error where it is gone.
	Delivered(ctx context.Context, d Delivery) error
	// Deliveries is how many wait.
	Deliveries(ctx context.Context) (int, error)
}
