package custody

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

var envelopeHead = headOf("guichet-envelope+jwt")

// Header says what a ciphertext is. The kiosk signs it.
type Header struct {
	ID        string    `json:"id"`        // of the submission: 128 bits, 32 hexadecimal digits
	Reference string    `json:"reference"` // "482 739 156 Z"
	Pack      string    `json:"pack"`
	Version   string    `json:"version"`
	Kiosk     string    `json:"kiosk"` // see [KioskID]
	Town      string    `json:"town"`  // COG code of the commune
	At        time.Time `json:"at"`    // when the citizen handed it in, by the kiosk's clock
	KeepDays  int       `json:"keep_days"`
	Size      int       `json:"size"`   // of the ciphertext, in bytes
	SHA256    string    `json:"sha256"` // of the ciphertext, hexadecimal
}

var (
	// ErrSignature: not signed by whom it should be, or not what it should be.
	ErrSignature = errors.New("custody: signature is not right")
	// ErrBody: the bytes are not those that were signed for.
	ErrBody = errors.New("custody: content is not what was signed")
	// ErrHeader: something in the header cannot be.
	ErrHeader = errors.New("custody: header is not right")
)

// Seal completes a header with the size and the hash of a ciphertext, and
// signs it.
func Seal(h Header, ciphertext []byte, key ed25519.PrivateKey) (Header, string, error) {
	h.Size, h.SHA256 = len(ciphertext), Sum(ciphertext)
	if err := h.Check(); err != nil {
		return Header{}, "", err
	}
	s, err := sign(envelopeHead, &h, key)
	return h, s, err
}

// Open gives the header of an envelope, once its signature is that of the kiosk
// that it names and the ciphertext is the one it was made for: [Signed] and
// [Header.Fits].
func Open(envelope string, ciphertext []byte, keyOf func(kiosk string) (ed25519.PublicKey, error)) (Header, error) {
	h, err := Signed(envelope, keyOf)
	if err == nil {
		err = h.Fits(ciphertext)
	}
	if err != nil {
		return Header{}, err
	}
	return h, nil
}

// Signed gives the header of an envelope, once its signature is that of the
// kiosk that it names: so much is known before a byte of the ciphertext is read.
// keyOf finds the key of a kiosk; its error, for one that is unknown or revoked,
// is returned.
func Signed(envelope string, keyOf func(kiosk string) (ed25519.PublicKey, error)) (Header, error) {
	return signed(envelope, keyOf, ed25519.Verify)
}

func signed(envelope string, keyOf func(kiosk string) (ed25519.PublicKey, error), right check) (Header, error) {
	var h Header
	err := verify(envelopeHead, envelope, &h, func() (ed25519.PublicKey, error) { return keyOf(h.Kiosk) }, right)
	if err != nil {
		return Header{}, err
	}
	if err := h.Check(); err != nil {
		return Header{}, err
	}
	return h, nil
}

// Fits tells whether a ciphertext is the one that the header was made for:
// [ErrBody] where it is not.
func (h Header) Fits(ciphertext []byte) error {
	if h.Size != len(ciphertext) || h.SHA256 != Sum(ciphertext) {
		return ErrBody
	}
	return nil
}

// plausible is a moment that can be written in any time zone (RFC 3339 has four
// digits for a year). A clock that is dead says 1970, and is no reason to refuse
// what a citizen handed in.
func plausible(t time.Time) bool { y := t.UTC().Year(); return y >= 1970 && y < 9999 }

// Check refuses a header that no kiosk of ours writes.
func (h Header) Check() error {
	switch {
	case !isHex(h.ID, 32):
		return fmt.Errorf("%w: id", ErrHeader)
	case !isHex(h.SHA256, 64), h.Size <= 0:
		return fmt.Errorf("%w: sha256 or size", ErrHeader)
	case !isHex(h.Kiosk, KioskIDLen):
		return fmt.Errorf("%w: kiosk", ErrHeader)
	case !isTown(h.Town), !isReference(h.Reference):
		return fmt.Errorf("%w: town or reference", ErrHeader)
	case !isPack(h.Pack), !isVersion(h.Version):
		return fmt.Errorf("%w: pack or version", ErrHeader)
	case !plausible(h.At), h.KeepDays < 1 || h.KeepDays > 36500:
		return fmt.Errorf("%w: date or retention", ErrHeader)
	}
	return nil
}

// Sum is the SHA-256 of some bytes in hexadecimal.
func Sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
