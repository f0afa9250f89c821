package spool

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrReferenceTaken: another submission has this reference. Draw another.
	ErrReferenceTaken = errors.New("spool: reference is taken")
	// ErrOtherContent: the id is there with other content, or with content
	// that an earlier run of the kiosk wrote and that cannot be compared.
	ErrOtherContent = errors.New("spool: id is taken by other content")
	// ErrNotFound: there is no record with this id.
	ErrNotFound = errors.New("spool: no such record")
	// ErrDamaged: the hash of the record does not match its bytes.
	ErrDamaged = errors.New("spool: record is damaged")
	// ErrFull: there is no room on the disk. Nothing was acknowledged.
	ErrFull = errors.New("spool: disk is full")
	// ErrClosed: the spool was closed.
	ErrClosed = errors.New("spool: closed")
)

// CorruptError says that the database file cannot be trusted. Its text is for
// the technician who has to mend it.
type CorruptError struct {
	File string
	What string // the first thing that SQLite found
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("spool: %s is damaged (%s). "+
		"It may hold submissions that the town hall does not have yet: do not delete it. "+
		"Stop the kiosk, copy the whole folder to another disk, check this disk (dmesg, smartctl), "+
		"try `sqlite3 spool.db .recover` on the copy, then move spool.db, spool.db-wal and spool.db-shm away, "+
		"together and nothing else: the rest of the folder says whose kiosk this is. "+
		"The kiosk makes a new file when it starts", e.File, e.What)
}

// explain turns an error of SQLite into one that a caller can act on.
func (s *Spool) explain(doing string, err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("spool: %s: %w", doing, err)
	}
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // no room for the index of the journal
		return fmt.Errorf("%w: %s", ErrFull, doing)
	}
	switch e.Code() & 0xff { // the low byte is the primary result code
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %s", ErrFull, doing)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return &CorruptError{File: s.file, What: e.Error()}
	}
	return fmt.Errorf("spool: %s: %w", doing, err)
}

func isConstraint(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT
}
