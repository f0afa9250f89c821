package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// The first key of our advisory locks is "GuiH", as [applicationID].
const writeLock = "SELECT pg_advisory_xact_lock(1198877000, 1)"

// postgresSession holds for every connection, whatever the server's defaults
// are. A hub that hangs in a transaction would hold up all others, who wait for
// its lock: so the server ends it.
var postgresSession = map[string]string{
	"application_name":                    "guichet",
	"synchronous_commit":                  "on",
	"statement_timeout":                   "20s",
	"lock_timeout":                        "15s",
	"idle_in_transaction_session_timeout": "10s",
	"timezone":                            "UTC",
}

// postgresPatience is how long a transaction may take before the connection is
// given up: longer than what the server allows.
const (
	postgresPatience = 30 * time.Second
	connectPatience  = 5 * time.Second
)

func (d *database) openPostgres(ctx context.Context, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errors.New("store: the postgres:// address cannot be read") // err may quote its password
	}
	for name, v := range postgresSession {
		config.RuntimeParams[name] = v
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectPatience
	}
	d.dialect = postgresDialect(config)
	d.jobs = make(chan *job)
	d.write = connectPostgres(config, 1)
	if err := d.migratePostgres(ctx); err != nil {
		return err
	}
	d.read = connectPostgres(config, max(4, 2*runtime.NumCPU()))
	return nil
}

func connectPostgres(config *pgx.ConnConfig, connections int) *sql.DB {
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

func (d *database) migratePostgres(ctx context.Context) error {
	// Another hub may be at it: look every second, for two minutes.
	waits, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120), lock.WithUnlockTimeout(1, 10))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return d.migrate(ctx, goose.DialectPostgres, "migrations/postgres", goose.WithSessionLocker(waits))
}

func postgresDialect(config *pgx.ConnConfig) dialect {
	return dialect{
		name: "postgres",
		bind: numbered,
		// Writers take turns, those of other hubs too. It costs little, for each
		// turn commits a whole batch, and saves much: numbers become visible in
		// their order, no two transactions can wait for each other, and what is
		// checked before a write stays true.
		begin: []string{"BEGIN; " + writeLock},
		patient: func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), postgresPatience)
		},
		explain:  func(doing string, err error) error { return explainPostgres(config.Database, doing, err) },
		again:    mayPass,
		outside:  func(error) bool { return false }, // it only warns
		putItems: putItemsAtOnce,
		putBeats: putBeatsAtOnce,
		tell:     "NOTIFY " + newsChannel,
		tellCall: "NOTIFY " + callChannel,
		hear:     func(d *database) { d.hearPostgres(config) },
	}
}

// numbered writes $1, $2 … for each ?, of which there is none inside a text.
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for part := range strings.SplitSeq(query, "?") {
		if n > 0 {
			b.WriteString("$" + strconv.Itoa(n))
		}
		b.WriteString(part)
		n++
	}
	return b.String()
}

// Codes of errors, https://www.postgresql.org/docs/15/errcodes-appendix.html.
const (
	pgDiskFull      = "53100"
	pgDataCorrupted = "XX001"
	pgIndexCorrupt  = "XX002"
)

func explainPostgres(database, doing string, err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return fmt.Errorf("store: %s: %w", doing, err)
	}
	switch e.Code {
	case pgDiskFull:
		return fmt.Errorf("%w: %s", ErrFull, doing)
	case pgDataCorrupted, pgIndexCorrupt:
		return &CorruptError{Database: database, What: e.Message}
	}
	return fmt.Errorf("store: %s: %w", doing, err) // message and code: it has not the detail, which may quote a row
}

// mayPass is for a statement that failed: the server asks to try again (class
// 40), or an operator ended the connection (57P).
func mayPass(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, "40") || strings.HasPrefix(e.Code, "57P"))
}
