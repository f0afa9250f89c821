package store

import (
	"context"
	"time"
)

// actsKept is for how long who did what is kept: the longest that the CNIL
// advises for such a log (deliberation 2021-122, six months to a year).
const actsKept = 365 * 24 * time.Hour

func scanAct(row scanner) (Act, error) {
	var a Act
	err := row.Scan(at(&a.At), &a.Who, &a.Town, &a.What, &a.On, &a.More)
	return a, err
}

// Note implements [History].
func (d *database) Note(ctx context.Context, a Act) error {
	return d.do(ctx, func(t *tx) error {
		if _, err := t.exec("DELETE FROM act WHERE at < ?", micro(a.At.Add(-actsKept))); err != nil {
			return err
		}
		_, err := t.exec("INSERT INTO act (at, who, town, what, subject, more) VALUES (?, ?, ?, ?, ?, ?)",
			micro(a.At), a.Who, a.Town, a.What, a.On, a.More)
		return err
	})
}

// Acts implements [History]; a limit of 0 is 100, at most 1000.
func (d *database) Acts(ctx context.Context, town string, limit int) ([]Act, error) {
	const columns = "SELECT at, who, town, what, subject, more FROM act "
	if town == "" {
		return all(ctx, d, scanAct, columns+"ORDER BY n DESC LIMIT ?", limitOf(limit))
	}
	return all(ctx, d, scanAct, columns+"WHERE town = ? ORDER BY n DESC LIMIT ?", town, limitOf(limit))
}
