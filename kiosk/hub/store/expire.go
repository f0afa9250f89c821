package store

import (
	"context"
	"time"

	"guichet/kiosk/custody"
)

// ExpireItems implements [Inbox]. A damaged item is not deleted, for its
// duration cannot be believed.
func (d *database) ExpireItems(ctx context.Context, now time.Time, limit int) (gone []Expired, err error) {
	err = d.do(ctx, func(t *tx) error {
		gone = nil
		var after int64
		for len(gone) < limit {
			n, i, err := t.nextExpired(after, now)
			if err == ErrNotFound {
				return nil
			}
			if err != nil {
				return err
			}
			after = n
			if i.Damaged || i.expires().After(now) {
				continue
			}
			if err := t.forget(n, i); err != nil {
				return err
			}
			gone = append(gone, Expired{i.ID, i.Reference, i.Town, i.Pack, i.Receipt})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return gone, nil
}

// nextExpired is the first after number n whose time is over.
func (t *tx) nextExpired(after int64, now time.Time) (n int64, i Item, err error) {
	i, err = scanItemAnd(expiredRow{t, []any{micro(now), after}}, &n)
	return n, i, err
}

// expiredRow is the next item that is over, to scan.
type expiredRow foundRow

func (r expiredRow) Scan(into ...any) error {
	return r.t.find("SELECT "+columnsOfItem+", n FROM item WHERE expires > 0 AND expires <= ? AND n > ? ORDER BY n LIMIT 1",
		r.args, into...)
}

// forget leaves the id and when it came: a late copy is neither kept again nor
// refused.
func (t *tx) forget(n int64, i Item) error {
	left := Item{Header: custody.Header{ID: i.ID}, Receipt: i.Receipt}
	_, err := t.exec(`UPDATE item SET reference = '', pack = '', version = '', kiosk = '', town = '', at = 0, keep_days = 0,
		size = 0, sha256 = '', envelope = '', expires = 0, handled_at = 0, handled_by = '', hash = ?, ciphertext = ?
		WHERE n = ?`, left.hash(), []byte{}, n)
	if err != nil {
		return err
	}
	_, err = t.exec("DELETE FROM delivery WHERE item = ?", i.ID)
	return err
}
