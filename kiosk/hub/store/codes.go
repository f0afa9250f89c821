package store

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// AddCode implements [Codes]; ErrTaken where the hash is there.
func (d *database) AddCode(ctx context.Context, c Code) error {
	return d.do(ctx, func(t *tx) error {
		added, err := t.exec(`INSERT INTO code (hash, town, name, grp, made_by, expires)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			c.Hash[:], c.Town, c.Name, c.Group, c.By, micro(c.Expires))
		if err == nil && added == 0 {
			return ErrTaken
		}
		return err
	})
}

// TakeCode implements [Codes]. It forgets the codes that nobody took in time.
func (d *database) TakeCode(ctx context.Context, hash [32]byte, now time.Time) (Code, error) {
	c, taken := Code{Hash: hash}, error(nil)
	err := d.do(ctx, func(t *tx) error {
		if _, err := t.exec("DELETE FROM code WHERE expires <= ?", micro(now)); err != nil {
			return err
		}
		taken = t.change("DELETE FROM code WHERE hash = ? RETURNING town, name, grp, made_by, expires",
			[]any{hash[:]}, &c.Town, &c.Name, &c.Group, &c.By, at(&c.Expires))
		if errors.Is(taken, ErrNotFound) {
			return nil // the others stay forgotten
		}
		return taken
	})
	if err = cmp.Or(err, taken); err != nil {
		return Code{}, err
	}
	return c, nil
}
