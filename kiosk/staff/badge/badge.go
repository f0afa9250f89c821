package badge

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"
)

// File is the name of the key's file, in the first folder of a stick; one that
// is longer than MaxFile bytes is not ours.
const (
	File    = "guichet-cle.jws"
	MaxFile = 4 << 10
)

// Life is how long a key opens if nobody says otherwise: two years.
const Life = 2 * 365 * 24 * time.Hour

// Why a key does not open.
var (
	ErrUnreadable = errors.New("badge: this is not the file of a key")
	ErrForged     = errors.New("badge: this kiosk has not signed the key")
	ErrOtherKiosk = errors.New("badge: the key is of another kiosk")
	ErrOtherStick = errors.New("badge: the key was copied from another stick")
	ErrExpired    = errors.New("badge: the key has ended")
	ErrUnknown    = errors.New("badge: the key is not in the list of this kiosk")
	ErrRevoked    = errors.New("badge: the key was revoked")
)

// Badge is what the file of a key says.
type Badge struct {
	ID      string // 16 hexadecimal digits, drawn by chance
	Name    string // of a place or a task: "accueil 1"
	Kiosk   string // whose key it is
	Serial  string // of the stick
	Issued  time.Time
	Expires time.Time
}

// claims is a badge as it is signed, with the names of RFC 7519 where it has
// one; times are in seconds since 1970.
type claims struct {
	ID      string `json:"jti"`
	Name    string `json:"name"`
	Kiosk   string `json:"aud"`
	Serial  string `json:"stick"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
}

// sign writes the file of a key.
func sign(b Badge, key ed25519.PrivateKey) ([]byte, error) {
	payload, err := json.Marshal(claims{b.ID, b.Name, b.Kiosk, b.Serial, b.Issued.Unix(), b.Expires.Unix()})
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, nil)
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		return nil, fmt.Errorf("badge: %w", err)
	}
	return []byte(text + "\n"), nil
}

// read gives what a file says once its signature is right, and not before.
func read(file []byte, key ed25519.PublicKey) (Badge, error) {
	if len(file) > MaxFile {
		return Badge{}, ErrUnreadable
	}
	signed, err := jose.ParseSignedCompact(string(bytes.TrimSpace(file)), []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return Badge{}, ErrUnreadable
	}
	payload, err := signed.Verify(key)
	if err != nil {
		return Badge{}, ErrForged
	}
	var c claims
	strict := json.NewDecoder(bytes.NewReader(payload))
	strict.DisallowUnknownFields()
	if strict.Decode(&c) != nil || strict.More() {
		return Badge{}, ErrUnreadable
	}
	b := Badge{c.ID, c.Name, c.Kiosk, c.Serial, time.Unix(c.Issued, 0), time.Unix(c.Expires, 0)}
	if !c.whole() {
		return Badge{}, ErrUnreadable
	}
	return b, nil
}

// farthest is the year 36812: what is behind it is no time.
const farthest = 1 << 40

func (c claims) whole() bool {
	return c.ID != "" && c.Kiosk != "" && isName(c.Name) && isSerial(c.Serial) &&
		0 <= c.Issued && c.Issued < c.Expires && c.Expires < farthest
}

// Check tells whether the file of a key is signed with key, for this kiosk, for
// the stick of that serial number, and not ended. It does not know what was
// revoked; [Keeper.Check] does. The error is the first that holds of
// ErrUnreadable, ErrForged, ErrOtherKiosk, ErrOtherStick and ErrExpired.
func Check(file []byte, key ed25519.PublicKey, kiosk, serial string, now time.Time) (Badge, error) {
	b, err := read(file, key)
	switch {
	case err != nil:
		return Badge{}, err
	case b.Kiosk != kiosk:
		return Badge{}, ErrOtherKiosk
	case b.Serial != serial:
		return Badge{}, ErrOtherStick
	case !now.Before(b.Expires):
		return Badge{}, ErrExpired
	}
	return b, nil
}

// longestName is in characters.
const longestName = 40

func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 1 && n <= longestName && strings.TrimSpace(s) == s && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// isSerial takes what a USB device can have: the length of a string descriptor
// is a byte, and it has two bytes a letter (USB 2.0, 9.6.7).
func isSerial(s string) bool {
	return s != "" && len(s) <= 126 && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}
