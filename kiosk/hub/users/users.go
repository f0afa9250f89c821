// Package users is the staff that works with the hub: who they are, how they
// prove it, and what each of them may do.
//
//	SignIn ─► (NeedCode ─► GiveCode) ─► (NeedPassword ─► RenewPassword) ─► SignedIn
//
// A person has a login and a password (Argon2id), beside it a code of six digits
// that changes (TOTP) if he set one up, or comes from the provider of his town
// (OpenID Connect, [Provider]). A browser then holds a secret of 256 bits in a
// cookie; the store has only its hash. It ends after a time without use, after
// a working day in any case, and is drawn anew whenever it comes to mean more.
// A command line tool holds such a secret too, made on the person's own page.
//
// What can go wrong is a typed error; the sentence is the page's business. An
// unknown login and a wrong password are the same error, after the same work.
// Trying costs more and more time, for a login and for an address.
//
// The table of rights is [Can], and nothing else.
package users

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/secret"
)

// Book is what the package needs of the hub's database.
type Book interface {
	store.Users
	store.History
}

// Config says with what to work.
type Config struct {
	Book Book
	// Key is secret and stays the same: 32 bytes at least. It encrypts what
	// must be read back, the secrets of TOTP. Hubs side by side share it.
	Key []byte
	Log *slog.Logger     // nil: nothing is logged
	Now func() time.Time // nil: time.Now
}

// Users knows the staff. It may be used from many goroutines.
type Users struct {
	book   Book
	safe   safe
	hasher *hasher
	limits *limits
	log    *slog.Logger
	now    func() time.Time

	editing sync.Mutex // what is looked for before it is written or dropped: one at a time
}

var (
	// ErrWrong: there is no such login, or that is not its password, or its
	// code. Nobody is told which.
	ErrWrong = errors.New("users: login or password is wrong")
	// ErrBusy: too many sign-ins wait already; ask again in a moment.
	ErrBusy = errors.New("users: too many sign-ins at once")
	// ErrSession: there is no such session any more.
	ErrSession = errors.New("users: no such session")
	// ErrLogin: what was asked for cannot be a login.
	ErrLogin = errors.New("users: a login has 2 to 40 of a-z, 0-9, . and -")
	// ErrExists: the login is taken.
	ErrExists = errors.New("users: the login is taken")
	// ErrSubject: another account has this subject of the provider.
	ErrSubject = errors.New("users: the subject has an account")
	// ErrRight: the person may not do that.
	ErrRight = errors.New("users: not within one's rights")
	// ErrLast: it would leave the hub without an administrator.
	ErrLast = errors.New("users: the last administrator stays")
)

// WaitError refuses a try that came too early, unread.
type WaitError struct{ For time.Duration }

func (e *WaitError) Error() string {
	return fmt.Sprintf("users: too many tries, wait %s", e.For.Round(time.Second))
}

// New makes the staff of a hub.
func New(c Config) (*Users, error) {
	if len(c.Key) < 32 {
		return nil, errors.New("users: the key has less than 32 bytes")
	}
	key, err := hkdf.Key(sha256.New, c.Key, nil, "guichet hub users 1", 32)
	if err != nil {
		return nil, fmt.Errorf("users: key: %w", err)
	}
	u := &Users{book: c.Book, safe: newSafe(key), log: c.Log, now: c.Now}
	if u.log == nil {
		u.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if u.now == nil {
		u.now = time.Now
	}
	u.limits = newLimits(u.now)
	u.hasher = newHasher(secret.Today)
	return u, nil
}
