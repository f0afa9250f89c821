package store

import (
	"context"
	"time"

	"guichet/kiosk/fleet/wire"
)

const (
	newsKept  = 24 * time.Hour
	newsAPage = 100
)

// Publish implements [News]. The numbers have no gaps and grow in the order of
// the commits: who has seen one has seen all before it.
func (d *database) Publish(ctx context.Context, town, kiosk, kind string) (number int64, err error) {
	now := time.Now()
	err = d.do(ctx, func(t *tx) error {
		if err := t.change("UPDATE counter SET n = n + 1 WHERE name = 'notice' RETURNING n", nil, &number); err != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM notice WHERE at < ?", micro(now.Add(-newsKept))); err != nil {
			return err
		}
		_, err := t.exec("INSERT INTO notice (number, at, town, kiosk, kind) VALUES (?, ?, ?, ?, ?)",
			number, micro(now), town, kiosk, kind)
		if err != nil || d.tell == "" {
			return err
		}
		_, err = t.exec(d.tell)
		return err
	})
	if err != nil {
		return 0, err
	}
	d.wake.ring()
	return number, nil
}

// Since implements [News].
func (d *database) Since(ctx context.Context, after int64, town, kiosk string) ([]wire.Notice, error) {
	return all(ctx, d, func(row scanner) (n wire.Notice, err error) {
		err = row.Scan(&n.Number, &n.Kind)
		return n, err
	}, `SELECT number, kind FROM notice WHERE number > ? AND town IN ('', ?) AND kiosk IN ('', ?)
		ORDER BY number LIMIT ?`, after, town, kiosk, int64(newsAPage))
}

// LastNotice implements [News]; 0 before the first.
func (d *database) LastNotice(ctx context.Context) (int64, error) {
	return one(ctx, d, value[int64], "SELECT n FROM counter WHERE name = 'notice'")
}

// posted is a notice and for whom it is.
type posted struct {
	wire.Notice
	town, kiosk string
}

func scanPosted(row scanner) (p posted, err error) {
	err = row.Scan(&p.Number, &p.Kind, &p.town, &p.kiosk)
	return p, err
}

// later is the pause after a database that did not answer.
const later = time.Second

// Listen implements [News]. It calls f in the order of the numbers, once each,
// from one goroutine. A ring of the bell says only that there may be news, and
// the numbers what is new: so a ring too many, or one for three, does no harm.
// It returns ctx.Err, or ErrClosed.
func (d *database) Listen(ctx context.Context, f func(n wire.Notice, town, kiosk string)) error {
	return d.listen(ctx, 0, false, f)
}

// ListenAfter implements [News].
func (d *database) ListenAfter(ctx context.Context, last int64, f func(n wire.Notice, town, kiosk string)) error {
	return d.listen(ctx, last, true, f)
}

func (d *database) listen(ctx context.Context, last int64, known bool, f func(n wire.Notice, town, kiosk string)) error {
	for {
		ring := d.wake.next()
		more, err := false, error(nil)
		if !known {
			last, err = d.LastNotice(ctx)
			known = err == nil
		} else {
			more, err = d.hand(ctx, &last, f)
		}
		if more {
			continue
		}
		if err := d.pause(ctx, ring, err); err != nil {
			return err
		}
	}
}

// hand calls f for what came after last; more says that there may be more.
func (d *database) hand(ctx context.Context, last *int64, f func(n wire.Notice, town, kiosk string)) (more bool, err error) {
	list, err := all(ctx, d, scanPosted,
		"SELECT number, kind, town, kiosk FROM notice WHERE number > ? ORDER BY number LIMIT ?", *last, int64(newsAPage))
	for _, p := range list {
		f(p.Notice, p.town, p.kiosk)
		*last = p.Number
	}
	return len(list) == newsAPage, err
}

// pause waits for the bell, or for a while after an error.
func (d *database) pause(ctx context.Context, ring <-chan struct{}, err error) error {
	var again <-chan time.Time
	if err != nil {
		again = time.After(later)
	}
	select {
	case <-ring:
	case <-again:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.quit:
		return ErrClosed
	}
	return nil
}
