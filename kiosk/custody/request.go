package custody

import (
	"crypto/ed25519"
	"errors"
	"time"
)

var requestHead = headOf("guichet-request+jwt")

// Fresh is how far the clocks of a kiosk and the hub may be apart. A kiosk whose
// clock is wrong takes the hub's from the Date field of its refusal (see
// [ErrClock]).
const Fresh = 60 * time.Second

// ErrClock: the request is signed, but not now. The answer is 401 with the
// hub's time in its Date field (RFC 9110, section 6.6.1); the kiosk signs again
// by that time. A replay ends here too.
var ErrClock = errors.New("custody: request is not of this minute")

// Request is one HTTP request of a kiosk. The hub takes it once for what it is:
// another method, path or content has another signature, as with DPoP (RFC
// 9449), which has no place for the content.
type Request struct {
	Kiosk  string    `json:"kiosk"`
	Method string    `json:"method"`
	Path   string    `json:"path"`   // with its query, without the host: proxies change that
	SHA256 string    `json:"sha256"` // of the body, hexadecimal; of nothing where there is none
	At     time.Time `json:"at"`
}

// Authorize signs a request: the value of an Authorization field is "Bearer "
// and this.
func Authorize(r Request, key ed25519.PrivateKey) (string, error) {
	return sign(requestHead, &r, key)
}

// Authorized gives the kiosk that signed a request. want has what came: method,
// path, hash, and the hub's time in At. keyOf finds the key of a kiosk; its
// error is returned.
func Authorized(token string, want Request, keyOf func(kiosk string) (ed25519.PublicKey, error)) (kiosk string, err error) {
	var r Request
	if err := verify(requestHead, token, &r, func() (ed25519.PublicKey, error) { return keyOf(r.Kiosk) }, ed25519.Verify); err != nil {
		return "", err
	}
	if r.Method != want.Method || r.Path != want.Path || r.SHA256 != want.SHA256 {
		return "", ErrBody
	}
	if !near(r.At, want.At, Fresh) {
		return "", ErrClock
	}
	return r.Kiosk, nil
}
