package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"guichet/kiosk/custody"
)

// PutItem implements [Inbox]. It sets Receipt where it is zero.
//
// It is ErrDamaged where the id is there and cannot be trusted any more: then
// the kiosk must keep what it has.
func (d *database) PutItem(ctx context.Context, i Item, ciphertext []byte, tell ...string) (received time.Time, err error) {
	if err := checkItem(i, ciphertext); err != nil {
		return time.Time{}, err
	}
	i.HandledAt, i.HandledBy = time.Time{}, ""
	if i.Receipt.IsZero() {
		i.Receipt = time.Now()
	}
	i.Receipt = timeOf(micro(i.Receipt)) // as it will be read
	j := &job{ctx: ctx, item: &newItem{i, i.hash(), ciphertext}, done: make(chan struct{})}
	j.fn = func(t *tx) error {
		received = i.Receipt
		isNew, err := t.put(j.item)
		switch {
		case err != nil:
			return err
		case isNew:
			return t.post(i, tell)
		}
		received, err = firstReceipt(t, i)
		return err
	}
	if err := d.wait(j); err != nil {
		return time.Time{}, err
	}
	return received, nil
}

const insertItem = `INSERT INTO item (id, reference, pack, version, kiosk, town, at, keep_days, size, sha256,
	envelope, received, expires, hash, ciphertext)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`

// newItem is an item on its way in, with what can be computed before its turn.
type newItem struct {
	Item
	mark       []byte // its hash
	ciphertext []byte
}

// put tells whether the item is new.
func (t *tx) put(i *newItem) (isNew bool, err error) {
	if t.ahead[i.ID] {
		return true, nil
	}
	added, err := t.exec(insertItem, i.ID, i.Reference, i.Pack, i.Version, i.Kiosk, i.Town, micro(i.At),
		int64(i.KeepDays), int64(i.Size), i.SHA256, i.Envelope, micro(i.Receipt), micro(i.expires()), i.mark,
		i.ciphertext)
	return added == 1, err
}

// firstReceipt is when the item with this id came for the first time. Only what
// can still be read, or was deleted in its time, is acknowledged again.
func firstReceipt(t *tx, i Item) (received time.Time, err error) {
	was, ciphertext, err := t.item(i.ID)
	switch {
	case err != nil:
		return time.Time{}, err
	case was.Damaged:
		return time.Time{}, ErrDamaged
	case was.gone():
		return was.Receipt, nil
	case custody.Sum(ciphertext) != was.SHA256:
		return time.Time{}, ErrDamaged
	case was.SHA256 != i.SHA256:
		return time.Time{}, ErrTaken
	}
	return was.Receipt, nil
}

func (t *tx) item(id string) (i Item, ciphertext []byte, err error) {
	i, err = scanItemAnd(foundRow{t, []any{id}}, &ciphertext)
	return i, ciphertext, err
}

// foundRow is the item with an id, to scan.
type foundRow struct {
	t    *tx
	args []any
}

func (r foundRow) Scan(into ...any) error {
	return r.t.find("SELECT "+columnsOfItem+", ciphertext FROM item WHERE id = ?", r.args, into...)
}

const (
	pageOfItems = 100
	maxItems    = 1000
)

// Items implements [Inbox]. After may be the id of an item that was deleted
// meanwhile; it is ErrNotFound where there never was one.
func (d *database) Items(ctx context.Context, q Query) ([]Item, error) {
	if q.Town == "" {
		return nil, errors.New("store: items of which town?")
	}
	after, err := d.numberOf(ctx, q.After)
	if err != nil {
		return nil, err
	}
	query, args := selectItem+"WHERE town = ? AND n > ?", []any{q.Town, after}
	if q.Pack != "" {
		query, args = query+" AND pack = ?", append(args, q.Pack)
	}
	switch q.State {
	case "":
	case StateWaiting:
		query += " AND handled_at = 0"
	case StateHandled:
		query += " AND handled_at <> 0"
	default:
		return nil, errors.New("store: items of which state?")
	}
	return all(ctx, d, scanItem, query+" ORDER BY n LIMIT ?", append(args, limitOf(q.Limit))...)
}

func limitOf(limit int) int64 {
	if limit <= 0 {
		return pageOfItems
	}
	return int64(min(limit, maxItems))
}

// numberOf is the place of an item in the order of arrival, 0 for "".
func (d *database) numberOf(ctx context.Context, id string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	return one(ctx, d, value[int64], "SELECT n FROM item WHERE id = ?", id)
}

// Item implements [Inbox]; ErrDamaged where it is not what was written.
func (d *database) Item(ctx context.Context, id string) (Item, error) {
	i, err := one(ctx, d, scanItem, selectItem+"WHERE id = ?", id)
	switch {
	case err != nil:
		return Item{}, err
	case i.Damaged:
		return Item{}, ErrDamaged
	case i.gone():
		return Item{}, ErrNotFound
	}
	return i, nil
}

// Ciphertext implements [Inbox]; ErrDamaged where it is not what was written.
func (d *database) Ciphertext(ctx context.Context, id string) ([]byte, error) {
	return one(ctx, d, scanCiphertext, "SELECT "+columnsOfItem+", ciphertext FROM item WHERE id = ?", id)
}

func scanCiphertext(row scanner) ([]byte, error) {
	var ciphertext []byte
	i, err := scanItemAnd(row, &ciphertext)
	switch {
	case err != nil:
		return nil, err
	case i.Damaged || !i.gone() && custody.Sum(ciphertext) != i.SHA256:
		return nil, ErrDamaged
	case i.gone():
		return nil, sql.ErrNoRows
	}
	return ciphertext, nil
}

// HandleItem implements [Inbox]. Who handled it first stays.
func (d *database) HandleItem(ctx context.Context, id, by string, when time.Time) error {
	return d.do(ctx, func(t *tx) error {
		i, _, err := t.item(id)
		switch {
		case err != nil:
			return err
		case i.Damaged:
			return ErrDamaged
		case i.gone():
			return ErrNotFound
		case !i.HandledAt.IsZero():
			return nil
		}
		i.HandledAt, i.HandledBy = timeOf(micro(when)), by
		_, err = t.exec("UPDATE item SET handled_at = ?, handled_by = ?, hash = ? WHERE id = ?",
			micro(i.HandledAt), i.HandledBy, i.hash(), id)
		return err
	})
}
