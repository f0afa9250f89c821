package spool

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// One byte of the ciphertext changes on the disk: that record is reported,
// never sent; the others are whole.
func TestDamagedByte(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 2, 3)
	ciphertext, err := s.Ciphertext(t.Context(), sampleID(2))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	flip(t, database(dir), func(file []byte) int {
		return bytes.Index(file, ciphertext[len(ciphertext)-80:]) + 40
	})

	s = mustOpen(t, dir, key.Recipient())
	for _, r := range mustPending(t, s) {
		if r.Damaged != (r.ID == sampleID(2)) {
			t.Errorf("%s: damaged %v", r.ID, r.Damaged)
		}
		if !r.Damaged {
			mustBeWhole(t, s, r, key)
		}
	}
	if _, err := s.Ciphertext(t.Context(), sampleID(2)); !errors.Is(err, ErrDamaged) {
		t.Errorf("damaged record: %v", err)
	}
}

// Wherever in the file a byte changes, either the kiosk refuses to start, or
// the record says that it is damaged, or nothing that matters has changed.
func TestDamagedByteAnywhere(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 2, 3)
	s.Close()
	whole, err := os.ReadFile(database(dir))
	if err != nil {
		t.Fatal(err)
	}
	var refused, reported int
	for at := 0; at < len(whole); at += 149 { // a prime: every kind of page and cell
		copied := copyOf(t, map[string][]byte{"spool.db": whole})
		flip(t, database(copied), func([]byte) int { return at })
		switch s, err := Open(copied, []age.Recipient{key.Recipient()}); {
		case err != nil:
			refused++
		default:
			reported += checkDamage(t, s, key, at)
			s.Close()
		}
	}
	t.Logf("%d bytes: %d refused at the start, %d reported", len(whole)/149, refused, reported)
	if refused == 0 || reported == 0 {
		t.Error("both kinds of damage must occur in this test")
	}
}

func checkDamage(t *testing.T, s *Spool, key age.Identity, at int) int {
	t.Helper()
	all, err := s.Pending(t.Context())
	if err != nil {
		return 1
	}
	if len(all) != 3 {
		t.Fatalf("byte %d: %d records and no error", at, len(all))
	}
	damaged := 0
	for _, r := range all {
		if r.Damaged {
			damaged = 1
			continue
		}
		mustBeWhole(t, s, r, key)
	}
	return damaged
}

// Every column is under the hash: none can change unseen.
func TestDamagedColumn(t *testing.T) {
	for column, value := range map[string]any{
		"id": sampleID(9), "reference": "1", "pack": "x", "version": "x", "at": 1, "hash": []byte{1}, "ciphertext": []byte{1},
	} {
		s := mustOpen(t, t.TempDir(), newIdentity(t).Recipient())
		mustPut(t, s, 1)
		if _, err := s.write.Exec("UPDATE record SET "+column+" = ?", value); err != nil {
			t.Fatal(err)
		}
		if r := mustPending(t, s)[0]; !r.Damaged {
			t.Errorf("%s changed, and the record looks whole", column)
		}
	}
}

// A power cut leaves the journal cut off anywhere. What was acknowledged
// before is whole; what was being saved is whole or not there.
func TestEveryPointOfTheWrite(t *testing.T) {
	dir, key := t.TempDir(), newIdentity(t)
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1)
	db, acknowledged := mustRead(t, database(dir)), len(mustRead(t, database(dir)+"-wal"))
	mustPut(t, s, 2)
	journal := mustRead(t, database(dir)+"-wal")
	s.Close()

	found := [3]int{}
	for cut := acknowledged; cut <= len(journal); cut = next(cut, len(journal)) {
		copied := copyOf(t, map[string][]byte{"spool.db": db, "spool.db-wal": journal[:cut]})
		s := mustOpen(t, copied, key.Recipient())
		all := mustPending(t, s)
		for _, r := range all {
			if r.Damaged {
				t.Fatalf("cut at %d: half a record", cut)
			}
			mustBeWhole(t, s, r, key)
		}
		if len(all) == 0 || all[0].ID != sampleID(1) {
			t.Fatalf("cut at %d: an acknowledged submission is lost", cut)
		}
		found[len(all)]++
		s.Close()
	}
	t.Logf("%d points: %d before, %d after the commit", found[1]+found[2], found[1], found[2])
	if found[1] == 0 || found[2] == 0 {
		t.Error("the cuts must fall into the write, and after it")
	}
}

// next is the next point to cut at; the last one is the end.
func next(cut, end int) int {
	if cut < end {
		return min(cut+61, end)
	}
	return end + 1
}

func TestRefusesACorruptFile(t *testing.T) {
	key := newIdentity(t)
	for name, data := range map[string][]byte{
		"not a database": []byte(strings.Repeat("mairie ", 2000)),
		"cut off":        cutOff(t, key),
	} {
		t.Run(name, func(t *testing.T) {
			dir := copyOf(t, map[string][]byte{"spool.db": data})
			s, err := Open(dir, []age.Recipient{key.Recipient()})
			if err == nil {
				s.Close()
				t.Fatal("a corrupt file was opened")
			}
			var corrupt *CorruptError
			if !errors.As(err, &corrupt) || !strings.Contains(err.Error(), "do not delete it") || !strings.Contains(err.Error(), "spool.db-wal") {
				t.Errorf("the technician reads: %v", err)
			}
			if !bytes.Equal(mustRead(t, database(dir)), data) {
				t.Error("the file was changed")
			}
		})
	}
}

func cutOff(t *testing.T, key *age.HybridIdentity) []byte {
	t.Helper()
	dir := t.TempDir()
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 1, 2, 3, 4)
	s.Close()
	data := mustRead(t, database(dir))
	return data[:len(data)/2/4096*4096]
}

func mustRead(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func copyOf(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func flip(t *testing.T, file string, where func([]byte) int) {
	t.Helper()
	data := mustRead(t, file)
	data[where(data)] ^= 0x20
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
