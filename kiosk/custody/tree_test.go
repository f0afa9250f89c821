package custody

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

var (
	hubKey   = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	otherKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
)

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

// receiptNo is the receipt of the n'th submission, and headerNo that submission.
func receiptNo(n int) Receipt {
	return Receipt{ID: fmt.Sprintf("%032x", n), Kiosk: fmt.Sprintf("%016x", n), SHA256: Sum([]byte{byte(n)}), Hub: "d",
		At: time.Date(2026, 11, 21, 12, 0, n, 0, time.UTC)}
}

func headerNo(n int) Header {
	r := receiptNo(n)
	return Header{ID: r.ID, Kiosk: r.Kiosk, SHA256: r.SHA256}
}

func leafNo(t testing.TB, n int) []byte {
	t.Helper()
	leaf, err := json.Marshal(receiptNo(n))
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// receiptsOf are the receipts of the submissions 0 to n-1, signed together.
func receiptsOf(t testing.TB, n int, key ed25519.PrivateKey) []string {
	t.Helper()
	var leaves [][]byte
	for i := range n {
		leaves = append(leaves, leafNo(t, i))
	}
	all, err := signLeaves(leaves, key)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTreesOfAllSizes: our trees are those of package tlog.
func TestTreesOfAllSizes(t *testing.T) {
	for size := 1; size <= mostTogether; size++ {
		var stored []tlog.Hash
		read := tlog.HashReaderFunc(func(at []int64) (all []tlog.Hash, err error) {
			for _, i := range at {
				all = append(all, stored[i])
			}
			return all, nil
		})
		hashes, places := make([]tlog.Hash, size), make([][]byte, size)
		for i := range size {
			hashes[i], places[i] = tlog.RecordHash(leafNo(t, i)), newPlace(i)
			more, err := tlog.StoredHashesForRecordHash(int64(i), hashes[i], read)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, more...)
		}
		root, err := tlog.TreeHash(int64(size), read)
		if got := grow(hashes, places); err != nil || got != root {
			t.Fatalf("root of %d: %v, want %v, %v", size, got, root, err)
		}
		for i := range size {
			want, err := tlog.ProveRecord(int64(size), int64(i), read)
			n, path, ok := readPlace(places[i])
			if err != nil || !ok || n != int64(i) || !slices.Equal(path, want) {
				t.Errorf("%d of %d: %d %v, want %v, %v", i, size, n, path, want, err)
			}
		}
	}
}

// TestReceiptsTogether: each of those that were signed together is for its own
// submission, and for no other.
func TestReceiptsTogether(t *testing.T) {
	for _, size := range []int{1, 2, 3, 7, mostTogether} {
		for i, receipt := range receiptsOf(t, size, hubKey) {
			if r, err := Acknowledged(receipt, headerNo(i), publicOf(hubKey)); err != nil || r != receiptNo(i) {
				t.Errorf("%d of %d: %+v, %v", i, size, r, err)
			}
			if _, err := Acknowledged(receipt, headerNo(i+1), publicOf(hubKey)); !errors.Is(err, ErrBody) {
				t.Errorf("%d of %d, for its neighbour: %v", i, size, err)
			}
		}
	}
}

// TestReceiptBytes writes the second of three receipts as the comment of
// signLeaves says, by hand.
func TestReceiptBytes(t *testing.T) {
	sum := func(parts ...string) string {
		s := sha256.Sum256([]byte(strings.Join(parts, "")))
		return string(s[:])
	}
	leaf := func(n int) string { return string(leafNo(t, n)) }
	l0, l1, l2 := sum("\x00", leaf(0)), sum("\x00", leaf(1)), sum("\x00", leaf(2))
	root := sum("\x01", sum("\x01", l0, l1), l2)
	head, err := sign(headOf("guichet-receipt+jwt"), json.RawMessage(fmt.Sprintf(`{"size":3,"root":"%s"}`, tlog.Hash([]byte(root)))), hubKey)
	want := head + "~" + coding.EncodeToString([]byte(leaf(1))) + "~" + coding.EncodeToString([]byte("\x00\x01"+l0+l2))
	if got := receiptsOf(t, 3, hubKey)[1]; got != want || err != nil {
		t.Errorf("got\n%s\nwant\n%s\n%v", got, want, err)
	}
	const golden = `{"id":"00000000000000000000000000000001","kiosk":"0000000000000001",` +
		`"sha256":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","hub":"d","at":"2026-11-21T12:00:01Z"}`
	if leaf(1) != golden {
		t.Errorf("leaf: %s", leaf(1))
	}
}
