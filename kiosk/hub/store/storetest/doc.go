// Package storetest is what every [store.Store] must do, and a PostgreSQL for
// the tests of others.
//
// [Suite] runs the same tests against a Store of either kind. [Postgres] starts
// a server from Debian's package that belongs to the test alone.
package storetest

import (
	"context"
	"crypto/ed25519"
	crypto "crypto/rand"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"guichet/kiosk/custody"
	"guichet/kiosk/hub/store"
)

// Open opens a store with nothing in it.
type Open func(t *testing.T) store.Store

// Suite runs every test, each on a store of its own.
func Suite(t *testing.T, open Open) {
	for _, group := range []map[string]func(*testing.T, store.Store){
		kiosks, codes, inbox, expiry, outbox, files, rollouts, people, tokens, history, news, calls, together,
	} {
		for name, test := range group {
			t.Run(name, func(t *testing.T) { test(t, open(t)) })
		}
	}
}

// noon is when most tests happen.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// Town of the samples, and another one. Both are real codes.
const (
	Town  = "26362"
	Other = "38185"
)

// Kiosk is an invented kiosk with a key of its own.
func Kiosk(town, name string) store.Kiosk {
	key, _, err := ed25519.GenerateKey(crypto.Reader)
	if err != nil {
		panic(err) // crypto.Reader does not fail
	}
	return store.Kiosk{ID: custody.KioskID(key), Town: town, Name: name, Key: key, EnrolledAt: noon}
}

// Item is submission number n of a town, with a ciphertext of some bytes that
// follows from n, and that no engine can make smaller.
func Item(n int, town string, size int) (store.Item, []byte) {
	text := make([]byte, size)
	rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}).Read(text)
	return store.Item{
		Header: custody.Header{
			ID: fmt.Sprintf("%032x", n), Reference: fmt.Sprintf("%09d K", n), Pack: "cantine", Version: "1.2.0",
			Kiosk: "0123456789abcdef", Town: town, At: noon.Add(time.Duration(n) * time.Second), KeepDays: 30,
			Size: size, SHA256: custody.Sum(text),
		},
		Envelope: fmt.Sprintf("head.body%d.signature", n),
		Receipt:  noon.Add(time.Duration(n) * time.Second),
	}, text
}

// Put puts items of a town.
func Put(t testing.TB, s store.Store, town string, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		i, ciphertext := Item(n, town, 200)
		if _, err := s.PutItem(context.Background(), i, ciphertext); err != nil {
			t.Fatalf("item %d: %v", n, err)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
