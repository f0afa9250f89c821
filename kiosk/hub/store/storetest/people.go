package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"guichet/kiosk/hub/store"
)

var people = map[string]func(*testing.T, store.Store){
	"a user comes back as they were":    userComesBack,
	"users of a town":                   usersListed,
	"a user found by the provider":      userByOIDC,
	"a one-time code works one time":    totpOnce,
	"a used code stays used in an edit": totpEdit,
	"a user is changed as he is now":    userChanged,
}

func someone(login, town string) store.User {
	return store.User{
		Login: login, Name: "Alix Œuvrard", Role: store.RoleAgent, Town: town, Password: "$argon2id$v=19$x",
		TOTP: []byte{1, 2, 3}, TOTPStep: 5, Disabled: true,
	}
}

func userComesBack(t *testing.T, s store.Store) {
	u := someone("alix", Town)
	u.OIDC = "subject-1"
	must(t, s.PutUser(t.Context(), u))
	u.Name, u.Disabled, u.TOTP, u.TOTPStep = "Alix", false, nil, 0
	must(t, s.PutUser(t.Context(), u))
	got, err := s.User(t.Context(), "alix")
	must(t, err)
	if !reflect.DeepEqual(got, u) {
		t.Errorf("got  %+v\nwant %+v", got, u)
	}
	_, err = s.User(t.Context(), "camille")
	want(t, "no such user", err, store.ErrNotFound)
}

func usersListed(t *testing.T, s store.Store) {
	for _, u := range []store.User{someone("camille", Town), someone("alix", Town), someone("dominique", Other), someone("admin", "")} {
		must(t, s.PutUser(t.Context(), u))
	}
	for town, wanted := range map[string]string{Town: "[alix camille]", "": "[admin alix camille dominique]", "01001": "[]"} {
		list, err := s.Users(t.Context(), town)
		must(t, err)
		logins := []string{}
		for _, u := range list {
			logins = append(logins, u.Login)
		}
		want(t, "town "+town, fmt.Sprint(logins), wanted)
	}
}

func userByOIDC(t *testing.T, s store.Store) {
	u := someone("alix", Town)
	u.OIDC = "subject-1"
	must(t, s.PutUser(t.Context(), u))
	must(t, s.PutUser(t.Context(), someone("camille", Town)))
	must(t, s.PutUser(t.Context(), someone("dominique", Town))) // two without a subject
	got, err := s.UserByOIDC(t.Context(), "subject-1")
	must(t, err)
	want(t, "login", got.Login, "alix")
	for _, subject := range []string{"", "subject-2"} {
		_, err = s.UserByOIDC(t.Context(), subject)
		want(t, "subject "+subject, err, store.ErrNotFound)
	}
	thief := someone("camille", Town)
	thief.OIDC = "subject-1"
	want(t, "the subject of another", s.PutUser(t.Context(), thief), store.ErrTaken)
}

func userChanged(t *testing.T, s store.Store) {
	was, thief := someone("alix", Town), someone("camille", Town)
	was.OIDC = "subject-1"
	must(t, s.PutUser(t.Context(), was))
	must(t, s.PutUser(t.Context(), thief))
	must(t, s.ChangeUser(t.Context(), "alix", func(u *store.User) { u.Name, u.Login = u.Name+" bis", "mallory" }))
	got, err := s.User(t.Context(), "alix")
	must(t, err)
	if was.Name += " bis"; !reflect.DeepEqual(got, was) {
		t.Errorf("got  %+v\nwant %+v", got, was)
	}
	want(t, "nobody", s.ChangeUser(t.Context(), "dominique", func(*store.User) {}), store.ErrNotFound)
	want(t, "the subject of another", s.ChangeUser(t.Context(), "camille", func(u *store.User) { u.OIDC = "subject-1" }), store.ErrTaken)
}

func totpOnce(t *testing.T, s store.Store) {
	must(t, s.PutUser(t.Context(), someone("alix", Town)))
	must(t, s.UseTOTP(t.Context(), "alix", 7))
	for _, step := range []int64{7, 6, 5} {
		want(t, "an old step", s.UseTOTP(t.Context(), "alix", step), store.ErrChanged)
	}
	must(t, s.UseTOTP(t.Context(), "alix", 8))
	want(t, "nobody", s.UseTOTP(t.Context(), "camille", 8), store.ErrNotFound)
}

func totpEdit(t *testing.T, s store.Store) {
	u := someone("alix", Town)
	must(t, s.PutUser(t.Context(), u))
	must(t, s.UseTOTP(t.Context(), "alix", 7))
	must(t, s.PutUser(t.Context(), u)) // read before
	want(t, "used", s.UseTOTP(t.Context(), "alix", 7), store.ErrChanged)
	u.TOTP = []byte{9}
	must(t, s.PutUser(t.Context(), u))
	must(t, s.UseTOTP(t.Context(), "alix", 7)) // another secret
}

var tokens = map[string]func(*testing.T, store.Store){
	"a token lives until it ends": tokenLives,
	"a token of nobody":           tokenOfNobody,
	"tokens are dropped":          tokensDropped,
	"old tokens are forgotten":    tokensForgotten,
}

func token(n byte, login string) store.Token {
	return store.Token{
		Hash: [32]byte{n}, Login: login, Kind: "session", Label: "PC de la mairie",
		At: noon.Add(time.Duration(n) * time.Second), Expires: noon.Add(time.Hour), Seen: noon,
	}
}

func tokenLives(t *testing.T, s store.Store) {
	must(t, s.PutUser(t.Context(), someone("alix", Town)))
	k := token(1, "alix")
	must(t, s.AddToken(t.Context(), k))
	want(t, "the same again", s.AddToken(t.Context(), k), store.ErrTaken)
	got, err := s.Token(t.Context(), k.Hash, noon)
	must(t, err)
	want(t, "token", got, k)
	_, err = s.Token(t.Context(), k.Hash, k.Expires)
	want(t, "at its end", err, store.ErrNotFound)
	k.Seen, k.Expires = noon.Add(time.Hour), noon.Add(2*time.Hour)
	must(t, s.TouchToken(t.Context(), k.Hash, k.Seen, k.Expires))
	got, err = s.Token(t.Context(), k.Hash, noon.Add(time.Hour))
	must(t, err)
	want(t, "touched", got, k)
	want(t, "no such token", s.TouchToken(t.Context(), [32]byte{9}, noon, noon), store.ErrNotFound)
}

func tokenOfNobody(t *testing.T, s store.Store) {
	want(t, "nobody", s.AddToken(t.Context(), token(1, "camille")), store.ErrNotFound)
}

func tokensDropped(t *testing.T, s store.Store) {
	for _, login := range []string{"alix", "camille"} {
		must(t, s.PutUser(t.Context(), someone(login, Town)))
	}
	for n, login := range map[byte]string{1: "alix", 2: "alix", 3: "alix", 4: "camille"} {
		must(t, s.AddToken(t.Context(), token(n, login)))
	}
	must(t, s.DropToken(t.Context(), [32]byte{2}))
	want(t, "again", s.DropToken(t.Context(), [32]byte{2}), store.ErrNotFound)
	list, err := s.Tokens(t.Context(), "alix")
	must(t, err)
	want(t, "newest first", fmt.Sprint(list), fmt.Sprint([]store.Token{token(3, "alix"), token(1, "alix")}))
	must(t, s.DropTokens(t.Context(), "alix"))
	must(t, s.DropTokens(t.Context(), "alix"))
	list, err = s.Tokens(t.Context(), "alix")
	must(t, err)
	want(t, "left", len(list), 0)
	_, err = s.Token(t.Context(), [32]byte{4}, noon)
	must(t, err)
}

func tokensForgotten(t *testing.T, s store.Store) {
	must(t, s.PutUser(t.Context(), someone("alix", Town)))
	must(t, s.AddToken(t.Context(), token(1, "alix")))
	next := token(2, "alix")
	next.At, next.Expires = noon.Add(2*time.Hour), noon.Add(3*time.Hour)
	must(t, s.AddToken(t.Context(), next))
	list, err := s.Tokens(t.Context(), "alix")
	must(t, err)
	want(t, "left", fmt.Sprint(list), fmt.Sprint([]store.Token{next}))
}

var history = map[string]func(*testing.T, store.Store){"who did what, newest first": acts}

func acts(t *testing.T, s store.Store) {
	one := store.Act{At: noon, Who: "alix", Town: Town, What: "item_handled", On: "1", More: "x"}
	two := store.Act{At: noon, Who: "hub", Town: Other, What: "rollout_stopped", On: "2"}
	three := store.Act{At: noon.Add(-time.Hour), Who: "hub", What: "started"} // its clock was set back
	for _, a := range []store.Act{one, two, three} {
		must(t, s.Note(t.Context(), a))
	}
	for _, c := range []struct {
		town  string
		limit int
		want  []store.Act
	}{{"", 0, []store.Act{three, two, one}}, {"", 2, []store.Act{three, two}}, {Town, 9, []store.Act{one}}, {"01001", 9, nil}} {
		got, err := s.Acts(t.Context(), c.town, c.limit)
		must(t, err)
		want(t, fmt.Sprint(c.town, c.limit), fmt.Sprint(got), fmt.Sprint(c.want))
	}
	four := store.Act{At: noon.AddDate(1, 0, 0).Add(-time.Minute), Who: "alix", Town: Town, What: "item_handled", On: "3"}
	must(t, s.Note(t.Context(), four))
	got, err := s.Acts(t.Context(), "", 9)
	must(t, err)
	want(t, "a year later", fmt.Sprint(got), fmt.Sprint([]store.Act{four, two, one}))
}
