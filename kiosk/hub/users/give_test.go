package users_test

import (
	"errors"
	"testing"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// Nobody gives a right that he has not: one letter a role, admin, town hall,
// agent, read only.
func TestWhoGivesWhichRole(t *testing.T) {
	for _, x := range []struct {
		by                store.User
		mine, his, global string
	}{
		{store.User{Role: store.RoleAdmin}, "atgr", "atgr", "atgr"},
		{store.User{Role: store.RoleAdmin, Town: town}, "atgr", "....", "...."},
		{store.User{Role: store.RoleTown, Town: town}, ".t.r", "....", "...."},
		{store.User{Role: store.RoleAgent, Town: town}, "....", "....", "...."},
		{store.User{Role: store.RoleReader, Town: town}, "....", "....", "...."},
		{store.User{Role: store.RoleTown, Town: town, Disabled: true}, "....", "....", "...."},
	} {
		for where, want := range map[string]string{town: x.mine, other: x.his, "": x.global} {
			got := ""
			for i, role := range users.Roles {
				letter := "."
				if users.CanGive(x.by, store.User{Role: role, Town: where}) {
					letter = "atgr"[i : i+1]
				}
				got += letter
			}
			if got != want {
				t.Errorf("%+v in %q gives %s, want %s", x.by, where, got, want)
			}
		}
	}
	if users.CanGive(store.User{Role: store.RoleAdmin}, store.User{Role: "king", Town: town}) {
		t.Error("a role that there is not is given")
	}
}

// A town hall gets at what citizens sent neither by a new account nor by one that
// is there.
func TestATownHallMakesNoAgent(t *testing.T) {
	d := newDoor(t)
	root := d.session(d.first()).User
	hall := store.User{Login: "lou", Name: "Lou Fabre", Role: store.RoleTown, Town: town}
	agent := store.User{Login: "noa", Name: "Noa Girard", Role: store.RoleAgent, Town: town}
	reader := store.User{Login: "eden", Name: "Eden Colin", Role: store.RoleReader, Town: town}
	for _, u := range []store.User{hall, agent, reader} {
		if _, err := d.Add(t.Context(), root, u); err != nil {
			t.Fatal(err)
		}
	}
	second := agent
	second.Login = "noa2"
	_, errAdd := d.Add(t.Context(), hall, second)
	_, errReset := d.ResetPassword(t.Context(), hall, agent.Login, true)
	up, back := reader, agent
	up.Role, back.Role = store.RoleAgent, store.RoleReader
	for what, err := range map[string]error{
		"adds an agent": errAdd, "resets his password": errReset,
		"makes a reader one": d.Change(t.Context(), hall, up), "takes his role": d.Change(t.Context(), hall, back),
	} {
		if !errors.Is(err, users.ErrRight) {
			t.Errorf("a town hall %s: %v", what, err)
		}
	}
	up.Role = store.RoleTown
	if err := d.Change(t.Context(), hall, up); err != nil {
		t.Errorf("another of the town hall: %v", err)
	}
}
