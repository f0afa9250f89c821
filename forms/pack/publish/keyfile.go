package publish

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// PublicKey is the public half of a key, in a file that anybody may see.
type PublicKey struct {
	Role   string `json:"role"`             // what it signs: "root", "d04", "c04999"
	Holder string `json:"holder"`           // who keeps it, in his own words
	Made   string `json:"made"`             // the day: "2026-11-22"
	PKIX   []byte `json:"public"`           // RFC 5280, SubjectPublicKeyInfo
	Signer string `json:"signer,omitempty"` // "exec:/path" where the private half is behind a program
}

// Key is a key that can sign.
type Key struct {
	PublicKey
	Signer
}

// maxKey is how large the file of a key can be, in bytes.
const maxKey = 16 << 10

// ErrPassphrase is a passphrase that does not open the key.
var ErrPassphrase = errors.New("the passphrase is not the right one")

// NewKey makes an Ed25519 key from chance.
func NewKey(role, holder, made string, chance io.Reader) (Key, error) {
	public, private, err := ed25519.GenerateKey(chance)
	if err != nil {
		return Key{}, fmt.Errorf("publish: %w", err)
	}
	pkix, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return Key{}, fmt.Errorf("publish: %w", err)
	}
	return Key{PublicKey{Role: role, Holder: holder, Made: made, PKIX: pkix}, InMemory(private)}, nil
}

// Crypto is the key itself.
func (p PublicKey) Crypto() (crypto.PublicKey, error) {
	key, err := x509.ParsePKIXPublicKey(p.PKIX)
	if err != nil {
		return nil, refuse("key", ErrMalformed, err)
	}
	return key, nil
}

// ID is how metadata names the key.
func (p PublicKey) ID() (string, error) {
	key, err := p.Crypto()
	if err != nil {
		return "", err
	}
	return KeyID(key)
}

// Bytes is the file of a public key.
func (p PublicKey) Bytes() ([]byte, error) {
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return append(data, '\n'), nil
}

// ReadPublic reads the file of a public key.
func ReadPublic(data []byte) (p PublicKey, err error) {
	if len(data) > maxKey {
		return p, refuse("key", ErrMalformed, errors.New("the file is too large"))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, refuse("key", ErrMalformed, err)
	}
	_, err = p.ID()
	return p, err
}

// private is what is in the file of a key behind the passphrase.
type private struct {
	PublicKey
	Seed []byte `json:"ed25519"` // RFC 8032, 32 bytes
}

// Lock encrypts a key that is in memory with a passphrase (age, scrypt). The
// work factor is the logarithm of the time that one try takes; 0 is age's own,
// a second.
func Lock(k Key, passphrase string, work int) ([]byte, error) {
	key, ok := k.Signer.(inMemory)
	if !ok {
		return nil, fmt.Errorf("publish: only a key in memory can be locked")
	}
	data, err := json.Marshal(private{k.PublicKey, ed25519.PrivateKey(key).Seed()})
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return Seal(data, passphrase, work)
}

// Seal encrypts any bytes with a passphrase, as "age --passphrase --armor"
// does.
func Seal(data []byte, passphrase string, work int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	var out bytes.Buffer
	text := armor.NewWriter(&out)
	w, err := age.Encrypt(text, recipient)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = errors.Join(w.Close(), text.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return out.Bytes(), nil
}

// Unseal decrypts what [Seal] has encrypted.
func Unseal(data []byte, passphrase string) ([]byte, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(data)), identity)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return nil, fmt.Errorf("publish: key: %w", ErrPassphrase)
	}
	if err != nil {
		return nil, refuse("key", ErrMalformed, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxKey))
	if err != nil {
		return nil, refuse("key", ErrMalformed, err)
	}
	return plain, nil
}

// Unlock reads the file of a key. The passphrase is asked for only where the
// key is in the file.
func Unlock(data []byte, passphrase func() (string, error)) (Key, error) {
	if len(data) > maxKey {
		return Key{}, refuse("key", ErrMalformed, errors.New("the file is too large"))
	}
	if !strings.HasPrefix(string(data), armor.Header) {
		return external(data)
	}
	word, err := passphrase()
	if err != nil {
		return Key{}, err
	}
	plain, err := Unseal(data, word)
	if err != nil {
		return Key{}, err
	}
	var p private
	if err := json.Unmarshal(plain, &p); err != nil || len(p.Seed) != ed25519.SeedSize {
		return Key{}, refuse("key", ErrMalformed, err)
	}
	return p.key()
}

// key checks that both halves belong together.
func (p private) key() (Key, error) {
	key := ed25519.NewKeyFromSeed(p.Seed)
	public, err := p.Crypto()
	if err != nil {
		return Key{}, err
	}
	if !key.Public().(ed25519.PublicKey).Equal(public) {
		return Key{}, refuse("key", ErrMalformed, errors.New("its two halves do not belong together"))
	}
	return Key{p.PublicKey, InMemory(key)}, nil
}

// external is a key whose private half is behind a program: its file is that
// of the public key, with a signer.
func external(data []byte) (Key, error) {
	p, err := ReadPublic(data)
	if err != nil {
		return Key{}, err
	}
	program, ok := strings.CutPrefix(p.Signer, "exec:")
	if !ok {
		return Key{}, refuse("key", ErrMalformed, errors.New("this is the public half: the private one is in the .key file"))
	}
	public, err := p.Crypto()
	if err != nil {
		return Key{}, err
	}
	return Key{p, Exec(program, public)}, nil
}
