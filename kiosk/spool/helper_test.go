package spool

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"filippo.io/age"

	"guichet/forms"
)

// canaries are what a citizen types in these tests. Nobody has these names.
var canaries = []string{
	"Zuléika-Perpétue", "Quatrebarbes-Œuvrard", "zuleika.quatrebarbes@exemple.invalid",
	"06 99 98 97 96", "+33699989796", "12 impasse des Hurluberlus", "1984-02-31", "FR7699999999",
}

// sample is a submission that follows from its number: the parent of a killed
// process can tell what the child meant to write.
func sample(n uint64) forms.Submission {
	r := rand.New(rand.NewPCG(n, 7))
	s := forms.Submission{
		ID: sampleID(n), Reference: fmt.Sprintf("%09d K", n), Pack: "cantine", Version: "1.2.0",
		Lang: forms.French, At: time.Date(2026, 11, 21, 19, 42, int(n%60), 0, time.UTC), KeepDays: 400,
	}
	for i := range 20 {
		text := canaries[i%len(canaries)]
		extra := hex.EncodeToString(binary.BigEndian.AppendUint64(nil, r.Uint64()))
		s.Entries = append(s.Entries, forms.Entry{
			Page: fmt.Sprintf("page_%d", i), Type: forms.ShortText, Label: "Où habite votre enfant ?",
			Answer: forms.Answer{State: forms.Given, Fields: map[string]string{"value": text, "extra": extra}},
			Shown:  []string{text, extra},
		})
	}
	return s
}

func sampleID(n uint64) string { return fmt.Sprintf("%032x", n) }

// number is the number that a sample was made from.
func number(id string) uint64 {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != 16 {
		return 0
	}
	return binary.BigEndian.Uint64(b[8:])
}

func newIdentity(t testing.TB) *age.HybridIdentity {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func mustOpen(t testing.TB, dir string, to age.Recipient) *Spool {
	t.Helper()
	s, err := Open(dir, []age.Recipient{to})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func mustPut(t testing.TB, s *Spool, numbers ...uint64) {
	t.Helper()
	for _, n := range numbers {
		if err := s.Put(t.Context(), sample(n)); err != nil {
			t.Fatalf("put %d: %v", n, err)
		}
	}
}

// mustBeWhole decrypts a record and compares it with what was put.
func mustBeWhole(t testing.TB, s *Spool, r Record, key age.Identity) {
	t.Helper()
	ciphertext, err := s.Ciphertext(t.Context(), r.ID)
	if err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	got, want := decrypt(t, ciphertext, key), sample(number(r.ID))
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s: came back as other content", r.ID)
	}
	if r.Reference != want.Reference || r.Pack != want.Pack || r.Version != want.Version || !r.At.Equal(want.At) {
		t.Fatalf("%s: the row says %+v", r.ID, r)
	}
}

func decrypt(t testing.TB, ciphertext []byte, key age.Identity) forms.Submission {
	t.Helper()
	plain, err := age.Decrypt(bytes.NewReader(ciphertext), key)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	var s forms.Submission
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func mustPending(t testing.TB, s *Spool) []Record {
	t.Helper()
	all, err := s.Pending(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func database(dir string) string { return filepath.Join(dir, "spool.db") }
