package users

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"guichet/kiosk/hub/store"
)

// period of a code (RFC 6238, section 5.2 recommends 30 s), in seconds. One
// period before and after is accepted, for clocks that differ.
const period = 30

// Enrolment is a secret on its way into somebody's telephone.
type Enrolment struct {
	URL    string // otpauth://…: what the QR code says
	Secret string // the same for who types it: base 32, in groups of four
	Ticket string // goes to the browser and comes back with the first code
}

const ticketTOTP = "totp enrolment "

// BeginTOTP draws a secret for somebody. Nothing changes before the first code
// of it came back. issuer names the hub in the telephone.
func (u *Users) BeginTOTP(login, issuer string) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, SecretSize: 20})
	if err != nil {
		return Enrolment{}, fmt.Errorf("users: totp: %w", err)
	}
	t := ticket{Ends: u.now().Add(halfway), Words: map[string]string{"secret": key.Secret()}}
	return Enrolment{URL: key.URL(), Secret: fours(key.Secret()), Ticket: u.safe.ticket(ticketTOTP+login, t)}, nil
}

// FinishTOTP turns the codes on, and gives the recovery codes, which are shown
// once. It asks for the password (without one, nothing is asked: the person
// comes from a provider). Errors: ErrSession where the enrolment is too old,
// ErrWrong, *WaitError.
func (u *Users) FinishTOTP(ctx context.Context, s Session, text, code, password string) ([]string, error) {
	words, err := u.safe.readTicket(ticketTOTP+s.User.Login, text, u.now())
	if err != nil {
		return nil, ErrSession
	}
	if s.User.Password != "" {
		if err := u.confirm(ctx, s.User.Login, password); err != nil {
			return nil, err
		}
	}
	step, ok := stepOf(words["secret"], code, u.now())
	if !ok {
		return nil, ErrWrong
	}
	sealed := u.safe.close([]byte(words["secret"]), "totp "+s.User.Login)
	err = u.change(ctx, s.User.Login, func(x *store.User) { x.TOTP, x.TOTPStep = sealed, step })
	if err != nil {
		return nil, err
	}
	u.note(ctx, s.User, "totp_on", s.User.Login)
	return u.renewRecovery(ctx, s.User.Login)
}

// DropTOTP turns the codes off again. Errors: ErrWrong, *WaitError.
func (u *Users) DropTOTP(ctx context.Context, s Session, password string) error {
	if err := u.confirm(ctx, s.User.Login, password); err != nil {
		return err
	}
	return u.clearTOTP(ctx, s.User, s.User.Login)
}

func (u *Users) clearTOTP(ctx context.Context, by store.User, login string) error {
	err := u.change(ctx, login, func(x *store.User) { x.TOTP, x.TOTPStep = nil, 0 })
	if err != nil {
		return err
	}
	u.note(ctx, by, "totp_off", login)
	return u.drop(ctx, login, func(t store.Token) bool { return t.Kind == kindRecovery })
}

// useCode spends a code of six digits, or a recovery code. Either works once.
func (u *Users) useCode(ctx context.Context, user store.User, code string) error {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\u202f", "").Replace(code))
	if len(code) != 6 {
		return u.spendRecovery(ctx, user, code)
	}
	secret, err := u.safe.open(user.TOTP, "totp "+user.Login)
	if err != nil {
		return fmt.Errorf("users: totp of %s: %w", user.Login, err)
	}
	step, ok := stepOf(string(secret), code, u.now())
	if !ok {
		u.refused(ctx, user)
		return ErrWrong
	}
	err = u.book.UseTOTP(ctx, user.Login, step)
	if errors.Is(err, store.ErrChanged) {
		return ErrWrong
	}
	return err
}

// stepOf tells of which time step a code is.
func stepOf(secret, code string, now time.Time) (int64, bool) {
	at := now.Unix() / period
	for _, step := range []int64{at, at - 1, at + 1} {
		if want, err := hotp.GenerateCode(secret, uint64(step)); err == nil && equal(want, code) {
			return step, true
		}
	}
	return 0, false
}

func fours(s string) string {
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), " ")
}
