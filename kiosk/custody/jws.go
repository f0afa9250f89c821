package custody

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// coding is base64url without padding (RFC 7515, section 2). Strict: what is
// left over in the last letter is zero, so that a token has one spelling.
var coding = base64.RawURLEncoding.Strict()

// headOf is the first part of a token of a type, with its dot. Whoever signs
// here writes these very bytes, and no other header is read: so there is no
// algorithm to choose and nothing to parse before the signature (RFC 8725,
// sections 3.1 and 3.11).
func headOf(typ string) string {
	return coding.EncodeToString(fmt.Appendf(nil, `{"alg":"EdDSA","typ":%q}`, typ)) + "."
}

// sign makes a token of claims.
func sign(head string, claims any, key ed25519.PrivateKey) (string, error) {
	data, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("custody: sign: %w", err)
	}
	token := make([]byte, 0, len(head)+coding.EncodedLen(len(data))+1+coding.EncodedLen(ed25519.SignatureSize))
	token = coding.AppendEncode(append(token, head...), data)
	signature := ed25519.Sign(key, token)
	return string(coding.AppendEncode(append(token, '.'), signature)), nil
}

// maxToken bounds what is read before its signature is known: the largest that
// we write is under 1 KB.
const maxToken = 4 << 10

// check tells whether a signature of a message is that of a key: [ed25519.Verify],
// or the same for many at once.
type check func(key ed25519.PublicKey, message, signature []byte) bool

// verify reads a token into claims. key is asked once they are filled, before
// any of them is believed; its error is returned, every other is ErrSignature.
func verify(head, token string, claims any, key func() (ed25519.PublicKey, error), right check) error {
	signed, data, signature := taken(head, token)
	if signature == nil || json.Unmarshal(data, claims) != nil {
		return ErrSignature
	}
	k, err := key()
	if err != nil {
		return err
	}
	if len(k) != ed25519.PublicKeySize || !right(k, signed, signature) {
		return ErrSignature
	}
	return nil
}

// taken takes a token apart: what is signed, the claims in it, the signature.
// Without a signature it is none.
func taken(head, token string) (signed, data, signature []byte) {
	dot := strings.LastIndexByte(token, '.')
	if len(token) > maxToken || dot < len(head) || !strings.HasPrefix(token, head) {
		return nil, nil, nil
	}
	data, err := decode(token[len(head):dot])
	if err != nil {
		return nil, nil, nil
	}
	if signature, err = decode(token[dot+1:]); err != nil {
		return nil, nil, nil
	}
	return []byte(token[:dot]), data, signature
}

// decode reads one part. Line ends, which package base64 reads over, would give
// it a second spelling.
func decode(part string) ([]byte, error) {
	if strings.ContainsAny(part, "\r\n") {
		return nil, ErrSignature
	}
	return coding.DecodeString(part)
}

// near tells whether two moments are at most so far apart.
func near(a, b time.Time, d time.Duration) bool { return a.Sub(b).Abs() <= d }
