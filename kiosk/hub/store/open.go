package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Open opens the hub's database and brings its tables up to date. url is
// "postgres://…", or "sqlite:" and a file, or the name of a file, which is made
// where it is missing (its folder too).
//
// Errors: ErrFull, *CorruptError, *NewerError, or what the file system or the
// server says.
func Open(ctx context.Context, url string) (Store, error) {
	d := &database{wake: newBell(), calls: newBell(), quit: make(chan struct{})}
	if err := d.open(ctx, url); err != nil {
		d.release()
		return nil, err
	}
	d.workers.Go(d.commitBatches)
	d.workers.Go(d.hearOthers)
	return d, nil
}

func (d *database) open(ctx context.Context, url string) error {
	if isPostgres(url) {
		return d.openPostgres(ctx, url)
	}
	return d.openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
}

func isPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// database is both kinds of Store: the statements are the same, what differs is
// in its dialect.
type database struct {
	dialect
	read  *sql.DB // a pool
	write *sql.DB // one connection
	line  *line   // that connection, while it is good

	jobs    chan *job
	wake    *bell
	calls   *bell
	quit    chan struct{}
	workers workers
}

// dialect is what SQLite and PostgreSQL do differently.
type dialect struct {
	name    string
	bind    func(query string) string // writes the places of arguments its way
	begin   []string                  // a transaction that alone may write
	explain func(doing string, err error) error
	again   func(error) bool // the same once more may work
	outside func(error) bool // of a rollback: there is no transaction any more
	// patient is for how long a transaction may take
	patient func() (context.Context, context.CancelFunc)
	// putItems puts many items by one statement and tells which ids are new;
	// nil where that saves nothing.
	putItems func(t *tx, items []*newItem) (map[string]bool, error)
	putBeats func(t *tx, rows []beatRow) error
	tell     string            // a statement that tells other hubs of news; may be empty
	tellCall string            // the same of calls
	hear     func(d *database) // rings for notices of other hubs, until quit
}

// Close waits for the writes under way.
func (d *database) Close() error {
	if !d.workers.stop(d.quit) {
		return nil
	}
	if err := d.release(); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

func (d *database) hearOthers() { d.hear(d) }

// release closes what is open; the writer last, for it empties the journal.
func (d *database) release() error {
	var first error
	if d.line != nil {
		d.line.close()
	}
	for _, db := range []*sql.DB{d.read, d.write} {
		if db == nil {
			continue
		}
		if err := db.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
