package spool

import (
	"os"
	"testing"
)

func TestWaiting(t *testing.T) {
	dir := t.TempDir()
	count := func(want int) {
		t.Helper()
		if n, err := Waiting(t.Context(), dir); err != nil || n != want {
			t.Errorf("%d wait, %v; not %d", n, err, want)
		}
	}
	count(0)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("counting made %v", entries)
	}
	s := mustOpen(t, dir, newIdentity(t).Recipient())
	count(0)
	for n := range 3 {
		mustPut(t, s, uint64(n))
		count(n + 1) // while it is open, and not yet moved into the file
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	count(3)
	if err := os.WriteFile(database(dir), []byte("no database at all, but long enough"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := Waiting(t.Context(), dir); err == nil {
		t.Errorf("%d wait in a file that is none", n)
	}
}
