package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what a hash costs whoever makes it.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// Today is the first choice of the OWASP Password Storage Cheat Sheet: 19 MiB,
// two passes, one thread.
var Today = Cost{Memory: 19 * 1024, Passes: 2, Threads: 1}

// Most bounds what is read, so that a damaged row cannot take all memory.
var Most = Cost{Memory: 256 * 1024, Passes: 16, Threads: 16}

const saltLen, hashLen = 16, 32

// PHC is a hash and how it was made. The zero value is the hash of nothing.
type PHC struct {
	Cost
	salt, hash []byte
}

// ErrForm is a text that is no Argon2id hash.
var ErrForm = errors.New("secret: not an argon2id hash")

var b64 = base64.RawStdEncoding.Strict()

// String is the hash as it is kept.
func (p PHC) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		p.Memory, p.Passes, p.Threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.hash))
}

// Parse reads what String wrote, and nothing else. The error is ErrForm.
func Parse(s string) (PHC, error) {
	var p PHC
	fields := strings.Split(s, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" || fields[2] != "v="+strconv.Itoa(argon2.Version) {
		return PHC{}, ErrForm
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &p.Memory, &p.Passes, &p.Threads); err != nil {
		return PHC{}, ErrForm
	}
	var err1, err2 error
	p.salt, err1 = b64.DecodeString(fields[4])
	p.hash, err2 = b64.DecodeString(fields[5])
	if err1 != nil || err2 != nil || !p.sane() || p.String() != s {
		return PHC{}, ErrForm
	}
	return p, nil
}

func (p PHC) sane() bool {
	return p.Memory >= 8 && p.Memory <= Most.Memory && p.Passes >= 1 && p.Passes <= Most.Passes &&
		p.Threads >= 1 && p.Threads <= Most.Threads &&
		len(p.salt) >= 8 && len(p.salt) <= 64 && len(p.hash) >= 16 && len(p.hash) <= 64
}

// Below tells whether a hash costs less than another.
func (c Cost) Below(other Cost) bool {
	return c.Memory < other.Memory || c.Passes < other.Passes
}

// New hashes a password. It takes c.Memory, for a moment.
func New(password string, c Cost) PHC {
	p := PHC{Cost: c, salt: make([]byte, saltLen)}
	rand.Read(p.salt)
	p.hash = p.of(password, hashLen)
	return p
}

// IsZero tells whether it is the hash of nothing.
func (p PHC) IsZero() bool { return p.hash == nil }

// Is tells whether a password is the one that was hashed: the same work for one
// that is and one that is not. Nothing is the zero PHC's password.
func (p PHC) Is(password string) bool {
	return !p.IsZero() && subtle.ConstantTimeCompare(p.of(password, len(p.hash)), p.hash) == 1
}

func (p PHC) of(password string, n int) []byte {
	return argon2.IDKey([]byte(Same(password)), p.salt, p.Passes, p.Memory, p.Threads, uint32(n))
}

// Same writes a password in one way, however the keyboard composed its accents
// (NIST SP 800-63B, section on memorized secrets: NFKC or NFKD).
func Same(password string) string { return norm.NFKC.String(password) }
