package spool

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
)

// A submission goes in, waits through a restart, is read by the town hall,
// and is erased.
func TestLifeOfASubmission(t *testing.T) {
	dir, key := filepath.Join(t.TempDir(), "a", "spool"), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 2, 3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, dir, key.Recipient())
	all := mustPending(t, s)
	if len(all) != 3 || all[0].ID != sampleID(1) || all[2].ID != sampleID(3) {
		t.Fatalf("pending: %+v", all)
	}
	for _, r := range all {
		mustBeWhole(t, s, r, key)
	}
	if err := s.Erase(t.Context(), sampleID(2)); err != nil {
		t.Fatal(err)
	}
	if n := len(mustPending(t, s)); n != 2 {
		t.Fatalf("%d records after an erasure, want 2", n)
	}
}

func TestSamePutTwice(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 1)
	if n := len(mustPending(t, s)); n != 1 {
		t.Fatalf("%d records, want 1", n)
	}

	other := sample(1)
	other.Entries[0].Shown = []string{"autre"}
	if err := s.Put(t.Context(), other); !errors.Is(err, ErrOtherContent) {
		t.Errorf("same id, other answers: %v", err)
	}
	taken := sample(2)
	taken.Reference = sample(1).Reference
	if err := s.Put(t.Context(), taken); !errors.Is(err, ErrReferenceTaken) {
		t.Errorf("same reference: %v", err)
	}
	taken.Reference = "700 000 000 A"
	if err := s.Put(t.Context(), taken); err != nil {
		t.Errorf("after drawing again: %v", err)
	}

	s.Close()
	s = mustOpen(t, dir, key.Recipient())
	if err := s.Put(t.Context(), sample(1)); !errors.Is(err, ErrOtherContent) {
		t.Errorf("an id of an earlier run cannot be compared: %v", err)
	}
}

// The kiosk is stopped while a citizen saves: each save is there or was
// refused, and nothing is prepared for a spool that is closed.
func TestCloseBesideSaves(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	acknowledged := 0
	for life := range uint64(20) {
		s := mustOpen(t, dir, key.Recipient())
		put := make(chan error, 4)
		for n := range uint64(cap(put)) {
			go func() { put <- s.Put(t.Context(), sample(life<<8+n)) }()
		}
		answers := []error{<-put}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		for range cap(put) - 1 {
			answers = append(answers, <-put)
		}
		for _, err := range answers {
			if err == nil {
				acknowledged++
			} else if !errors.Is(err, ErrClosed) {
				t.Fatal(err)
			}
		}
	}
	if n := len(mustPending(t, mustOpen(t, dir, key.Recipient()))); n != acknowledged {
		t.Errorf("%d records, %d were acknowledged", n, acknowledged)
	}
}

func TestWhatIsRefused(t *testing.T) {
	s := mustOpen(t, t.TempDir(), newIdentity(t).Recipient())
	bad := sample(1)
	bad.ID = "12"
	if err := s.Put(t.Context(), bad); err == nil {
		t.Error("a short id was taken")
	}
	bad = sample(1)
	bad.ID = "../../../../../../etc/passwd00000"[:32]
	if err := s.Put(t.Context(), bad); err == nil {
		t.Error("an id that is not hexadecimal was taken")
	}
	bad = sample(1)
	bad.Reference = ""
	if err := s.Put(t.Context(), bad); err == nil {
		t.Error("no reference was taken")
	}
	if _, err := s.Ciphertext(t.Context(), sampleID(9)); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown id: %v", err)
	}
	if err := s.Erase(t.Context(), sampleID(9)); !errors.Is(err, ErrNotFound) {
		t.Errorf("erase of an unknown id: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, sample(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if n := len(mustPending(t, s)); n != 0 {
		t.Errorf("%d records, want none", n)
	}
	s.Close()
	if err := s.Put(t.Context(), sample(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// Nobody but the kiosk's user may look: not even at the names of the files.
func TestModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, dir, newIdentity(t).Recipient())
	mustPut(t, s, 1)
	wantMode(t, dir, 0o700)
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 { // the file and its journal
		t.Fatalf("%v %v", files, err)
	}
	for _, f := range files {
		wantMode(t, filepath.Join(dir, f.Name()), 0o600)
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s: mode %o, want %o", filepath.Base(path), got, want)
	}
}

// The settings hold on the connection that writes, not only in a string.
func TestSettingsOfTheWriter(t *testing.T) {
	s := mustOpen(t, t.TempDir(), newIdentity(t).Recipient())
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "busy_timeout": "5000", "temp_store": "2",
	} {
		var got string
		if err := s.write.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s (%v), want %s", pragma, got, err, want)
		}
	}
	if _, err := s.read.Exec("DELETE FROM record"); err == nil {
		t.Error("the reading connection can write")
	}
}

func TestRefusesANewerFile(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	if _, err := s.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Open(dir, []age.Recipient{key.Recipient()}); err == nil {
		t.Fatal("a file of a newer kiosk was opened")
	}
}
