package desk

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"guichet/kiosk/call"
	"guichet/kiosk/call/wire"
)

// sealer encrypts what is personal of a call: AES-256-GCM with a random nonce,
// the key derived from the hub's (RFC 5869). What it is and of which call goes
// in as associated data, so that nothing passes for something else.
type sealer struct{ aead cipher.AEAD }

var errSealed = errors.New("desk: cannot be opened with this key")

func newSealer(key ed25519.PrivateKey) (sealer, error) {
	derived, err := hkdf.Key(sha256.New, key.Seed(), nil, "guichet hub desk 1", 32)
	if err != nil {
		return sealer{}, fmt.Errorf("desk: key: %w", err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return sealer{}, fmt.Errorf("desk: key: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealer{}, fmt.Errorf("desk: key: %w", err)
	}
	return sealer{aead}, nil
}

func (s sealer) close(clear []byte, what, id string) []byte {
	return s.aead.Seal(nil, nil, clear, []byte(what+" "+id))
}

func (s sealer) open(sealed []byte, what, id string) ([]byte, error) {
	clear, err := s.aead.Open(nil, nil, sealed, []byte(what+" "+id))
	if err != nil {
		return nil, errSealed
	}
	return clear, nil
}

// What is sealed.
const (
	sealedCall = "call"
	sealedMail = "mail"
	sealedBack = "back"
)

// secret is what a call's row holds encrypted.
type secret struct {
	Wish  wire.Wish   `json:"wish"`
	Kiosk string      `json:"kiosk"`           // its name
	Title string      `json:"title,omitempty"` // of the procedure, in French
	Agent string      `json:"agent,omitempty"`
	Notes string      `json:"notes,omitempty"` // for the next agent
	read  call.Shared // of Wish
}

func (s sealer) closeCall(id string, v secret) []byte {
	clear, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, and JSON that was read
	}
	return s.close(clear, sealedCall, id)
}

func (s sealer) openCall(id string, sealed []byte) (v secret, err error) {
	if len(sealed) == 0 {
		return v, errSealed // it is over
	}
	clear, err := s.open(sealed, sealedCall, id)
	if err != nil {
		return v, err
	}
	if json.Unmarshal(clear, &v) != nil {
		return v, errSealed
	}
	v.read, err = sharedOf(v.Wish)
	return v, err
}

// errShared quotes nothing: what is shared may be personal.
var errShared = errors.New("desk: what is shared cannot be read")

// mostShared is in bytes.
const mostShared = 4 << 10

func sharedOf(w wire.Wish) (s call.Shared, err error) {
	if len(w.Shared) > mostShared {
		return s, errShared
	}
	if len(w.Shared) > 0 && json.Unmarshal(w.Shared, &s) != nil {
		return s, errShared
	}
	if s.Lang == "" {
		s.Lang = "fr"
	}
	return s, nil
}
