package spool

import (
	"errors"
	"os"
	"testing"

	"filippo.io/age"
)

// A journal whose database was moved away, or emptied, may hold what was acknowledged
// last: SQLite would delete it. It stays, and the technician is told.
func TestAJournalAlone(t *testing.T) {
	for name, takes := range map[string]func(file string) error{
		"moved away": os.Remove, "emptied": func(file string) error { return os.Truncate(file, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			dir, key := t.TempDir(), newIdentity(t)
			s := mustOpen(t, dir, key.Recipient())
			mustPut(t, s, 1, 2)
			db, journal := mustRead(t, database(dir)), mustRead(t, database(dir)+"-wal")
			s.Close()
			died := copyOf(t, map[string][]byte{"spool.db": db, "spool.db-wal": journal})
			if err := takes(database(died)); err != nil {
				t.Fatal(err)
			}
			s, err := Open(died, []age.Recipient{key.Recipient()})
			if err == nil {
				s.Close()
			}
			var corrupt *CorruptError
			if !errors.As(err, &corrupt) {
				t.Errorf("it says %v", err)
			}
			if _, err := Waiting(t.Context(), died); !errors.As(err, &corrupt) {
				t.Errorf("who counts hears %v", err)
			}
			if now, err := os.ReadFile(database(died) + "-wal"); err != nil || string(now) != string(journal) {
				t.Fatalf("the journal was changed or is gone: %v", err)
			}
			if err := os.WriteFile(database(died), db, 0o600); err != nil { // it is put back
				t.Fatal(err)
			}
			s = mustOpen(t, died, key.Recipient())
			if n := len(mustPending(t, s)); n != 2 {
				t.Errorf("%d are there again, want 2", n)
			}
		})
	}
}
