package users

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"guichet/kiosk/hub/store"
)

// Step is how far somebody is signed in.
type Step int

// Steps.
const (
	SignedIn     Step = iota
	NeedCode          // the password was right, the six digits are awaited
	NeedPassword      // somebody else set the password: it must be changed
)

// Kinds of store.Token.
const (
	kindSession  = "session"
	kindCode     = "code"
	kindPassword = "password"
	kindTool     = "tool"
	kindRecovery = "recovery"
)

var kinds = map[Step]string{SignedIn: kindSession, NeedCode: kindCode, NeedPassword: kindPassword}

// Times of a session.
const (
	Idle     = 30 * time.Minute // it ends after so long without a request
	Absolute = 12 * time.Hour   // and after so long in any case
	halfway  = 10 * time.Minute // to give the code, or choose a password
	touched  = time.Minute      // "last seen" is no finer than this
)

// Session is somebody at a browser.
type Session struct {
	User store.User
	Step Step
	ID   string // says which one, and opens nothing
	At   time.Time
	Seen time.Time
	Ends time.Time
	hash [32]byte
}

func hashOf(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

func idOf(hash [32]byte) string { return hex.EncodeToString(hash[:8]) }

// begin opens a session at a step and gives its secret.
func (u *Users) begin(ctx context.Context, user store.User, step Step) (string, error) {
	secret, now := newSecret(), u.now()
	ends := now.Add(halfway)
	if step == SignedIn {
		ends = now.Add(Idle)
		u.note(ctx, user, "signed_in", "")
	}
	t := store.Token{Hash: hashOf(secret), Login: user.Login, Kind: kinds[step], At: now, Seen: now, Expires: ends}
	if err := u.book.AddToken(ctx, t); err != nil {
		return "", fmt.Errorf("users: begin a session: %w", err)
	}
	return secret, nil
}

// Session finds the session of a cookie; a request of a person keeps it open,
// which one that the page makes by itself (asks) must not. ErrSession where
// there is none, or its person is shut out.
func (u *Users) Session(ctx context.Context, secret string, asks bool) (Session, error) {
	hash, now := hashOf(secret), u.now()
	t, err := u.book.Token(ctx, hash, now)
	if err != nil {
		return Session{}, gone(err)
	}
	s, err := u.session(ctx, t)
	if err != nil || !asks || s.Step != SignedIn || now.Sub(t.Seen) < touched {
		return s, err
	}
	ends := earlier(now.Add(Idle), t.At.Add(Absolute))
	if err := u.book.TouchToken(ctx, hash, now, ends); err != nil {
		return Session{}, gone(err)
	}
	s.Seen, s.Ends = now, ends
	return s, nil
}

func (u *Users) session(ctx context.Context, t store.Token) (Session, error) {
	s := Session{ID: idOf(t.Hash), At: t.At, Seen: t.Seen, Ends: t.Expires, hash: t.Hash, Step: -1}
	for step, kind := range kinds {
		if t.Kind == kind {
			s.Step = step
		}
	}
	if s.Step < 0 || !u.now().Before(earlier(t.Expires, t.At.Add(Absolute))) {
		return Session{}, ErrSession
	}
	user, err := u.book.User(ctx, t.Login)
	if err != nil {
		return Session{}, gone(err)
	}
	if user.Disabled {
		return Session{}, ErrSession
	}
	s.User = user
	return s, nil
}

// next ends a half-open session and begins what comes after it, with another
// secret.
func (u *Users) next(ctx context.Context, s Session, step Step) (string, error) {
	if err := u.book.DropToken(ctx, s.hash); err != nil {
		return "", gone(err)
	}
	return u.begin(ctx, s.User, step)
}

// SignOut ends the session of a cookie; that there is none is no error.
func (u *Users) SignOut(ctx context.Context, secret string) error {
	if err := u.book.DropToken(ctx, hashOf(secret)); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("users: end a session: %w", err)
	}
	return nil
}

// SignOutEverywhere ends all sessions of somebody but one: his own, or none
// where keep is zero.
func (u *Users) SignOutEverywhere(ctx context.Context, login string, keep Session) error {
	return u.drop(ctx, login, func(t store.Token) bool {
		return t.Kind != kindTool && t.Kind != kindRecovery && t.Hash != keep.hash
	})
}

// drop forgets some of the tokens of somebody.
func (u *Users) drop(ctx context.Context, login string, which func(store.Token) bool) error {
	all, err := u.book.Tokens(ctx, login)
	if err != nil {
		return fmt.Errorf("users: tokens: %w", err)
	}
	for _, t := range all {
		if !which(t) {
			continue
		}
		if err := u.book.DropToken(ctx, t.Hash); err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("users: drop a token: %w", err)
		}
	}
	return nil
}

// Sessions are the open sessions of somebody, as his own page shows them.
func (u *Users) Sessions(ctx context.Context, login string) ([]Session, error) {
	all, err := u.book.Tokens(ctx, login)
	if err != nil {
		return nil, fmt.Errorf("users: tokens: %w", err)
	}
	var open []Session
	for _, t := range all {
		if s, err := u.session(ctx, t); err == nil && s.Step == SignedIn {
			open = append(open, s)
		}
	}
	return open, nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// gone turns "not found" into "no such session": anything else is a fault of
// the store.
func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrSession
	}
	return fmt.Errorf("users: session: %w", err)
}

// note writes into the history. That it could not is logged: what was done is
// done.
func (u *Users) note(ctx context.Context, who store.User, what, on string) {
	act := store.Act{At: u.now(), Who: who.Login, Town: who.Town, What: what, On: on}
	if err := u.book.Note(ctx, act); err != nil {
		u.log.Error("history_failed", "what", what, "err", err)
	}
}
