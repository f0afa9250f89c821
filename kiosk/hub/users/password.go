package users

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"guichet/kiosk/secret"
)

// phc is the hash of a password, see package secret.
type phc = secret.PHC

// credential is what store.User.Password holds: a hash, or "once:", when it
// ends in seconds since 1970, ":" and the hash of a password that somebody else
// set and that its owner must change.
type credential struct {
	phc
	once time.Time // zero: a password of its owner's own choice
}

func (c credential) String() string {
	if c.once.IsZero() {
		return c.phc.String()
	}
	return "once:" + strconv.FormatInt(c.once.Unix(), 10) + ":" + c.phc.String()
}

func parseCredential(s string) (credential, error) {
	rest, isOnce := strings.CutPrefix(s, "once:")
	if !isOnce {
		p, err := secret.Parse(s)
		return credential{phc: p}, err
	}
	when, hash, _ := strings.Cut(rest, ":")
	seconds, err := strconv.ParseInt(when, 10, 64)
	if err != nil || seconds <= 0 {
		return credential{}, secret.ErrForm
	}
	p, err := secret.Parse(hash)
	return credential{phc: p, once: time.Unix(seconds, 0)}, err
}

// Passwords are between these lengths, in characters.
const (
	MinPassword = 12
	MaxPassword = 128
)

// WeakError refuses a new password.
type WeakError struct {
	Word string // short, long, login, common, same
}

func (e *WeakError) Error() string { return "users: the new password is refused: " + e.Word }

// judge refuses a password that is easily guessed. Length says most. Beside a
// limit of tries the CNIL asks for 50 bits (deliberation 2022-100, from memory);
// twelve characters that are not all words have them.
func judge(login, password string) error {
	p := strings.ToLower(secret.Same(password))
	switch n := utf8.RuneCountInString(p); {
	case n < MinPassword:
		return &WeakError{"short"}
	case n > MaxPassword:
		return &WeakError{"long"}
	case strings.Contains(p, login):
		return &WeakError{"login"}
	case monotonous(p):
		return &WeakError{"common"}
	}
	return nil
}

// common are what people write when they are asked for twelve characters.
var common = []string{"motdepasse", "password", "azerty", "qwerty", "mairie", "guichet", "123456", "bonjour", "administrateur"}

// monotonous tells whether little is left of a password without its common
// parts, or it has hardly any different characters.
func monotonous(p string) bool {
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	for _, c := range common {
		p = strings.ReplaceAll(p, c, "")
	}
	return len(different) < 5 || utf8.RuneCountInString(p) < 6
}
