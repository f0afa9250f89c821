package spool

import (
	"context"
	"time"
)

// Count is what waits.
type Count struct {
	Waiting int
	Oldest  time.Time // when the oldest was saved; zero: none waits
}

// Count tells how much waits without reading it: cheap, for a heartbeat. What is
// damaged is found by Next and Pending.
func (s *Spool) Count(ctx context.Context) (Count, error) {
	var c Count
	var oldest *int64
	row := s.read.QueryRowContext(ctx, "SELECT count(*), min(at) FROM record")
	if err := row.Scan(&c.Waiting, &oldest); err != nil {
		return Count{}, s.explain("count", err)
	}
	if oldest != nil {
		c.Oldest = time.Unix(*oldest, 0).UTC()
	}
	return c, nil
}
