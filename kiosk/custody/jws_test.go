package custody_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"guichet/kiosk/custody"
)

// TestTokenBytes: kiosks and hubs of different ages talk to each other, so what
// is signed stays as it is to the byte.
func TestTokenBytes(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	got, err := custody.Authorize(custody.Request{Kiosk: "0a", Method: "GET", Path: "/", SHA256: "c", At: noon}, key)
	if err != nil {
		t.Fatal(err)
	}
	part := strings.Split(got, ".")
	for i, want := range []string{
		`{"alg":"EdDSA","typ":"guichet-request+jwt"}`,
		`{"kiosk":"0a","method":"GET","path":"/","sha256":"c","at":"2026-11-21T12:00:00Z"}`,
	} {
		if data, err := base64.RawURLEncoding.DecodeString(part[i]); string(data) != want {
			t.Errorf("part %d: %s, %v", i, data, err)
		}
	}
	signature, err := base64.RawURLEncoding.DecodeString(part[2])
	if err != nil || !ed25519.Verify(key.Public().(ed25519.PublicKey), []byte(part[0]+"."+part[1]), signature) {
		t.Errorf("signature %q, %v", part[2], err)
	}
}

// token signs any header and claims as RFC 7515 says.
func (p party) token(header, claims string) string {
	text := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(p.secret, []byte(text)))
}

// TestOtherSpellings: a token that is signed, but is not written as ours are.
func TestOtherSpellings(t *testing.T) {
	hub := newParty(t)
	want := custody.Fingerprint{Call: "c", Kind: "offer", Round: 1, Hash: "h"}
	claims := `{"call":"c","kind":"offer","round":1,"hash":"h"}`
	good := hub.token(`{"alg":"EdDSA","typ":"guichet-call+jwt"}`, claims)
	if err := custody.CheckFingerprint(good, want, hub.public); err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndex(good, ".")
	for name, token := range map[string]string{
		"fields turned":    hub.token(`{"typ":"guichet-call+jwt","alg":"EdDSA"}`, claims),
		"a key of its own": hub.token(`{"alg":"EdDSA","jwk":{},"typ":"guichet-call+jwt"}`, claims),
		"no algorithm":     hub.token(`{"alg":"none","typ":"guichet-call+jwt"}`, claims),
		"another kind":     hub.token(`{"alg":"EdDSA","typ":"guichet-request+jwt"}`, claims),
		"no kind":          hub.token(`{"alg":"EdDSA"}`, claims),
		"no claims":        hub.token(`{"alg":"EdDSA","typ":"guichet-call+jwt"}`, ""),
		"claims of a list": hub.token(`{"alg":"EdDSA","typ":"guichet-call+jwt"}`, "[]"),
		"a line end":       good[:last+5] + "\n" + good[last+5:],
		"a line end ahead": good[:last-5] + "\n" + good[last-5:],
		"padding":          good + "==",
		"a fourth part":    good + ".",
		"half a signature": good[:last+40],
		"the claims alone": good[:last],
	} {
		if err := custody.CheckFingerprint(token, want, hub.public); !errors.Is(err, custody.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
