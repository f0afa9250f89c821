package store

import (
	"context"
	"time"
)

// post puts a new item into the outbox, due at once.
func (t *tx) post(i Item, connectors []string) error {
	for _, name := range connectors {
		_, err := t.exec("INSERT INTO delivery (item, connector, tries, next) VALUES (?, ?, 0, ?) ON CONFLICT DO NOTHING",
			i.ID, name, micro(i.Receipt))
		if err != nil {
			return err
		}
	}
	return nil
}

// TakeDeliveries implements [Outbox].
func (d *database) TakeDeliveries(ctx context.Context, now, until time.Time, limit int) (due []Delivery, err error) {
	until = timeOf(micro(until))
	err = d.do(ctx, func(t *tx) error {
		due = nil
		err := t.list("SELECT item, connector, tries FROM delivery WHERE next <= ? ORDER BY next, item LIMIT ?",
			[]any{micro(now), int64(limit)}, func(row scanner) error {
				d := Delivery{Next: until}
				err := row.Scan(&d.Item, &d.Connector, &d.Tries)
				due = append(due, d)
				return err
			})
		if err != nil {
			return err
		}
		return t.putOff(due, until)
	})
	if err != nil {
		return nil, err
	}
	return due, nil
}

func (t *tx) putOff(due []Delivery, until time.Time) error {
	for _, d := range due {
		_, err := t.exec("UPDATE delivery SET next = ? WHERE item = ? AND connector = ?", micro(until), d.Item, d.Connector)
		if err != nil {
			return err
		}
	}
	return nil
}

// PutOff implements [Outbox]; it is no error where the delivery is gone.
func (d *database) PutOff(ctx context.Context, v Delivery, next time.Time) error {
	return d.do(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE delivery SET tries = tries + 1, next = ? WHERE item = ? AND connector = ?",
			micro(next), v.Item, v.Connector)
		return err
	})
}

// Delivered implements [Outbox].
func (d *database) Delivered(ctx context.Context, v Delivery) error {
	return d.do(ctx, func(t *tx) error {
		_, err := t.exec("DELETE FROM delivery WHERE item = ? AND connector = ?", v.Item, v.Connector)
		return err
	})
}

// Deliveries implements [Outbox].
func (d *database) Deliveries(ctx context.Context) (int, error) {
	return one(ctx, d, value[int], "SELECT count(*) FROM delivery")
}
