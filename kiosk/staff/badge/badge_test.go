package badge

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guichet/forms/pack/durable"
)

const (
	kiosk  = "0123456789abcdef"
	serial = "4C530001260712117272"
)

var today = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

func newKeeper(t *testing.T) (*Keeper, string) {
	t.Helper()
	dir := t.TempDir()
	disk, err := durable.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	return &Keeper{Disk: disk, Kiosk: kiosk}, dir
}

func (k *Keeper) made(t *testing.T, name string) ([]byte, Badge) {
	t.Helper()
	file, b, err := k.Make(name, serial, Life, today)
	if err != nil {
		t.Fatal(err)
	}
	return file, b
}

// wants plays a stick, and wants what comes of it.
func (k *Keeper) wants(t *testing.T, what string, file []byte, serial string, at time.Time, want error) {
	t.Helper()
	if b, err := k.Check(file, serial, at); !errors.Is(err, want) || err == nil && b.Name == "" {
		t.Errorf("%s: %+v, %v; want %v", what, b, err, want)
	}
}

func TestAKeyOpensItsKioskFromItsStick(t *testing.T) {
	k, _ := newKeeper(t)
	file, b := k.made(t, "accueil 1")
	if len(file) > MaxFile || b.Expires.Sub(b.Issued) != Life {
		t.Errorf("%d bytes, %+v", len(file), b)
	}
	k.wants(t, "its own stick", file, serial, today, nil)
	k.wants(t, "with a line's end of Windows", bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")), serial, today, nil)
	k.wants(t, "a copy", file, serial+"0", today, ErrOtherStick)
	k.wants(t, "on its last day", file, serial, b.Expires.Add(-time.Second), nil)
	k.wants(t, "too late", file, serial, b.Expires, ErrExpired)
	k.wants(t, "a clock that was set back", file, serial, time.Unix(0, 0), nil)

	again := &Keeper{Disk: k.Disk, Kiosk: kiosk}
	again.wants(t, "after a restart", file, serial, today, nil)
	enrolled := &Keeper{Disk: k.Disk, Kiosk: "fedcba9876543210"}
	enrolled.wants(t, "after the kiosk went to another hub", file, serial, today, ErrOtherKiosk)
}

// A kiosk without a hub is called after its key.
func TestAKioskWithoutAHub(t *testing.T) {
	k, _ := newKeeper(t)
	k.Kiosk = ""
	file, b := k.made(t, "accueil 1")
	if !strings.HasPrefix(b.Kiosk, "local-") {
		t.Errorf("it is called %q", b.Kiosk)
	}
	k.wants(t, "its own", file, serial, today, nil)
	other, _ := newKeeper(t)
	other.Kiosk = ""
	other.wants(t, "one that never made a key", file, serial, today, ErrForged)
	other.made(t, "accueil 2")
	other.wants(t, "one with keys of its own", file, serial, today, ErrForged)
}

func TestARevokedKeyOpensNoMore(t *testing.T) {
	k, _ := newKeeper(t)
	lost, gone := k.made(t, "accueil 1")
	kept, _ := k.made(t, "services techniques")
	if e, err := k.Revoke("accueil 1", today); err != nil || e.ID != gone.ID {
		t.Fatalf("%+v, %v", e, err)
	}
	k.wants(t, "revoked", lost, serial, today, ErrRevoked)
	k.wants(t, "the other", kept, serial, today, nil)

	anew, _ := k.made(t, "accueil 1")
	k.wants(t, "a new one of the same name", anew, serial, today, nil)
	if _, err := k.Revoke("accueil 1", today); err != nil {
		t.Errorf("its name is not its own: %v", err)
	}
	k.wants(t, "the new one, revoked", anew, serial, today, ErrRevoked)
	if e, err := k.Revoke(gone.ID, today.Add(time.Hour)); err != nil || !e.Revoked.Equal(today) {
		t.Errorf("revoked twice: %+v, %v", e, err)
	}
	all, err := k.List()
	if err != nil || len(all) != 3 || all[1].Name != "services techniques" || !all[1].Revoked.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestWhichKeyIsMeant(t *testing.T) {
	k, _ := newKeeper(t)
	k.made(t, "accueil")
	_, second := k.made(t, "accueil")
	for _, x := range []struct {
		which string
		want  error
	}{{"accueil", ErrTwo}, {"mairie", ErrUnknown}, {"", ErrUnknown}, {second.ID, nil}, {"accueil", nil}, {"accueil", ErrUnknown}} {
		if _, err := k.Revoke(x.which, today); !errors.Is(err, x.want) {
			t.Errorf("%q: %v, want %v", x.which, err, x.want)
		}
	}
}

// A list that is lost or damaged opens to nobody: else a key that was revoked
// would open again.
func TestAListThatIsLost(t *testing.T) {
	k, dir := newKeeper(t)
	file, _ := k.made(t, "accueil 1")
	list := filepath.Join(dir, listFile)
	if err := os.WriteFile(list, []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.wants(t, "damaged", file, serial, today, errList)
	if _, _, err := k.Make("accueil 2", serial, Life, today); !errors.Is(err, errList) {
		t.Errorf("a key is made into a damaged list: %v", err)
	}
	if err := os.Remove(list); err != nil {
		t.Fatal(err)
	}
	k.wants(t, "lost", file, serial, today, ErrUnknown)
}

// The key that signs is made once, is nobody else's to read, and is not replaced
// where it cannot be read.
func TestTheKiosksOwnKey(t *testing.T) {
	k, dir := newKeeper(t)
	k.made(t, "accueil 1")
	for _, name := range []string{keyFile, listFile} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.Make("accueil 2", serial, Life, today); !errors.Is(err, errKey) {
		t.Errorf("made with a damaged key: %v", err)
	}
	k.wants(t, "a damaged key", nil, serial, today, errKey)
}

func TestADiskThatDoesNotKeepAKey(t *testing.T) {
	k, _ := newKeeper(t)
	file, _ := k.made(t, "accueil 1")
	k.Disk.(*durable.Disk).Close()
	if file, _, err := k.Make("accueil 2", serial, Life, today); err == nil {
		t.Errorf("a key that nobody remembers: %s", file)
	}
	if _, err := k.Check(file, serial, today); err == nil {
		t.Error("it opens without the list")
	}
}

func TestKeysThatAreNotMade(t *testing.T) {
	k, _ := newKeeper(t)
	for _, x := range []struct {
		name, serial string
		life         time.Duration
	}{
		{"", serial, Life},
		{" accueil", serial, Life},
		{strings.Repeat("é", 41), serial, Life},
		{"accueil\x1b[2J", serial, Life},
		{"accueil", "", Life},
		{"accueil", "12\n34", Life},
		{"accueil", strings.Repeat("9", 127), Life},
		{"accueil", serial, time.Hour},
		{"accueil", serial, 11 * 365 * 24 * time.Hour},
	} {
		if _, _, err := k.Make(x.name, x.serial, x.life, today); !errors.Is(err, ErrAsked) {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

// A list that would grow out of its file is full before.
func TestTheListHasAnEnd(t *testing.T) {
	k, _ := newKeeper(t)
	k.made(t, strings.Repeat("é", longestName))
	all, err := k.readList()
	if err != nil {
		t.Fatal(err)
	}
	all[0].Serial, all[0].Revoked = strings.Repeat(`"`, 126), today
	fill := func([]Entry) (list []Entry, err error) {
		for range mostKeys {
			list = append(list, all[0])
		}
		return list, nil
	}
	if err := k.change(fill); err != nil {
		t.Fatal(err)
	}
	if got, err := k.List(); err != nil || len(got) != mostKeys {
		t.Errorf("a full list reads back as %d keys, %v", len(got), err)
	}
	if _, _, err := k.Make("accueil", serial, Life, today); !errors.Is(err, errFull) {
		t.Errorf("one more: %v", err)
	}
}

// claim is what a key would say.
func claim(issued, expires int64, stick string) string {
	return fmt.Sprintf(`{"jti":"x","name":"n","aud":%q,"stick":%q,"iat":%d,"exp":%d}`, kiosk, stick, issued, expires)
}

// Whatever a stick brings, it opens only if this kiosk's key signed it.
func TestForgeries(t *testing.T) {
	k, _ := newKeeper(t)
	file, b := k.made(t, "accueil 1")
	key, err := k.readKey()
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, _ := ed25519.GenerateKey(nil)
	theirs, err := sign(b, stranger)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(strings.TrimSpace(string(file)), ".")
	b64 := base64.RawURLEncoding.EncodeToString
	longer := b
	longer.Expires = b.Expires.AddDate(5, 0, 0)
	long, err := sign(longer, key)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		file string
		want error
	}{
		"nothing":                {"", ErrUnreadable},
		"a text":                 {"ouvrez, s'il vous plaît", ErrUnreadable},
		"somebody else's key":    {string(theirs), ErrForged},
		"no algorithm":           {b64([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".", ErrUnreadable},
		"a secret in common":     {b64([]byte(`{"alg":"HS256"}`)) + "." + parts[1] + "." + parts[2], ErrUnreadable},
		"without its signature":  {parts[0] + "." + parts[1] + ".", ErrForged},
		"a longer life":          {parts[0] + "." + strings.Split(string(long), ".")[1] + "." + parts[2], ErrForged},
		"a file of a megabyte":   {string(file) + strings.Repeat("\n", 1<<20), ErrUnreadable},
		"signed, but not a key":  {signed(t, key, `{"jti":"x"}`), ErrUnreadable},
		"signed, with more":      {signed(t, key, `{"jti":"x","name":"n","aud":"`+kiosk+`","stick":"s","iat":1,"exp":2,"admin":true}`), ErrUnreadable},
		"signed, and once more":  {signed(t, key, claim(1, 2, "s")+`{"admin":true}`), ErrUnreadable},
		"ends as it begins":      {signed(t, key, claim(2, 2, "s")), ErrUnreadable},
		"ends in no year":        {signed(t, key, claim(1, farthest, "s")), ErrUnreadable},
		"begins before time":     {signed(t, key, claim(-1, 2, "s")), ErrUnreadable},
		"for a stick of accents": {signed(t, key, claim(1, 2, "é")), ErrUnreadable},
		"for no stick":           {signed(t, key, claim(1, 2, "")), ErrUnreadable},
		"signed, and not listed": {signed(t, key, `{"jti":"x","name":"n","aud":"`+kiosk+`","stick":"`+serial+`","iat":1,"exp":4000000000}`), ErrUnknown},
	} {
		k.wants(t, name, []byte(x.file), serial, today, x.want)
	}
}
