package spool

import (
	"crypto/rand"
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filippo.io/age"
)

// bare is the least that SQLite can do for the same bytes with the same
// settings: one prepared insert into one table, one commit, one sync.
type bare struct {
	insert *sql.Stmt
	data   []byte
}

func newBare(b *testing.B) *bare {
	b.Helper()
	db, err := connect(filepath.Join(b.TempDir(), "bare.db"), writer)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if _, err := db.Exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT"); err != nil {
		b.Fatal(err)
	}
	insert, err := db.Prepare("INSERT INTO bare (data) VALUES (?)")
	if err != nil {
		b.Fatal(err)
	}
	return &bare{insert: insert, data: sizeOfSample(b)}
}

// sizeOfSample is as many bytes as a stored sample has.
func sizeOfSample(b *testing.B) []byte {
	b.Helper()
	s := mustOpen(b, b.TempDir(), newIdentity(b).Recipient())
	mustPut(b, s, 1)
	data := make([]byte, mustPending(b, s)[0].Size)
	rand.Read(data)
	return data
}

func (x *bare) commit(b *testing.B) {
	if _, err := x.insert.ExecContext(b.Context(), x.data); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkPut(b *testing.B) {
	s := mustOpen(b, b.TempDir(), newIdentity(b).Recipient())
	for n := uint64(1); b.Loop(); n++ {
		mustPut(b, s, n)
	}
}

func BenchmarkBareCommit(b *testing.B) {
	x := newBare(b)
	for b.Loop() {
		x.commit(b)
	}
}

// BenchmarkEnvelope is the part of the encryption that is done ahead.
func BenchmarkEnvelope(b *testing.B) {
	s := mustOpen(b, b.TempDir(), newIdentity(b).Recipient())
	for b.Loop() {
		if _, err := s.newEnvelope(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseRecipient(b *testing.B) {
	text := newIdentity(b).Recipient().String()
	for b.Loop() {
		if _, err := age.ParseHybridRecipient(text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPutOverBare is the target of 1.5: saves with time between them, as
// at a kiosk, where minutes pass from one citizen to the next.
func BenchmarkPutOverBare(b *testing.B) {
	compare(b, func(s *Spool) { s.preparing.Wait() })
}

// BenchmarkBurstOverBare saves without a pause: each waits for its own
// envelope. A kiosk never does this.
func BenchmarkBurstOverBare(b *testing.B) {
	compare(b, func(*Spool) {})
}

// compare takes turns between Put and a bare commit, so that a slow moment of
// the disk falls on both, and reports the ratio of the totals ("x-bare") and
// of the medians ("x-bare-median").
func compare(b *testing.B, pause func(*Spool)) {
	s, x := mustOpen(b, b.TempDir(), newIdentity(b).Recipient()), newBare(b)
	var put, commit []time.Duration
	for n := uint64(1); b.Loop(); n++ {
		sub := sample(n)
		pause(s)
		start := time.Now()
		if err := s.Put(b.Context(), sub); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		pause(s)
		again := time.Now()
		x.commit(b)
		put, commit = append(put, middle.Sub(start)), append(commit, time.Since(again))
	}
	b.ReportMetric(float64(sum(put))/float64(sum(commit)), "x-bare")
	b.ReportMetric(float64(median(put))/float64(median(commit)), "x-bare-median")
	b.ReportMetric(float64(median(put).Microseconds()), "µs/put")
	b.ReportMetric(float64(median(commit).Microseconds()), "µs/bare")
}

func sum(all []time.Duration) (total time.Duration) {
	for _, d := range all {
		total += d
	}
	return total
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
