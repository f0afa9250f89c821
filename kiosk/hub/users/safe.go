package users

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
)

// safe encrypts what must be read back: AES-256-GCM with a random nonce. What
// it is and whose goes in as associated data, so that nothing passes for
// something else.
type safe struct{ aead cipher.AEAD }

var errSealed = errors.New("users: cannot be opened with this key")

func newSafe(key []byte) safe {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the key is 32 bytes: New made it
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return safe{aead}
}

func (s safe) close(clear []byte, what string) []byte {
	return s.aead.Seal(nil, nil, clear, []byte(what))
}

func (s safe) open(sealed []byte, what string) ([]byte, error) {
	clear, err := s.aead.Open(nil, nil, sealed, []byte(what))
	if err != nil {
		return nil, errSealed
	}
	return clear, nil
}

// ticket is something that goes to the browser and comes back: it can neither
// read nor change it.
type ticket struct {
	Ends  time.Time         `json:"ends"`
	Words map[string]string `json:"words"`
}

func (s safe) ticket(what string, t ticket) string {
	clear, err := json.Marshal(t)
	if err != nil {
		panic(err) // a time and strings
	}
	return base64.RawURLEncoding.EncodeToString(s.close(clear, what))
}

func (s safe) readTicket(what, text string, now time.Time) (map[string]string, error) {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, errSealed
	}
	clear, err := s.open(sealed, what)
	if err != nil {
		return nil, err
	}
	var t ticket
	if err := json.Unmarshal(clear, &t); err != nil || now.After(t.Ends) {
		return nil, errSealed
	}
	return t.Words, nil
}

// newSecret is 256 random bits as text.
func newSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
