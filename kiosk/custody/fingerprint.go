package custody

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

var fingerprintHead = headOf("guichet-call+jwt")

// Fingerprint says whose certificate is at one end of a call (RFC 8122): that of
// a kiosk, signed by the kiosk, or that of an agent's browser, signed by the hub
// that he signed in to. It holds for one offer of one call, or its answer.
type Fingerprint struct {
	Call  string `json:"call"`
	Kind  string `json:"kind"`  // "offer", "answer"
	Round int    `json:"round"` // of the offer
	Hash  string `json:"hash"`  // see [Fingerprints]
}

// Fingerprints is the SHA-256 of all a=fingerprint lines of a session
// description, lower case, each once, sorted: another certificate has another.
// "" where there is none: such a description is refused.
func Fingerprints(sdp string) string {
	var all []string
	for line := range strings.Lines(sdp) {
		if value, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "a=fingerprint:"); ok {
			all = append(all, strings.ToLower(strings.TrimSpace(value)))
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(all), "\n")))
	return hex.EncodeToString(sum[:])
}

// SignFingerprint vouches for a certificate.
func SignFingerprint(f Fingerprint, key ed25519.PrivateKey) (string, error) {
	return sign(fingerprintHead, &f, key)
}

// CheckFingerprint is nil where the token is of that key and says exactly what
// is wanted; ErrSignature or ErrBody.
func CheckFingerprint(token string, want Fingerprint, key ed25519.PublicKey) error {
	var f Fingerprint
	err := verify(fingerprintHead, token, &f, func() (ed25519.PublicKey, error) { return key, nil }, ed25519.Verify)
	if err != nil {
		return err
	}
	if f != want || want.Hash == "" {
		return ErrBody
	}
	return nil
}
