package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FULL syncs the journal at every commit; secure_delete overwrites with zeros
// what expired. temp_store keeps sorting out of /tmp.
var sqliteWriter = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)",
	"secure_delete(ON)", "temp_store(MEMORY)", "trusted_schema(OFF)", "cell_size_check(ON)",
}

var sqliteReader = []string{"busy_timeout(5000)", "query_only(ON)", "temp_store(MEMORY)", "trusted_schema(OFF)"}

// applicationID is "GuiH" in the header of the file: another program's file,
// or the spool of a kiosk, is not taken for the hub's.
const applicationID = 0x47756948

func (d *database) openSQLite(ctx context.Context, file string) error {
	file, err := prepareFile(file)
	if err != nil {
		return err
	}
	d.dialect = sqliteDialect(file)
	d.jobs = make(chan *job)
	if d.write, err = connectSQLite(file, sqliteWriter, 1); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	err = whileBusy(func() error {
		if err := d.mine(ctx, file); err != nil {
			return err
		}
		return d.migrate(ctx, goose.DialectSQLite3, "migrations/sqlite")
	})
	if err != nil {
		return err
	}
	if d.read, err = connectSQLite(file, sqliteReader, max(4, runtime.NumCPU())); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return syncPath(filepath.Dir(file))
}

func connectSQLite(file string, pragmas []string, connections int) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Path: file, RawQuery: url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// whileBusy tries for some seconds. busy_timeout is not enough where several
// programs make a file at once: the change to WAL then fails at once with
// SQLITE_BUSY (seen with eight of them; no page of SQLite's that says so).
func whileBusy(try func() error) (err error) {
	for range 50 {
		if err = try(); !isBusy(err) {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// mine marks an empty file as the hub's, and refuses another program's.
func (d *database) mine(ctx context.Context, file string) error {
	var id, tables int64
	row := d.write.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)")
	if err := row.Scan(&id, &tables); err != nil {
		return d.explain("open", err)
	}
	switch {
	case id == applicationID:
		return nil
	case id != 0 || tables != 0:
		return fmt.Errorf("store: %s is not the database of a hub", file)
	}
	if _, err := d.write.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return d.explain("open", err)
	}
	return nil
}

func sqliteDialect(file string) dialect {
	return dialect{
		name:  "sqlite",
		bind:  func(query string) string { return query },
		begin: []string{"BEGIN IMMEDIATE"},
		// A context that can end costs a goroutine a statement; SQLite does
		// not wait for anybody longer than busy_timeout.
		patient:  func() (context.Context, context.CancelFunc) { return context.Background(), func() {} },
		explain:  func(doing string, err error) error { return explainSQLite(file, doing, err) },
		again:    isBusy,
		outside:  isOutside,
		putBeats: putEachBeat,
		hear:     (*database).pollOthers,
	}
}

func explainSQLite(file, doing string, err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("store: %s: %w", doing, err)
	}
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // no room for the index of the journal
		return fmt.Errorf("%w: %s", ErrFull, doing)
	}
	switch e.Code() & 0xff { // the low byte is the primary result code
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %s", ErrFull, doing)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &CorruptError{Database: file, What: e.Error()}
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// isOutside: after some errors, SQLITE_FULL for one, SQLite has rolled back by
// itself (https://www.sqlite.org/lang_transaction.html), and a ROLLBACK is then
// an SQLITE_ERROR.
func isOutside(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_ERROR
}

// pollOthers: another program may have the same file open, kioskhub with a
// command for instance. SQLite tells nobody, so a look each second has to do.
func (d *database) pollOthers() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			d.wake.ring()
			d.calls.ring()
		case <-d.quit:
			return
		}
	}
}

// prepareFile makes the folder and an empty file with their modes, and returns
// the absolute path. SQLite gives its journal the mode of the file.
func prepareFile(file string) (string, error) {
	if file == "" {
		return "", errors.New("store: no file named")
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("store: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", explainFile(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", explainFile(err)
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return "", explainFile(err)
	}
	return file, syncPath(filepath.Dir(filepath.Dir(file)))
}

// syncPath syncs a folder, so that a power cut cannot take away the name of
// what was made in it.
func syncPath(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return explainFile(err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return explainFile(err)
	}
	return nil
}

func explainFile(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return fmt.Errorf("store: %w", err)
}
