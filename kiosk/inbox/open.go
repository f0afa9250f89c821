package inbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"guichet/forms"
	"guichet/kiosk/custody"
)

var (
	// ErrNotForUs: none of the identities opens it.
	ErrNotForUs = errors.New("inbox: none of these keys opens this submission")
	// ErrDamaged: the ciphertext was changed, or is not whole.
	ErrDamaged = errors.New("inbox: the submission is damaged")
	// ErrMismatch: what is inside is not what the envelope says: somebody put
	// another content in it.
	ErrMismatch = errors.New("inbox: content and envelope do not belong together")
)

// Whole tells whether the bytes are those that the header was signed for.
func Whole(h custody.Header, ciphertext []byte) error {
	if h.Size != len(ciphertext) || h.SHA256 != custody.Sum(ciphertext) {
		return ErrDamaged
	}
	return nil
}

// Open decrypts a submission and compares it with the header that the kiosk
// signed: age binds nothing to a ciphertext and says nothing of its sender.
// Call Whole before.
func Open(h custody.Header, ciphertext []byte, keys ...age.Identity) (forms.Submission, error) {
	plain, err := decrypt(ciphertext, keys)
	if err != nil {
		return forms.Submission{}, err
	}
	defer clear(plain)
	var s forms.Submission
	if json.Unmarshal(plain, &s) != nil { // its error may quote content
		return forms.Submission{}, ErrDamaged
	}
	if s.ID != h.ID || s.Reference != h.Reference || s.Pack != h.Pack || s.Version != h.Version {
		return forms.Submission{}, ErrMismatch
	}
	return s, nil
}

func decrypt(ciphertext []byte, keys []age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(ciphertext), keys...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrNotForUs
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		clear(plain)
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return plain, nil
}
