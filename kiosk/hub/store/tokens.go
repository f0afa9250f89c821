package store

import (
	"context"
	"errors"
	"time"
)

const selectToken = "SELECT hash, login, kind, label, at, expires, seen FROM token "

func scanToken(row scanner) (Token, error) {
	var t Token
	err := row.Scan(sum{&t.Hash}, &t.Login, &t.Kind, &t.Label, at(&t.At), at(&t.Expires), at(&t.Seen))
	return t, err
}

// AddToken implements [Users]. It forgets those that are over by then. It is
// ErrNotFound where nobody has this login, ErrTaken where the hash is there.
func (d *database) AddToken(ctx context.Context, k Token) error {
	return d.do(ctx, func(t *tx) error {
		var login string
		if err := t.find("SELECT login FROM person WHERE login = ?", []any{k.Login}, &login); err != nil {
			return err
		}
		err := t.find("SELECT login FROM token WHERE hash = ?", []any{k.Hash[:]}, &login)
		if err == nil {
			return ErrTaken
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		if _, err := t.exec("DELETE FROM token WHERE expires <= ?", micro(k.At)); err != nil {
			return err
		}
		_, err = t.exec("INSERT INTO token (hash, login, kind, label, at, expires, seen) VALUES (?, ?, ?, ?, ?, ?, ?)",
			k.Hash[:], k.Login, k.Kind, k.Label, micro(k.At), micro(k.Expires), micro(k.Seen))
		return err
	})
}

// Token implements [Users]; ErrNotFound where it is over.
func (d *database) Token(ctx context.Context, hash [32]byte, now time.Time) (Token, error) {
	return one(ctx, d, scanToken, selectToken+"WHERE hash = ? AND expires > ?", hash[:], micro(now))
}

// TouchToken implements [Users].
func (d *database) TouchToken(ctx context.Context, hash [32]byte, seen, expires time.Time) error {
	return d.do(ctx, func(t *tx) error {
		return found(t.exec("UPDATE token SET seen = ?, expires = ? WHERE hash = ?", micro(seen), micro(expires), hash[:]))
	})
}

// DropToken implements [Users]; ErrNotFound where it is not there.
func (d *database) DropToken(ctx context.Context, hash [32]byte) error {
	return d.do(ctx, func(t *tx) error { return found(t.exec("DELETE FROM token WHERE hash = ?", hash[:])) })
}

// DropTokens implements [Users].
func (d *database) DropTokens(ctx context.Context, login string) error {
	return d.do(ctx, func(t *tx) error {
		_, err := t.exec("DELETE FROM token WHERE login = ?", login)
		return err
	})
}

// Tokens implements [Users]: the newest first.
func (d *database) Tokens(ctx context.Context, login string) ([]Token, error) {
	return all(ctx, d, scanToken, selectToken+"WHERE login = ? ORDER BY at DESC, hash", login)
}
