package users

import (
	"context"
	"errors"
	"fmt"

	"guichet/kiosk/hub/store"
)

// SignIn takes a login and a password from an address, and gives the secret of
// a cookie and how far it goes. Errors: ErrWrong, *WaitError, ErrBusy.
func (u *Users) SignIn(ctx context.Context, login, password, address string) (string, Step, error) {
	login = tidyLogin(login)
	if err := u.limits.take(byAddress, address); err != nil {
		return "", 0, err
	}
	if err := u.limits.take(byLogin, login); err != nil {
		return "", 0, err
	}
	user, c, err := u.prove(ctx, login, password)
	if err != nil {
		return "", 0, err
	}
	u.limits.forget(byLogin, login)
	u.limits.giveBack(byAddress, address)
	step := after(user, c)
	secret, err := u.begin(ctx, user, step)
	return secret, step, err
}

// prove checks a password: the same work whether there is such a person or not.
func (u *Users) prove(ctx context.Context, login, password string) (store.User, credential, error) {
	user, err := u.book.User(ctx, login)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return user, credential{}, fmt.Errorf("users: sign in: %w", err)
	}
	c, errRead := parseCredential(user.Password)
	if errRead != nil || tooLong(password) {
		c = credential{}
	}
	right, err := u.hasher.check(ctx, c.phc, password)
	if err != nil {
		return user, c, err
	}
	if !right || user.Disabled || !c.once.IsZero() && u.now().After(c.once) {
		u.refused(ctx, user)
		return user, c, ErrWrong
	}
	return user, c, u.renewHash(ctx, &user, c, password)
}

// tooLong is more than what a password may be, in bytes: not hashed.
func tooLong(password string) bool { return len(password) > 4*MaxPassword }

// refused notes a wrong password of somebody who exists. A login that does not
// exist is not written down: people type passwords into the wrong field.
func (u *Users) refused(ctx context.Context, user store.User) {
	if user.Login != "" {
		u.note(ctx, user, "sign_in_refused", "")
	}
}

// renewHash hashes a password again where hashing costs more than it did.
func (u *Users) renewHash(ctx context.Context, user *store.User, c credential, password string) error {
	if !c.Below(u.hasher.cost) {
		return nil
	}
	p, err := u.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	c.phc = p
	was := user.Password
	user.Password = c.String()
	return u.change(ctx, user.Login, func(x *store.User) {
		if x.Password == was {
			x.Password = user.Password
		}
	})
}

// after is what follows the right password.
func after(user store.User, c credential) Step {
	switch {
	case user.TOTP != nil:
		return NeedCode
	case !c.once.IsZero():
		return NeedPassword
	}
	return SignedIn
}

// GiveCode takes the six digits, or a recovery code, of somebody whose password
// was right. Errors: ErrSession, ErrWrong, *WaitError.
func (u *Users) GiveCode(ctx context.Context, secret, code string) (string, Step, error) {
	s, err := u.Session(ctx, secret, false)
	if err != nil || s.Step != NeedCode {
		return "", 0, errors.Join(ErrSession, err)
	}
	if err := u.limits.take(byCode, s.User.Login); err != nil {
		return "", 0, err
	}
	if err := u.useCode(ctx, s.User, code); err != nil {
		return "", 0, err
	}
	u.limits.forget(byCode, s.User.Login)
	step := SignedIn
	if c, err := parseCredential(s.User.Password); err == nil && !c.once.IsZero() {
		step = NeedPassword
	}
	next, err := u.next(ctx, s, step)
	return next, step, err
}

// RenewPassword takes the new password of somebody who must change his, and ends what
// others began with the one of before. Errors: ErrSession, *WeakError, ErrBusy.
func (u *Users) RenewPassword(ctx context.Context, secret, password string) (string, error) {
	s, err := u.Session(ctx, secret, false)
	if err != nil || s.Step != NeedPassword {
		return "", errors.Join(ErrSession, err)
	}
	if err := u.setPassword(ctx, s.User, password); err != nil {
		return "", err
	}
	if err := u.SignOutEverywhere(ctx, s.User.Login, s); err != nil {
		return "", err
	}
	return u.next(ctx, s, SignedIn)
}

// ChangePassword changes the password of somebody who knows his, and ends his
// other sessions. Errors: ErrWrong, *WaitError, *WeakError, ErrBusy.
func (u *Users) ChangePassword(ctx context.Context, s Session, old, password string) error {
	if err := u.confirm(ctx, s.User.Login, old); err != nil {
		return err
	}
	if err := u.setPassword(ctx, s.User, password); err != nil {
		return err
	}
	return u.SignOutEverywhere(ctx, s.User.Login, s)
}

// confirm asks for the password again, before something that outlives the
// session.
func (u *Users) confirm(ctx context.Context, login, password string) error {
	if err := u.limits.take(byCode, login); err != nil {
		return err
	}
	if _, _, err := u.prove(ctx, login, password); err != nil {
		return err
	}
	u.limits.forget(byCode, login)
	return nil
}

// setPassword keeps a password of its owner's choice.
func (u *Users) setPassword(ctx context.Context, user store.User, password string) error {
	if err := judge(user.Login, password); err != nil {
		return err
	}
	if c, err := parseCredential(user.Password); err == nil {
		if old, err := u.hasher.check(ctx, c.phc, password); err != nil || old {
			return errors.Join(err, &WeakError{"same"})
		}
	}
	p, err := u.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	if err := u.change(ctx, user.Login, func(x *store.User) { x.Password = credential{phc: p}.String() }); err != nil {
		return err
	}
	u.note(ctx, user, "password_changed", user.Login)
	return nil
}

// change changes one thing of a user.
func (u *Users) change(ctx context.Context, login string, f func(*store.User)) error {
	if err := u.book.ChangeUser(ctx, login, f); err != nil {
		return taken("change", err)
	}
	return nil
}
