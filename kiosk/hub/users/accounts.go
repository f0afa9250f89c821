package users

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"guichet/kiosk/hub/store"
)

// onceLife is how long a password that somebody else set works.
const onceLife = 72 * time.Hour

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,39}$`)

func tidyLogin(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) > 40 {
		s = s[:40] // whatever it is, it is not a login: do not keep more in mind
	}
	return s
}

// ErrName: a person has a name of 1 to 60 characters.
var ErrName = errors.New("users: a person has a name of 1 to 60 characters")

// FirstAdmin makes the first administrator of a hub that has no users yet, and
// gives the password that he must change at once. ErrExists where there are
// users already.
func (u *Users) FirstAdmin(ctx context.Context, login string) (password string, err error) {
	all, err := u.book.Users(ctx, "")
	if err != nil {
		return "", fmt.Errorf("users: first administrator: %w", err)
	}
	if len(all) > 0 {
		return "", ErrExists
	}
	first := store.User{Login: login, Name: login, Role: store.RoleAdmin}
	return u.add(ctx, store.User{Login: "hub"}, first)
}

// Add makes an account, and gives the password that its owner must change at
// once; none where he comes from a provider (OIDC is set). Errors: ErrRight,
// ErrLogin, ErrName, ErrExists, ErrSubject.
func (u *Users) Add(ctx context.Context, by, user store.User) (password string, err error) {
	if !CanGive(by, user) {
		return "", ErrRight
	}
	return u.add(ctx, by, user)
}

func (u *Users) add(ctx context.Context, by, user store.User) (password string, err error) {
	if err := wellFormed(user); err != nil {
		return "", err
	}
	u.editing.Lock()
	defer u.editing.Unlock()
	if _, err := u.book.User(ctx, user.Login); !errors.Is(err, store.ErrNotFound) {
		return "", errors.Join(ErrExists, err)
	}
	user.TOTP, user.TOTPStep, user.Disabled = nil, 0, false
	if user.OIDC == "" {
		if user.Password, password, err = u.oncePassword(ctx); err != nil {
			return "", err
		}
	}
	if err := u.book.PutUser(ctx, user); err != nil {
		return "", taken("add", err)
	}
	u.noteOn(ctx, by, user, "user_added")
	return password, nil
}

// taken names the one thing that two accounts cannot share.
func taken(doing string, err error) error {
	if errors.Is(err, store.ErrTaken) {
		return ErrSubject
	}
	return fmt.Errorf("users: %s: %w", doing, err)
}

func wellFormed(user store.User) error {
	if !loginForm.MatchString(user.Login) {
		return ErrLogin
	}
	if n := utf8.RuneCountInString(user.Name); n < 1 || n > 60 || strings.ContainsFunc(user.Name, unicode.IsControl) {
		return ErrName
	}
	return nil
}

// oncePassword draws a password of 80 bits that must be changed.
func (u *Users) oncePassword(ctx context.Context) (kept, shown string, err error) {
	raw := make([]byte, 10)
	rand.Read(raw)
	shown = strings.ReplaceAll(fours(strings.ToLower(crockford.EncodeToString(raw))), " ", "-")
	p, err := u.hasher.hash(ctx, shown)
	return credential{phc: p, once: u.now().Add(onceLife)}.String(), shown, err
}

// Change writes Name, Role, Town, OIDC and Disabled of an account, and ends its
// sessions, so that a right taken away is away. Errors: ErrRight, ErrName,
// ErrLast, ErrSubject, store.ErrNotFound.
func (u *Users) Change(ctx context.Context, by, is store.User) error {
	was, err := u.mayChange(ctx, by, is.Login)
	if err != nil {
		return err
	}
	if !CanGive(by, is) {
		return ErrRight
	}
	if err := wellFormed(is); err != nil {
		return err
	}
	if err := u.keepsAdmin(ctx, was, is); err != nil {
		return err
	}
	err = u.change(ctx, is.Login, func(x *store.User) {
		x.Name, x.Role, x.Town, x.OIDC, x.Disabled = is.Name, is.Role, is.Town, is.OIDC, is.Disabled
	})
	if err != nil {
		return err
	}
	u.noteOn(ctx, by, is, "user_changed")
	return u.SignOutEverywhere(ctx, is.Login, Session{})
}

// ResetPassword gives an account a password that its owner must change, and
// ends its sessions and tools; for who forgot his, or saw another use it. Codes
// that a lost telephone makes are turned off where codes is set. Errors:
// ErrRight, store.ErrNotFound.
func (u *Users) ResetPassword(ctx context.Context, by store.User, login string, codes bool) (string, error) {
	user, err := u.mayChange(ctx, by, login)
	if err != nil {
		return "", err
	}
	kept, shown, err := u.oncePassword(ctx)
	if err != nil {
		return "", err
	}
	if err := u.change(ctx, login, func(x *store.User) { x.Password = kept }); err != nil {
		return "", err
	}
	u.noteOn(ctx, by, user, "password_reset")
	if codes {
		if err := u.clearTOTP(ctx, by, login); err != nil {
			return "", err
		}
	}
	return shown, u.drop(ctx, login, func(t store.Token) bool { return t.Kind != kindRecovery })
}

// mayChange gives an account as it is, to whoever may change it: not one's own,
// nobody locks himself out or gives himself a right.
func (u *Users) mayChange(ctx context.Context, by store.User, login string) (store.User, error) {
	was, err := u.book.User(ctx, login)
	if err != nil {
		return was, fmt.Errorf("users: change: %w", err)
	}
	if by.Login == login || !CanGive(by, was) {
		return was, ErrRight
	}
	return was, nil
}

// keepsAdmin refuses to close the last account that may do everything.
func (u *Users) keepsAdmin(ctx context.Context, was, is store.User) error {
	if !Everywhere(was) || was.Disabled || Everywhere(is) && !is.Disabled {
		return nil
	}
	all, err := u.book.Users(ctx, "")
	if err != nil {
		return fmt.Errorf("users: change: %w", err)
	}
	for _, other := range all {
		if other.Login != was.Login && Everywhere(other) && !other.Disabled {
			return nil
		}
	}
	return ErrLast
}

// noteOn writes what somebody did to an account into the history of its town.
func (u *Users) noteOn(ctx context.Context, by, on store.User, what string) {
	u.note(ctx, store.User{Login: by.Login, Town: on.Town}, what, on.Login)
}
