package users

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"guichet/kiosk/hub/store"
)

// recoveryCodes are given once, for the day when the telephone is lost: 80 bits
// each, so that a hash of the store leads back to none.
const recoveryCodes = 8

// crockford has no I, L, O, U: nothing is mistaken on paper.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// renewRecovery replaces the recovery codes of somebody.
func (u *Users) renewRecovery(ctx context.Context, login string) ([]string, error) {
	err := u.drop(ctx, login, func(t store.Token) bool { return t.Kind == kindRecovery })
	if err != nil {
		return nil, err
	}
	var codes []string
	for range recoveryCodes {
		raw := make([]byte, 10)
		rand.Read(raw)
		code, now := crockford.EncodeToString(raw), u.now()
		t := store.Token{Hash: recoveryHash(login, code), Login: login, Kind: kindRecovery, At: now, Seen: now, Expires: now.Add(10 * 365 * 24 * time.Hour)}
		if err := u.book.AddToken(ctx, t); err != nil {
			return nil, fmt.Errorf("users: recovery codes: %w", err)
		}
		codes = append(codes, fours(code))
	}
	return codes, nil
}

func recoveryHash(login, code string) [32]byte { return hashOf("recovery " + login + " " + code) }

// spendRecovery takes a recovery code; it works once.
func (u *Users) spendRecovery(ctx context.Context, user store.User, code string) error {
	code = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(code)
	hash := recoveryHash(user.Login, code)
	u.editing.Lock()
	defer u.editing.Unlock()
	t, err := u.book.Token(ctx, hash, u.now())
	if errors.Is(err, store.ErrNotFound) || err == nil && (t.Kind != kindRecovery || t.Login != user.Login) {
		u.refused(ctx, user)
		return ErrWrong
	}
	if err != nil {
		return fmt.Errorf("users: recovery code: %w", err)
	}
	switch err := u.book.DropToken(ctx, hash); {
	case errors.Is(err, store.ErrNotFound):
		return ErrWrong // another hub was faster
	case err != nil:
		return fmt.Errorf("users: recovery code: %w", err)
	}
	u.note(ctx, user, "recovery_code_used", user.Login)
	return nil
}

// RecoveryLeft is how many recovery codes somebody has left.
func (u *Users) RecoveryLeft(ctx context.Context, login string) (int, error) {
	all, err := u.book.Tokens(ctx, login)
	if err != nil {
		return 0, fmt.Errorf("users: tokens: %w", err)
	}
	n := 0
	for _, t := range all {
		if t.Kind == kindRecovery {
			n++
		}
	}
	return n, nil
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
