package spool

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
)

// schemaVersion is in user_version, so that an older kiosk refuses a newer
// file instead of misreading it.
const schemaVersion = 1

const createTable = `CREATE TABLE IF NOT EXISTS record (
	id         TEXT PRIMARY KEY NOT NULL,
	reference  TEXT UNIQUE NOT NULL,
	pack       TEXT NOT NULL,
	version    TEXT NOT NULL,
	at         INTEGER NOT NULL,
	hash       BLOB NOT NULL,
	ciphertext BLOB NOT NULL
) STRICT`

const insertRecord = `INSERT INTO record (id, reference, pack, version, at, hash, ciphertext)
	VALUES (?, ?, ?, ?, ?, ?, ?)`

// writer: FULL syncs the journal at every commit; secure_delete overwrites
// what is erased with zeros. temp_store keeps sorting out of /tmp.
var writer = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)",
	"temp_store(MEMORY)", "trusted_schema(OFF)", "cell_size_check(ON)",
}

var reader = []string{"busy_timeout(5000)", "query_only(ON)", "temp_store(MEMORY)", "trusted_schema(OFF)"}

// connect opens a pool of one connection: the pragmas hold for a connection.
func connect(file string, pragmas []string) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Path: file, RawQuery: url.Values{"_pragma": pragmas}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return db, nil
}

// prepareSchema makes the table, or checks the file that is there.
func (s *Spool) prepareSchema(ctx context.Context) error {
	var version int
	if err := s.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return s.explain("open", err)
	}
	if version > schemaVersion {
		return fmt.Errorf("spool: %s was written by a newer kiosk (layout %d, this one knows %d): install that version again",
			s.file, version, schemaVersion)
	}
	if version == schemaVersion {
		return s.checkIntegrity(ctx)
	}
	return s.create(ctx)
}

// create is one transaction: a kiosk that dies in it finds an empty file.
func (s *Spool) create(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain("create", err)
	}
	defer tx.Rollback()
	for _, q := range []string{createTable, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion)} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return s.explain("create", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return s.explain("create", err)
	}
	return nil
}

// checkIntegrity reads every page. It does not see a changed byte inside a
// ciphertext: the hash of the record does.
func (s *Spool) checkIntegrity(ctx context.Context) error {
	var found string
	if err := s.write.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&found); err != nil {
		return s.explain("check", err)
	}
	if found != "ok" {
		return &CorruptError{File: s.file, What: strings.Join(strings.Fields(found), " ")}
	}
	return nil
}
