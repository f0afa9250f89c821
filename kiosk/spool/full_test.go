package spool

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"filippo.io/age"
)

// The disk is full: the citizen is told, nothing is acknowledged that is not
// there, and saving goes on when there is room again.
func TestDiskFull(t *testing.T) {
	for name, disk := range map[string]func(*testing.T) (string, func(*Spool, bool)){
		"database at its limit": limitedDatabase,
		"no space on device":    smallDisk,
	} {
		t.Run(name, func(t *testing.T) {
			dir, full := disk(t)
			key := newIdentity(t)
			s := mustOpen(t, dir, key.Recipient())
			mustPut(t, s, 1, 2)
			full(s, true)
			n := putUntilFull(t, s)
			full(s, false)
			mustPut(t, s, n) // the same submission, after an error
			wantWhole(t, s, key, int(n))
			s.Close()
			wantWhole(t, mustOpen(t, dir, key.Recipient()), key, int(n))
		})
	}
}

// putUntilFull returns the number of the first submission that was refused.
func putUntilFull(t *testing.T, s *Spool) uint64 {
	t.Helper()
	for n := uint64(3); n < 500; n++ {
		err := s.Put(t.Context(), sample(n))
		if err == nil {
			continue
		}
		if !errors.Is(err, ErrFull) {
			t.Fatalf("submission %d: %v, want ErrFull", n, err)
		}
		return n
	}
	t.Fatal("the disk never became full")
	return 0
}

func wantWhole(t *testing.T, s *Spool, key age.Identity, want int) {
	t.Helper()
	all := mustPending(t, s)
	if len(all) != want {
		t.Fatalf("%d records, want %d", len(all), want)
	}
	for _, r := range all {
		mustBeWhole(t, s, r, key)
	}
}

func limitedDatabase(t *testing.T) (string, func(*Spool, bool)) {
	return t.TempDir(), func(s *Spool, full bool) {
		pages := "PRAGMA max_page_count = 60"
		if !full {
			pages = "PRAGMA max_page_count = 100000"
		}
		var n int
		if err := s.write.QueryRow(pages).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

// smallDisk is a real file system of 1 MB with a file that can go.
func smallDisk(t *testing.T) (string, func(*Spool, bool)) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m,mode=0700"); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	ballast := filepath.Join(disk, "ballast")
	return filepath.Join(disk, "spool"), func(_ *Spool, full bool) {
		if !full {
			os.Remove(ballast)
			return
		}
		if err := os.WriteFile(ballast, make([]byte, 500<<10), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenOnAFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16k,mode=0700"); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	s, err := Open(filepath.Join(disk, "spool"), []age.Recipient{newIdentity(t).Recipient()})
	if err == nil {
		s.Close()
		t.Fatal("opened without room for a table")
	}
	if !errors.Is(err, ErrFull) {
		t.Errorf("%v, want ErrFull", err)
	}
}
