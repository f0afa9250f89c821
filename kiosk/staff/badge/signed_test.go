package badge

import (
	"crypto/ed25519"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// signed is any text under a right signature.
func signed(t testing.TB, key ed25519.PrivateKey, payload string) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := signer.Sign([]byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// FuzzCheck: what a stick brings says what was signed, or opens nothing; what was
// signed for us is read as it is, or not at all.
func FuzzCheck(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	own := key.Public().(ed25519.PublicKey)
	ours := Badge{"0011223344556677", "accueil 1", kiosk, serial, time.Unix(1795339800, 0), time.Unix(1858411800, 0)}
	good, err := sign(ours, key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("e30.e30.e30"))
	f.Add([]byte(`{"jti":"x","name":"n","aud":"k","stick":"s","iat":1,"exp":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if b, err := Check(data, own, kiosk, serial, today); err == nil && b != ours {
			t.Errorf("%q opens as %+v", data, b)
		}
		b, err := read([]byte(signed(t, key, string(data))), own)
		if err != nil {
			return
		}
		again, err := sign(b, key)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := read(again, own); err != nil || same != b {
			t.Errorf("%+v, then %+v: %v", b, same, err)
		}
		if _, err := Check(again, own, b.Kiosk, b.Serial, b.Expires.Add(-time.Second)); err != nil {
			t.Errorf("%+v: %v", b, err)
		}
	})
}
