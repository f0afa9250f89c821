package store

import (
	"errors"
	"fmt"
)

var (
	// ErrDamaged: the hash of a record does not match its bytes. Nothing of it
	// is given out, and it is not deleted.
	ErrDamaged = errors.New("store: record is damaged")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store: closed")
)

// CorruptError says that the database as a whole cannot be trusted. Its text
// is for whoever has to mend it.
type CorruptError struct {
	Database string // file, or name of the database
	What     string // what the engine found
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("store: %s is damaged (%s). "+
		"It may hold submissions that nobody has read yet: do not delete it. "+
		"Stop the hub, copy the whole folder to another disk, check this disk (dmesg, smartctl), "+
		"then restore the last backup; kiosks keep what was not acknowledged", e.Database, e.What)
}

// NewerError says that a newer program made the database.
type NewerError struct {
	Found, Known int64 // layouts
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("store: the database was written by a newer hub (layout %d, this one knows %d): install that version again",
		e.Found, e.Known)
}
