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
//
//	1  the first
//	2  keep_days; 0 in the records of the first
const schemaVersion = 2

const createTable = `CREATE TABLE IF NOT EXISTS record (
	id         TEXT PRIMARY KEY NOT NULL,
	reference  TEXT UNIQUE NOT NULL,
	pack       TEXT NOT NULL,
	version    TEXT NOT NULL,
	at         INTEGER NOT NULL,
	keep_days  INTEGER NOT NULL DEFAULT 0,
	hash       BLOB NOT NULL,
	ciphertext BLOB NOT NULL
) STRICT`

// fromVersion1 keeps what waits: its hash does not cover keep_days.
const fromVersion1 = `ALTER TABLE record ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 0`

const insertRecord = `INSERT INTO record (id, reference, pack, version, at, keep_days, hash, ciphertext)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

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
	switch version {
	case 0:
		return s.change(ctx, createTable)
	case 1:
		if err := s.checkIntegrity(ctx); err != nil {
			return err
		}
		return s.change(ctx, fromVersion1)
	}
	return s.checkIntegrity(ctx)
}

// change is one transaction: a kiosk that dies in it finds the file as it was.
func (s *Spool) change(ctx context.Context, statement string) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain("lay out", err)
	}
	defer tx.Rollback()
	for _, q := range []string{statement, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion)} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return s.explain("lay out", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return s.explain("lay out", err)
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
