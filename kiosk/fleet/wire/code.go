package wire

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"strings"
)

// alphabet is Crockford's base 32: no I, L, O, U, so that a code can be read
// out and typed.
var alphabet = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

const (
	secretBytes = 5  // 8 characters: 40 bits that live ten minutes
	proofBytes  = 10 // 16 characters: 80 bits of the hash of what the hub will answer
)

// EnrolmentCode is what an administrator reads out to whoever stands at a new
// kiosk: "8ZK3-P0QX-…", six groups of four. The first two are a secret, the
// others say which root.json, which key of receipts and which town are the right
// ones, so that a first contact over a wrong wire is noticed. The root alone
// would not do: it is public, and whoever stands between could show it beside a
// key of his own, and sign for submissions that he throws away.
type EnrolmentCode struct {
	Secret string // 8 characters; the hub keeps its hash alone
	proof  string
}

// ErrCode: what was typed is no enrolment code.
var ErrCode = errors.New("wire: an enrolment code has 24 letters and digits")

// NewCode draws a code for a kiosk of a town, for a root and the key that the
// hub signs receipts with.
func NewCode(root, hub []byte, town string) EnrolmentCode {
	secret := make([]byte, secretBytes)
	rand.Read(secret)
	return EnrolmentCode{Secret: alphabet.EncodeToString(secret), proof: proof(root, hub, town)}
}

// proof hashes each part with its length in front, so that no byte can move from
// one to the next.
func proof(root, hub []byte, town string) string {
	var all []byte
	for _, part := range [][]byte{root, hub, []byte(town)} {
		all = append(binary.BigEndian.AppendUint64(all, uint64(len(part))), part...)
	}
	sum := sha256.Sum256(all)
	return alphabet.EncodeToString(sum[:proofBytes])
}

// ReadCode reads a code as people type it: any case, spaces, dashes, O for 0,
// I and L for 1.
func ReadCode(s string) (EnrolmentCode, error) {
	s = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(s)))
	raw, err := alphabet.DecodeString(s)
	if err != nil || len(raw) != secretBytes+proofBytes {
		return EnrolmentCode{}, ErrCode
	}
	return EnrolmentCode{Secret: s[:8], proof: s[8:]}, nil
}

// Proves tells whether these are what the code was made for.
func (c EnrolmentCode) Proves(root, hub []byte, town string) bool {
	return c.proof != "" && subtle.ConstantTimeCompare([]byte(c.proof), []byte(proof(root, hub, town))) == 1
}

// String is the code in groups of four.
func (c EnrolmentCode) String() string {
	s := c.Secret + c.proof
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), "-")
}
