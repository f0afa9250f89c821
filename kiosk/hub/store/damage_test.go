package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/store/storetest"
)

// raw runs a statement beside the store.
func raw(t *testing.T, file, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

// No column can change unseen: the item is marked in a list, and is neither
// given out, nor handled, acknowledged again or deleted.
func TestDamagedColumn(t *testing.T) {
	for column, value := range map[string]any{
		"id": strings.Repeat("f", 32), "reference": "1", "pack": "x", "version": "x", "kiosk": "x", "at": 1,
		"keep_days": 0, "size": 1, "sha256": custody.Sum(nil), "envelope": "x", "received": 1, "handled_at": 1,
		"handled_by": "x", "hash": []byte{1}, "town": storetest.Other,
	} {
		t.Run(column, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "hub.db")
			s := open(t, file)
			storetest.Put(t, s, storetest.Town, 1)
			raw(t, file, "UPDATE item SET "+column+" = ?, expires = 1", value)
			checkDamaged(t, s, column)
		})
	}
}

func checkDamaged(t *testing.T, s store.Store, column string) {
	i, ciphertext := storetest.Item(1, storetest.Town, 200)
	id, town := i.ID, storetest.Town
	switch column {
	case "id":
		id = strings.Repeat("f", 32)
	case "town":
		town = storetest.Other
	}
	list, err := s.Items(t.Context(), store.Query{Town: town})
	if err != nil || len(list) != 1 || !list[0].Damaged {
		t.Errorf("list: %+v, %v", list, err)
	}
	_, one := s.Item(t.Context(), id)
	_, content := s.Ciphertext(t.Context(), id)
	_, again := s.PutItem(t.Context(), i, ciphertext)
	if column == "id" { // it is another one, so this one is kept beside it
		again = store.ErrDamaged
	}
	for what, err := range map[string]error{
		"item": one, "ciphertext": content, "again": again, "handle": s.HandleItem(t.Context(), id, "alix", i.At),
	} {
		if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if gone, err := s.ExpireItems(t.Context(), i.Receipt.AddDate(0, 0, 10), 10); err != nil || len(gone) != 0 {
		t.Errorf("deleted %v, %v", gone, err)
	}
}

func TestDamagedCiphertext(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hub.db")
	s := open(t, file)
	storetest.Put(t, s, storetest.Town, 1, 2)
	raw(t, file, "UPDATE item SET ciphertext = x'00' WHERE n = 1")
	i, ciphertext := storetest.Item(1, storetest.Town, 200)
	if _, err := s.Ciphertext(t.Context(), i.ID); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("ciphertext: %v", err)
	}
	if _, err := s.PutItem(t.Context(), i, ciphertext); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a kiosk was told that it is safe: %v", err)
	}
	other, _ := storetest.Item(2, storetest.Town, 200)
	if _, err := s.Ciphertext(t.Context(), other.ID); err != nil {
		t.Errorf("the other one: %v", err)
	}
}

func TestDamagedFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hub.db")
	s := open(t, file)
	if _, err := s.ChangeFiles(t.Context(), 0, map[string][]byte{"a": []byte("1")}); err != nil {
		t.Fatal(err)
	}
	raw(t, file, "UPDATE file SET data = x'32'")
	if data, _, err := s.File(t.Context(), "a"); !errors.Is(err, store.ErrDamaged) || data != nil {
		t.Errorf("%q, %v", data, err)
	}
}

// One byte changes anywhere in the file: the hub refuses to start, says so of
// an item, or gives out what was put; never anything else.
func TestDamagedByteAnywhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "hub.db")
	s := open(t, file)
	storetest.Put(t, s, storetest.Town, 1, 2, 3)
	s.Close()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	refused, said := 0, 0
	for at := 0; at < len(whole); at += 997 { // a prime: every kind of page and cell
		spoilt := slices.Clone(whole)
		spoilt[at] ^= 0x20
		if err := os.WriteFile(file, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), file)
		if err != nil {
			refused++
			continue
		}
		said += whatIsSaid(t, s, at)
		s.Close()
	}
	t.Logf("%d bytes: %d refused at the start, %d said later", len(whole)/997, refused, said)
	if refused == 0 || said == 0 {
		t.Error("both kinds of damage must occur in this test")
	}
}

func whatIsSaid(t *testing.T, s store.Store, at int) (said int) {
	t.Helper()
	for n := 1; n <= 3; n++ {
		i, want := storetest.Item(n, storetest.Town, 200)
		got, err := s.Ciphertext(context.Background(), i.ID)
		switch {
		case err != nil:
			said = 1
		case !bytes.Equal(got, want):
			t.Fatalf("byte %d: other bytes were given out", at)
		}
	}
	return said
}

func TestWillNotOpen(t *testing.T) {
	for _, c := range []struct {
		name, want string
		make       func(t *testing.T, file string)
	}{
		{"not a database", "do not delete it", func(t *testing.T, file string) {
			write(t, file, []byte(strings.Repeat("mairie ", 2000)))
		}},
		{"cut off", "do not delete it", func(t *testing.T, file string) {
			s := open(t, file)
			storetest.Put(t, s, storetest.Town, 1, 2, 3)
			s.Close()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			write(t, file, data[:2*4096])
		}},
		{"of another program", "not the database of a hub", func(t *testing.T, file string) {
			raw(t, file, "CREATE TABLE record (id TEXT)")
		}},
		{"of a newer hub", "install that version again", func(t *testing.T, file string) {
			open(t, file).Close()
			raw(t, file, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		}},
		{"a folder", "is a directory", func(t *testing.T, file string) {
			if err := os.Mkdir(file, 0o700); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "hub.db")
			c.make(t, file)
			s, err := store.Open(t.Context(), file)
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "store: ") {
				t.Errorf("whoever has to mend it reads: %v", err)
			}
		})
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// small is a real file system of some size with a file that can go.
func small(t *testing.T, options string) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, options); err != nil {
		t.Skipf("needs the right to mount: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	return disk
}

func TestReadOnly(t *testing.T) {
	disk := small(t, "size=1m")
	open(t, filepath.Join(disk, "hub.db")).Close()
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(disk, "hub.db"))
	if err == nil {
		s.Close()
		t.Fatal("opened where nothing can be written")
	}
	if !strings.Contains(err.Error(), "read-only") {
		t.Error(err)
	}
}

// The disk is full: no item is acknowledged that is not there, and
// all goes on when there is room again.
func TestDiskFull(t *testing.T) {
	disk := small(t, "size=2m")
	s := open(t, filepath.Join(disk, "hub.db"))
	ballast := filepath.Join(disk, "ballast")
	write(t, ballast, make([]byte, 1<<20))
	acknowledged, refused := 0, 0
	for n := range 500 {
		i, ciphertext := storetest.Item(n, storetest.Town, 4000)
		switch _, err := s.PutItem(t.Context(), i, ciphertext); {
		case err == nil:
			acknowledged++
		case errors.Is(err, store.ErrFull):
			refused++
		default:
			t.Fatal(err)
		}
	}
	if refused == 0 {
		t.Error("the disk never became full")
	}
	list, err := s.Items(t.Context(), store.Query{Town: storetest.Town, Limit: 1000})
	if err != nil || len(list) != acknowledged {
		t.Errorf("%d items of %d acknowledged: %v", len(list), acknowledged, err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	storetest.Put(t, s, storetest.Other, 1000)
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
