package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// line is the connection that writes, with its prepared statements.
type line struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

func (l *line) close() {
	l.closeStatements()
	l.conn.Close()
}

// closeStatements comes before the end of the connection: one of a connection
// that is gone cannot be closed.
func (l *line) closeStatements() {
	for _, s := range l.statements {
		s.Close()
	}
	clear(l.statements)
}

// drop closes the connection itself, which close would give back to its pool.
func (l *line) drop() {
	l.closeStatements()
	l.conn.Raw(func(any) error { return driver.ErrBadConn })
	l.conn.Close()
}

// tx is the transaction under way.
type tx struct {
	d      *database
	ctx    context.Context
	stop   context.CancelFunc
	wrote  bool            // a statement changed a row
	ahead  map[string]bool // items that were put before the jobs ran
	broken bool            // a statement failed: nothing more can be kept
}

func (d *database) beginTx() (*tx, error) {
	ctx, stop := d.patient()
	if d.line == nil {
		conn, err := d.write.Conn(ctx)
		if err != nil {
			stop()
			return nil, d.explain("connect", err)
		}
		d.line = &line{conn: conn, statements: map[string]*sql.Stmt{}}
	}
	t := &tx{d: d, ctx: ctx, stop: stop}
	for _, q := range d.begin {
		if _, err := d.line.conn.ExecContext(ctx, q); err != nil {
			t.rollback()
			return nil, d.explain("begin", err)
		}
	}
	return t, nil
}

// commit must not be called where a statement failed: PostgreSQL answers the
// COMMIT of a broken transaction with a ROLLBACK and no error.
func (t *tx) commit() error {
	defer t.stop()
	if _, err := t.d.line.conn.ExecContext(t.ctx, "COMMIT"); err != nil {
		t.rollback()
		return t.d.explain("commit", err)
	}
	return nil
}

// rollback leaves a connection that can begin again, or none.
func (t *tx) rollback() {
	defer t.stop()
	if _, err := t.d.line.conn.ExecContext(t.ctx, "ROLLBACK"); err != nil && !t.d.outside(err) {
		t.d.line.drop()
		t.d.line = nil
	}
}

// exec runs a statement and tells how many rows it changed.
func (t *tx) exec(query string, args ...any) (changed int64, err error) {
	s, err := t.prepare(query)
	if err != nil {
		return 0, err
	}
	done, err := s.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	if changed, err = done.RowsAffected(); err != nil {
		return 0, t.fail(err)
	}
	t.wrote = t.wrote || changed > 0
	return changed, nil
}

// find reads the first row; ErrNotFound where there is none.
func (t *tx) find(query string, args []any, into ...any) error {
	s, err := t.prepare(query)
	if err != nil {
		return err
	}
	err = s.QueryRowContext(t.ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return t.fail(err)
	}
	return nil
}

// change is find for a statement that writes and returns the row.
func (t *tx) change(query string, args []any, into ...any) error {
	err := t.find(query, args, into...)
	t.wrote = t.wrote || err == nil
	return err
}

// list is find for every row; next reads one.
func (t *tx) list(query string, args []any, next func(scanner) error) error {
	s, err := t.prepare(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return t.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := next(rows); err != nil {
			return t.fail(err)
		}
	}
	if err := rows.Err(); err != nil {
		return t.fail(err)
	}
	return nil
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if s, ok := t.d.line.statements[query]; ok {
		return s, nil
	}
	s, err := t.d.line.conn.PrepareContext(t.ctx, t.d.bind(query))
	if err != nil {
		return nil, t.fail(err)
	}
	t.d.line.statements[query] = s
	return s, nil
}

func (t *tx) fail(err error) error {
	t.broken = true
	return t.d.explain("write", err)
}
