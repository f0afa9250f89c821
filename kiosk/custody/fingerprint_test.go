package custody_test

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"guichet/kiosk/custody"
)

const description = "v=0\r\na=fingerprint:sha-256 AB:CD\r\nm=audio\r\na=fingerprint:sha-256 ab:cd\r\nm=video\r\na=fingerprint:sha-256 01:02\r\n"

func TestFingerprint(t *testing.T) {
	public, key, _ := ed25519.GenerateKey(nil)
	other, _, _ := ed25519.GenerateKey(nil)
	said := custody.Fingerprint{Call: "c1", Kind: "offer", Round: 1, Hash: custody.Fingerprints(description)}
	token, err := custody.SignFingerprint(said, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := custody.CheckFingerprint(token, said, public); err != nil {
		t.Error(err)
	}
	for what, change := range map[string]func(*custody.Fingerprint){
		"another call":        func(f *custody.Fingerprint) { f.Call = "c2" },
		"the answer":          func(f *custody.Fingerprint) { f.Kind = "answer" },
		"the next offer":      func(f *custody.Fingerprint) { f.Round++ },
		"another certificate": func(f *custody.Fingerprint) { f.Hash = custody.Fingerprints("a=fingerprint:sha-256 FF:FF\n") },
	} {
		want := said
		change(&want)
		if err := custody.CheckFingerprint(token, want, public); !errors.Is(err, custody.ErrBody) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := custody.CheckFingerprint(token, said, other); !errors.Is(err, custody.ErrSignature) {
		t.Errorf("another key: %v", err)
	}
}

// The order and the case of the lines are the browser's affair; a description
// that has no certificate is never right.
func TestFingerprints(t *testing.T) {
	same := custody.Fingerprints("a=fingerprint:sha-256 01:02\na=fingerprint:sha-256 AB:cd\n")
	if got := custody.Fingerprints(description); got != same || len(got) != 64 {
		t.Errorf("%q, %q", got, same)
	}
	if got := custody.Fingerprints("v=0\r\nm=audio\r\n"); got != "" {
		t.Errorf("none: %q", got)
	}
	_, key, _ := ed25519.GenerateKey(nil)
	none := custody.Fingerprint{Call: "c1", Kind: "offer"}
	token, _ := custody.SignFingerprint(none, key)
	if err := custody.CheckFingerprint(token, none, key.Public().(ed25519.PublicKey)); !errors.Is(err, custody.ErrBody) {
		t.Errorf("no certificate: %v", err)
	}
}
