package publish

import (
	"crypto"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Signer is a private key, wherever it is: in memory, behind a program, on a
// token.
type Signer interface {
	// Public is an ed25519.PublicKey, or an *ecdsa.PublicKey on P-256.
	Public() crypto.PublicKey
	// Sign returns the 64 bytes of Ed25519 (RFC 8032), or of ECDSA over the
	// SHA-256 of the message the ASN.1 of RFC 3279.
	Sign(message []byte) ([]byte, error)
}

// InMemory signs with a key that is in memory.
func InMemory(key ed25519.PrivateKey) Signer { return inMemory(key) }

type inMemory ed25519.PrivateKey

func (k inMemory) Public() crypto.PublicKey { return ed25519.PrivateKey(k).Public() }

func (k inMemory) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(ed25519.PrivateKey(k), message), nil
}

// adapter shows a Signer to the library, which hides why a signer failed.
type adapter struct {
	Signer
	err error
}

func (a *adapter) PublicKey(...signature.PublicKeyOption) (crypto.PublicKey, error) {
	return a.Public(), nil
}

func (a *adapter) SignMessage(message io.Reader, _ ...signature.SignOption) (sig []byte, err error) {
	data, err := io.ReadAll(message)
	if err == nil {
		sig, err = a.Sign(data)
	}
	a.err = err
	return sig, err
}

// sign adds a signature, or replaces the one that the key has already given.
func sign[T metadata.Roles](m *metadata.Metadata[T], s Signer) error {
	id, err := KeyID(s.Public())
	if err != nil {
		return err
	}
	m.Signatures = slices.DeleteFunc(m.Signatures, func(s metadata.Signature) bool { return s.KeyID == id })
	a := &adapter{Signer: s}
	if _, err := m.Sign(a); err != nil {
		if a.err != nil {
			err = a.err
		}
		return fmt.Errorf("publish: no signature: %w", err)
	}
	return nil
}

// KeyID is how metadata names a key: 64 hexadecimal digits.
func KeyID(key crypto.PublicKey) (string, error) {
	k, err := metadata.KeyFromPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("publish: %w", err)
	}
	return k.ID()
}

// marshal is how every metadata file is written.
func marshal[T metadata.Roles](m *metadata.Metadata[T]) ([]byte, error) {
	data, err := m.ToBytes(false)
	if err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	return data, nil
}
