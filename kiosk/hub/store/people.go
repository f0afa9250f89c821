package store

import "context"

const selectUser = `SELECT login, name, role, town, password, totp, totp_step, oidc, disabled FROM person `

func scanUser(row scanner) (User, error) {
	var u User
	err := row.Scan(&u.Login, &u.Name, &u.Role, &u.Town, &u.Password, &u.TOTP, &u.TOTPStep, &u.OIDC, &u.Disabled)
	return u, err
}

// PutUser implements [Users]. With the same TOTP secret the step never goes
// back: a code that was used stays used, whoever edits the name meanwhile. It
// is ErrTaken where another user has the OIDC subject.
func (d *database) PutUser(ctx context.Context, u User) error {
	return d.do(ctx, func(t *tx) error { return t.putUser(u) })
}

func (t *tx) putUser(u User) error {
	if err := t.onlySubject(u); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO person (login, name, role, town, password, totp, totp_step, oidc, disabled)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, town = excluded.town,
			password = excluded.password, totp = excluded.totp, oidc = excluded.oidc, disabled = excluded.disabled,
			totp_step = CASE WHEN person.totp = excluded.totp AND person.totp_step > excluded.totp_step
				THEN person.totp_step ELSE excluded.totp_step END`,
		u.Login, u.Name, u.Role, u.Town, u.Password, u.TOTP, u.TOTPStep, u.OIDC, u.Disabled)
	return err
}

// ChangeUser implements [Users]. It is ErrTaken where PutUser would be. Writers take
// turns, those of other hubs too: what f was given stays true until it is written.
func (d *database) ChangeUser(ctx context.Context, login string, f func(*User)) error {
	return d.do(ctx, func(t *tx) error {
		u, err := scanUser(userRow{t, login})
		if err != nil {
			return err
		}
		f(&u)
		u.Login = login
		return t.putUser(u)
	})
}

// userRow is the user with a login, to scan.
type userRow struct {
	t     *tx
	login string
}

func (r userRow) Scan(into ...any) error {
	return r.t.find(selectUser+"WHERE login = ?", []any{r.login}, into...)
}

func (t *tx) onlySubject(u User) error {
	if u.OIDC == "" {
		return nil
	}
	var other string
	err := t.find("SELECT login FROM person WHERE oidc = ? AND login <> ?", []any{u.OIDC, u.Login}, &other)
	switch err {
	case ErrNotFound:
		return nil
	case nil:
		return ErrTaken
	}
	return err
}

// User implements [Users].
func (d *database) User(ctx context.Context, login string) (User, error) {
	return one(ctx, d, scanUser, selectUser+"WHERE login = ?", login)
}

// UserByOIDC implements [Users]. Nobody is found by an empty subject.
func (d *database) UserByOIDC(ctx context.Context, subject string) (User, error) {
	return one(ctx, d, scanUser, selectUser+"WHERE oidc = ? AND oidc <> ''", subject)
}

// Users implements [Users]: those of a town, or all, by login.
func (d *database) Users(ctx context.Context, town string) ([]User, error) {
	if town == "" {
		return all(ctx, d, scanUser, selectUser+"ORDER BY login")
	}
	return all(ctx, d, scanUser, selectUser+"WHERE town = ? ORDER BY login", town)
}

// UseTOTP implements [Users].
func (d *database) UseTOTP(ctx context.Context, login string, step int64) error {
	return d.do(ctx, func(t *tx) error {
		changed, err := t.exec("UPDATE person SET totp_step = ? WHERE login = ? AND totp_step < ?", step, login, step)
		if err != nil || changed == 1 {
			return err
		}
		var last int64
		if err := t.find("SELECT totp_step FROM person WHERE login = ?", []any{login}, &last); err != nil {
			return err
		}
		return ErrChanged
	})
}
