package spool

import (
	"bytes"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
)

func TestNextGoesOnFromARecord(t *testing.T) {
	s := mustOpen(t, t.TempDir(), newIdentity(t).Recipient())
	mustPut(t, s, 3, 1, 4, 2, 5)
	all, err := s.Next(t.Context(), Record{}, 9)
	if err != nil || len(all) != 5 {
		t.Fatalf("%v, %v", all, err)
	}
	if err := s.Erase(t.Context(), sampleID(1)); err != nil {
		t.Fatal(err)
	}
	lost := all[3]
	lost.ID = sampleID(77) // damage
	for what, c := range map[string]struct {
		after Record
		n     int
		want  string
	}{
		"from the beginning":      {Record{}, 2, "[3 4]"},
		"from the first":          {all[0], 2, "[4 2]"},
		"from one that is gone":   {all[1], 2, "[4 2]"},
		"from one without its id": {lost, 9, "[5]"},
		"from the last":           {all[4], 9, "[]"},
	} {
		records, err := s.Next(t.Context(), c.after, c.n)
		if err != nil {
			t.Fatal(err)
		}
		got := []uint64{}
		for _, r := range records {
			got = append(got, number(r.ID))
			if r.KeepDays != 400 || r.Damaged {
				t.Errorf("record %+v", r)
			}
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	s := mustOpen(t, t.TempDir(), newIdentity(t).Recipient())
	if c, err := s.Count(t.Context()); err != nil || c != (Count{}) {
		t.Errorf("empty: %+v, %v", c, err)
	}
	mustPut(t, s, 30, 7)
	c, err := s.Count(t.Context())
	if err != nil || c.Waiting != 2 || !c.Oldest.Equal(sample(7).At) {
		t.Errorf("%+v, %v", c, err)
	}
}

// From the next save on, not one after: an envelope that was made ready for the
// old keys is thrown away.
func TestOtherRecipientsHoldFromTheNextSave(t *testing.T) {
	old, young := newIdentity(t), newIdentity(t)
	s := mustOpen(t, t.TempDir(), old.Recipient())
	for n := range uint64(20) {
		key := []*age.HybridIdentity{old, young}[n%2]
		if err := s.SetRecipients([]age.Recipient{key.Recipient()}); err != nil {
			t.Fatal(err)
		}
		if n%3 == 0 {
			s.preparing.Wait() // one is ready, for whom is not said
		}
		mustPut(t, s, n)
		data, err := s.Ciphertext(t.Context(), sampleID(n))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := age.Decrypt(bytes.NewReader(data), key); err != nil {
			t.Errorf("save %d is for somebody else: %v", n, err)
		}
	}
	if s.SetRecipients(nil) == nil {
		t.Error("nobody can read what is saved, and that is no error")
	}
}

// A file of the first layout keeps what it holds.
func TestFirstLayout(t *testing.T) {
	dir := t.TempDir()
	key := newIdentity(t)
	old := Record{ID: sampleID(1), Reference: "1", Pack: "cantine", Version: "1.0.0", At: time.Unix(1_800_000_000, 0).UTC()}
	db, err := sql.Open("sqlite", filepath.Join(dir, "spool.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{firstLayout, "PRAGMA user_version = 1"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)", old.ID, old.Reference, old.Pack, old.Version,
		old.At.Unix(), old.hash([]byte("ciphertext")), []byte("ciphertext")); err != nil {
		t.Fatal(err)
	}
	db.Close()

	for range 2 {
		s := mustOpen(t, dir, key.Recipient())
		records, err := s.Pending(t.Context())
		if err != nil || len(records) != 1 || records[0].Damaged || records[0].ID != old.ID || records[0].KeepDays != 0 {
			t.Fatalf("%+v, %v", records, err)
		}
		s.Close()
	}
	s := mustOpen(t, dir, key.Recipient())
	mustPut(t, s, 2)
}

const firstLayout = `CREATE TABLE record (
	id         TEXT PRIMARY KEY NOT NULL,
	reference  TEXT UNIQUE NOT NULL,
	pack       TEXT NOT NULL,
	version    TEXT NOT NULL,
	at         INTEGER NOT NULL,
	hash       BLOB NOT NULL,
	ciphertext BLOB NOT NULL
) STRICT`
