package users_test

import (
	"context"
	"errors"
	"testing"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// TestOncePasswordOfTwo: whoever read the password of the first day over somebody's
// shoulder, and used it too, has nothing of it once its owner has chosen his own.
func TestOncePasswordOfTwo(t *testing.T) {
	d := newDoor(t)
	once, err := d.FirstAdmin(t.Context(), "camille")
	if err != nil {
		t.Fatal(err)
	}
	var half [2]string
	for i := range half {
		if half[i], _, err = d.SignIn(t.Context(), "camille", once, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
	secret, err := d.RenewPassword(t.Context(), half[0], fresh)
	if err != nil || !d.in(secret) {
		t.Fatal(err)
	}
	if _, err := d.RenewPassword(t.Context(), half[1], "une autre phrase bien longue"); !errors.Is(err, users.ErrSession) {
		t.Errorf("the other chooses one too: %v", err)
	}
	if _, _, err := d.SignIn(t.Context(), "camille", fresh, "192.0.2.1"); err != nil {
		t.Errorf("the password of its owner: %v", err)
	}
}

// meanwhile is a database at which another hub writes after an account was looked at
// for the second time, or before it is changed.
type meanwhile struct {
	store.Store
	looks int
	do    func()
}

func (m *meanwhile) once() {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
}

func (m *meanwhile) User(ctx context.Context, login string) (store.User, error) {
	u, err := m.Store.User(ctx, login)
	if m.looks++; m.looks == 2 {
		m.once()
	}
	return u, err
}

func (m *meanwhile) ChangeUser(ctx context.Context, login string, f func(*store.User)) error {
	m.once()
	return m.Store.ChangeUser(ctx, login, f)
}

// TestTwoHubsChangeAnAccount: whoever renames somebody at one hub does not open again
// what was closed at another meanwhile, nor bring an old password back.
func TestTwoHubsChangeAnAccount(t *testing.T) {
	d := newDoor(t)
	root := d.session(d.first()).User
	if _, err := d.Add(t.Context(), root, store.User{Login: "lou", Name: "Lou", Role: store.RoleTown, Town: town}); err != nil {
		t.Fatal(err)
	}
	var once string
	book := &meanwhile{Store: d.store, do: func() {
		var err error
		if once, err = d.ResetPassword(t.Context(), root, "lou", false); err != nil {
			t.Error(err)
		}
	}}
	beside, err := users.New(users.Config{Book: book, Key: make([]byte, 32), Now: d.now})
	if err != nil {
		t.Fatal(err)
	}
	if err := beside.Change(t.Context(), root, store.User{Login: "lou", Name: "Lou Fabre", Role: store.RoleTown, Town: town}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SignIn(t.Context(), "lou", once, "192.0.2.1"); once == "" || err != nil {
		t.Errorf("the new password: %v", err)
	}
	if u, err := d.store.User(t.Context(), "lou"); err != nil || u.Name != "Lou Fabre" {
		t.Errorf("%+v, %v", u, err)
	}
}
