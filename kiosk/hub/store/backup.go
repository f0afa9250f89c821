package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrElsewhere is that the database is a server's, which has its own backup
// (pg_dump, pg_basebackup).
var ErrElsewhere = errors.New("store: PostgreSQL has its own backup: pg_dump")

// Backup writes the database as it is at one moment into a new file, synced,
// for its owner alone. The hub may serve meanwhile, and nothing that was deleted
// is in it (https://www.sqlite.org/lang_vacuum.html#vacuuminto).
//
// Errors: ErrElsewhere, fs.ErrExist, ErrFull, *CorruptError.
func Backup(ctx context.Context, url, file string) error {
	if isPostgres(url) {
		return ErrElsewhere
	}
	from := strings.TrimPrefix(url, "sqlite:")
	if _, err := os.Stat(from); err != nil {
		return explainFile(err)
	}
	if _, err := os.Lstat(file); err == nil {
		return &fs.PathError{Op: "backup", Path: file, Err: fs.ErrExist}
	}
	part := file + ".part"
	defer os.Remove(part)
	if err := vacuumInto(ctx, from, part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return explainFile(err)
	}
	return syncPath(filepath.Dir(file))
}

// vacuumInto fills a file that is empty: SQLite would make one that everybody
// reads.
func vacuumInto(ctx context.Context, from, to string) error {
	f, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return explainFile(err)
	}
	defer f.Close()
	from, err = filepath.Abs(from)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	db, err := connectSQLite(from, sqliteReader[:1], 1)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return explainSQLite(from, "backup", err)
	}
	if err := f.Sync(); err != nil {
		return explainFile(err)
	}
	return nil
}
