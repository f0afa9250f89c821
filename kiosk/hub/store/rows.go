package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// micro is how a time is kept: microseconds since 1970 in UTC, 0 is the zero time.
func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func timeOf(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// moment reads a time from its column.
type moment struct{ t *time.Time }

func at(t *time.Time) moment { return moment{t} }

// Scan implements [sql.Scanner].
func (m moment) Scan(v any) error {
	us, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is not a %T", v)
	}
	*m.t = timeOf(us)
	return nil
}

// sum reads a SHA-256 from its column.
type sum struct{ h *[32]byte }

// Scan implements [sql.Scanner].
func (s sum) Scan(v any) error {
	b, ok := v.([]byte)
	if !ok || len(b) != len(s.h) {
		return errors.New("a hash has 32 bytes")
	}
	copy(s.h[:], b)
	return nil
}

type scanner interface{ Scan(into ...any) error }

// one reads the first row; ErrNotFound where there is none.
func one[T any](ctx context.Context, d *database, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	var none T
	if slices.ContainsFunc(args, unheard) {
		return none, ErrNotFound
	}
	v, err := scan(d.read.QueryRowContext(ctx, d.bind(query), args...))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return none, ErrNotFound
	case errors.Is(err, ErrDamaged):
		return none, err
	case err != nil:
		return none, d.explain("read", err)
	}
	return v, nil
}

// unheard tells that no row can have this: PostgreSQL takes no such text, and an
// address that a stranger made up is no fault of the database.
func unheard(arg any) bool {
	s, ok := arg.(string)
	return ok && (strings.ContainsRune(s, 0) || !utf8.ValidString(s))
}

// all reads every row.
func all[T any](ctx context.Context, d *database, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := d.read.QueryContext(ctx, d.bind(query), args...)
	if err != nil {
		return nil, d.explain("read", err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, d.explain("read", err)
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return nil, d.explain("read", err)
	}
	return list, nil
}

// value reads a row of one column.
func value[T any](row scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}

// Check writes a number, with all that belongs to a write.
func (d *database) Check(ctx context.Context) error {
	return d.do(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE counter SET n = n + 1 WHERE name = 'check'")
		return err
	})
}
