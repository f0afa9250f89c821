package users_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

const (
	town  = "29233"
	other = "56121"
	fresh = "quatre chevaux mangent du foin"
)

// door is a hub with users, and a clock that moves when a test says so.
type door struct {
	*testing.T
	*users.Users
	store store.Store
	mu    sync.Mutex
	at    time.Time
}

func (d *door) now() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.at }

func (d *door) wait(t time.Duration) { d.mu.Lock(); defer d.mu.Unlock(); d.at = d.at.Add(t) }

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{T: t, at: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	var err error
	if d.store, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	if d.Users, err = users.New(users.Config{Book: d.store, Key: make([]byte, 32), Now: d.now}); err != nil {
		t.Fatal(err)
	}
	return d
}

// first makes the first administrator, who chooses his password.
func (d *door) first() (secret string) {
	d.Helper()
	once, err := d.FirstAdmin(d.Context(), "camille")
	if err != nil {
		d.Fatal(err)
	}
	secret, step, err := d.SignIn(d.Context(), "camille", once, "192.0.2.1")
	if err != nil || step != users.NeedPassword {
		d.Fatalf("step %d, %v", step, err)
	}
	if secret, err = d.RenewPassword(d.Context(), secret, fresh); err != nil {
		d.Fatal(err)
	}
	return secret
}

func (d *door) session(secret string) users.Session {
	d.Helper()
	s, err := d.Session(d.Context(), secret, true)
	if err != nil {
		d.Fatal(err)
	}
	return s
}

// in tells whether a secret still opens something.
func (d *door) in(secret string) bool {
	d.Helper()
	_, err := d.Session(d.Context(), secret, true)
	if err != nil && !errors.Is(err, users.ErrSession) {
		d.Fatal(err)
	}
	return err == nil
}

func TestFirstAdministrator(t *testing.T) {
	d := newDoor(t)
	once, err := d.FirstAdmin(t.Context(), "camille")
	if err != nil {
		t.Fatal(err)
	}
	half, step, err := d.SignIn(t.Context(), "camille", once, "192.0.2.1")
	if err != nil || step != users.NeedPassword {
		t.Fatalf("step %d, %v", step, err)
	}
	if s := d.session(half); s.Step == users.SignedIn {
		t.Error("a password that was not changed opens a session")
	}
	var weak *users.WeakError
	if _, err := d.RenewPassword(t.Context(), half, once); !errors.As(err, &weak) || weak.Word != "same" {
		t.Errorf("the same password again: %v", err)
	}
	secret, err := d.RenewPassword(t.Context(), half, fresh)
	if err != nil || d.session(secret).Step != users.SignedIn {
		t.Fatal(err)
	}
	if secret == half || d.in(half) {
		t.Error("the secret of before still opens something")
	}
	if _, _, err := d.SignIn(t.Context(), "camille", once, "192.0.2.1"); !errors.Is(err, users.ErrWrong) {
		t.Errorf("the first password works twice: %v", err)
	}
	if _, err := d.FirstAdmin(t.Context(), "mallory"); !errors.Is(err, users.ErrExists) {
		t.Errorf("a second first administrator: %v", err)
	}
}

func TestOncePasswordEnds(t *testing.T) {
	d := newDoor(t)
	once, err := d.FirstAdmin(t.Context(), "camille")
	if err != nil {
		t.Fatal(err)
	}
	d.wait(73 * time.Hour)
	if _, _, err := d.SignIn(t.Context(), "camille", once, "192.0.2.1"); !errors.Is(err, users.ErrWrong) {
		t.Errorf("after three days: %v", err)
	}
}

// TestUnknownIsAsWrong: the same error after the same work, and nothing about
// a login that does not exist is written down.
func TestUnknownIsAsWrong(t *testing.T) {
	d := newDoor(t)
	d.first()
	before := d.Hashes()
	_, _, wrong := d.SignIn(t.Context(), "camille", "wrong", "192.0.2.1")
	work := d.Hashes() - before
	_, _, unknown := d.SignIn(t.Context(), "my-password-typed-here", "wrong", "192.0.2.1")
	if wrong.Error() != unknown.Error() || !errors.Is(unknown, users.ErrWrong) {
		t.Errorf("wrong: %v, unknown: %v", wrong, unknown)
	}
	if w := d.Hashes() - before - work; w != work || work != 1 {
		t.Errorf("%d hashes for a wrong password, %d for an unknown login", work, w)
	}
	acts, err := d.store.Acts(t.Context(), "", 100)
	if err != nil || slices.ContainsFunc(acts, func(a store.Act) bool { return strings.Contains(a.Who+a.On+a.More, "typed") }) {
		t.Errorf("%v, %v", acts, err)
	}
}

func TestSessionEnds(t *testing.T) {
	for _, x := range []struct {
		name  string
		steps []time.Duration
		alive bool
	}{
		{"used", []time.Duration{29 * time.Minute, 29 * time.Minute}, true},
		{"left alone", []time.Duration{31 * time.Minute}, false},
		{"a whole day", slices.Repeat([]time.Duration{20 * time.Minute}, 37), false},
	} {
		t.Run(x.name, func(t *testing.T) {
			d := newDoor(t)
			secret := d.first()
			alive := true
			for _, step := range x.steps {
				d.wait(step)
				alive = d.in(secret)
			}
			if alive != x.alive {
				t.Errorf("alive: %v", alive)
			}
		})
	}
}

// TestWatchingIsNoUse: what a page asks by itself does not keep a session open.
func TestWatchingIsNoUse(t *testing.T) {
	d := newDoor(t)
	secret := d.first()
	for range 4 {
		d.wait(10 * time.Minute)
		_, _ = d.Session(t.Context(), secret, false)
	}
	if d.in(secret) {
		t.Error("a page that was left open kept its session")
	}
}

func TestSignOutEverywhere(t *testing.T) {
	d := newDoor(t)
	one := d.first()
	two, _, err := d.SignIn(t.Context(), "camille", fresh, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	key, err := d.NewTool(t.Context(), d.session(one), "Ordinateur", fresh)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.SignOutEverywhere(t.Context(), "camille", d.session(one)); err != nil {
		t.Fatal(err)
	}
	if !d.in(one) || d.in(two) {
		t.Errorf("own session open: %v, the other: %v", d.in(one), d.in(two))
	}
	if _, err := d.Tool(t.Context(), key); err != nil {
		t.Errorf("the tool: %v", err)
	}
	if d.in(key) {
		t.Error("the key of a tool opens a session")
	}
	if _, err := d.Tool(t.Context(), one); !errors.Is(err, users.ErrSession) {
		t.Errorf("a session works as a tool: %v", err)
	}
}

// secondFactor turns the codes on and gives secret and recovery codes.
func (d *door) secondFactor(s users.Session) (secret string, recovery []string) {
	d.Helper()
	e, err := d.BeginTOTP("camille", "Guichet")
	if err != nil {
		d.Fatal(err)
	}
	secret = strings.ReplaceAll(e.Secret, " ", "")
	if recovery, err = d.FinishTOTP(d.Context(), s, e.Ticket, d.code(secret, 0), fresh); err != nil {
		d.Fatal(err)
	}
	return secret, recovery
}

func (d *door) code(secret string, off time.Duration) string {
	d.Helper()
	code, err := totp.GenerateCode(secret, d.now().Add(off))
	if err != nil {
		d.Fatal(err)
	}
	return code
}

func (d *door) half() string {
	d.Helper()
	half, step, err := d.SignIn(d.Context(), "camille", fresh, "192.0.2.1")
	if err != nil || step != users.NeedCode {
		d.Fatalf("step %d, %v", step, err)
	}
	return half
}

func TestCodes(t *testing.T) {
	d := newDoor(t)
	secret, recovery := d.secondFactor(d.session(d.first()))
	u, err := d.store.User(t.Context(), "camille")
	if err != nil || strings.Contains(string(u.TOTP), secret) {
		t.Fatalf("the secret is kept in clear: %v", err)
	}
	give := func(code string) error { _, _, err := d.GiveCode(t.Context(), d.half(), code); return err }
	if err := give(d.code(secret, 0)); !errors.Is(err, users.ErrWrong) {
		t.Errorf("the code that turned it on works again: %v", err)
	}
	d.wait(2 * time.Minute)
	for _, x := range []struct {
		off time.Duration
		ok  bool
	}{{-time.Minute, false}, {time.Minute, false}, {-30 * time.Second, true}, {0, true}, {0, false}, {-30 * time.Second, false}, {30 * time.Second, true}} {
		if err := give(d.code(secret, x.off)); (err == nil) != x.ok {
			t.Errorf("code of %s: %v", x.off, err)
		}
	}
	if err := give(strings.ToLower(recovery[0])); err != nil {
		t.Errorf("recovery code: %v", err)
	}
	if err := give(recovery[0]); !errors.Is(err, users.ErrWrong) {
		t.Errorf("a recovery code works twice: %v", err)
	}
	if n, err := d.RecoveryLeft(t.Context(), "camille"); n != len(recovery)-1 || err != nil {
		t.Errorf("%d recovery codes left, %v", n, err)
	}
}

func TestHalfwayOpensNothing(t *testing.T) {
	d := newDoor(t)
	secret, _ := d.secondFactor(d.session(d.first()))
	half := d.half()
	if _, err := d.RenewPassword(t.Context(), half, "une autre phrase bien longue"); !errors.Is(err, users.ErrSession) {
		t.Errorf("a password without the code: %v", err)
	}
	d.wait(11 * time.Minute)
	if _, _, err := d.GiveCode(t.Context(), half, d.code(secret, 0)); !errors.Is(err, users.ErrSession) {
		t.Errorf("after eleven minutes: %v", err)
	}
}

// TestTriesCostTime: wrong passwords wait longer and longer, from everywhere;
// so do wrong codes; the right one waits too.
func TestTriesCostTime(t *testing.T) {
	d := newDoor(t)
	d.first()
	var wait *users.WaitError
	for i := range 8 {
		_, _, err := d.SignIn(t.Context(), "camille", "wrong", "192.0.2."+string(rune('1'+i)))
		if errors.As(err, &wait) {
			break
		}
	}
	if wait == nil {
		t.Fatal("eight wrong passwords wait for nothing")
	}
	if _, _, err := d.SignIn(t.Context(), "camille", fresh, "192.0.2.99"); !errors.As(err, &wait) {
		t.Errorf("the right one at once: %v", err)
	}
	d.wait(wait.For)
	if _, _, err := d.SignIn(t.Context(), "camille", fresh, "192.0.2.99"); err != nil {
		t.Errorf("the right one after %s: %v", wait.For, err)
	}
}

func TestTriesFromOneAddress(t *testing.T) {
	d := newDoor(t)
	var wait *users.WaitError
	for i := range 30 {
		if _, _, err := d.SignIn(t.Context(), "nobody"+string(rune('a'+i)), "wrong", "192.0.2.1"); errors.As(err, &wait) {
			return
		}
	}
	t.Error("thirty logins from one address wait for nothing")
}

func TestReset(t *testing.T) {
	d := newDoor(t)
	root := d.session(d.first()).User
	once, err := d.Add(t.Context(), root, store.User{Login: "lou", Name: "Lou Fabre", Role: store.RoleTown, Town: town})
	if err != nil {
		t.Fatal(err)
	}
	half, _, err := d.SignIn(t.Context(), "lou", once, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := d.RenewPassword(t.Context(), half, fresh)
	if err != nil {
		t.Fatal(err)
	}
	key, err := d.NewTool(t.Context(), d.session(secret), "Ordinateur", fresh)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ResetPassword(t.Context(), root, "lou", true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Tool(t.Context(), key); d.in(secret) || !errors.Is(err, users.ErrSession) {
		t.Errorf("session or tool (%v) outlive a reset", err)
	}
	if _, _, err := d.SignIn(t.Context(), "lou", fresh, "192.0.2.1"); !errors.Is(err, users.ErrWrong) {
		t.Errorf("the password of before: %v", err)
	}
}

// TestShutOut: an account that is closed is closed now.
func TestShutOut(t *testing.T) {
	d := newDoor(t)
	secret := d.first()
	root := d.session(secret).User
	root.Disabled = true
	if err := d.Change(t.Context(), store.User{Login: "x", Role: store.RoleAdmin}, root); !errors.Is(err, users.ErrLast) {
		t.Errorf("the last administrator: %v", err)
	}
	if _, err := d.Add(t.Context(), d.session(secret).User, store.User{Login: "second", Name: "Second", Role: store.RoleAdmin}); err != nil {
		t.Fatal(err)
	}
	if err := d.Change(t.Context(), store.User{Login: "second", Role: store.RoleAdmin}, root); err != nil {
		t.Fatal(err)
	}
	if d.in(secret) {
		t.Error("his session is open")
	}
	if _, _, err := d.SignIn(t.Context(), "camille", fresh, "192.0.2.1"); !errors.Is(err, users.ErrWrong) {
		t.Errorf("he signs in: %v", err)
	}
}

func TestRights(t *testing.T) {
	all := []users.Action{users.SeeFleet, users.SeeInbox, users.ReadInbox, users.EditKiosks, users.RollOut, users.Publish, users.SeeHistory, users.ManageUsers}
	for _, x := range []struct {
		user                store.User
		mine, his, allTowns string // one letter an action, in the order above
	}{
		{store.User{Role: store.RoleAdmin}, "xxxxxxxx", "xxxxxxxx", "xxxxxxxx"},
		{store.User{Role: store.RoleAdmin, Town: town}, "xxxxxxxx", "........", "........"},
		{store.User{Role: store.RoleTown, Town: town}, "xx.xxxxx", "........", "........"},
		{store.User{Role: store.RoleAgent, Town: town}, "xxx.....", "........", "........"},
		{store.User{Role: store.RoleReader, Town: town}, "x.......", "........", "........"},
		{store.User{Role: store.RoleTown}, "........", "........", "........"},
		{store.User{Role: "king", Town: town}, "........", "........", "........"},
		{store.User{Role: store.RoleAdmin, Disabled: true}, "........", "........", "........"},
		{store.User{}, "........", "........", "........"},
	} {
		for where, want := range map[string]string{town: x.mine, other: x.his, "": x.allTowns} {
			got := ""
			for _, a := range all {
				got += map[bool]string{true: "x", false: "."}[users.Can(x.user, a, where)]
			}
			if got != want {
				t.Errorf("%+v in %q: %s, want %s", x.user, where, got, want)
			}
		}
	}
}

func TestNewPasswords(t *testing.T) {
	d := newDoor(t)
	secret := d.first()
	for _, x := range []struct{ password, word string }{
		{"court", "short"}, {strings.Repeat("ab cd", 30), "long"}, {"camille est contente", "login"},
		{"motdepasse123", "common"}, {"aaaaaaaaaaaaaaaa", "common"}, {"MairieMairie1", "common"}, {fresh, "same"},
		{"été à l’hôtel", ""},
	} {
		err := d.ChangePassword(t.Context(), d.session(secret), fresh, x.password)
		var weak *users.WeakError
		if errors.As(err, &weak); x.word == "" && err != nil || x.word != "" && (weak == nil || weak.Word != x.word) {
			t.Errorf("%q: %v, want %q", x.password, err, x.word)
		}
	}
	// The same accents, composed another way.
	if _, _, err := d.SignIn(t.Context(), "camille", "e\u0301te\u0301 a\u0300 l’ho\u0302tel", "192.0.2.1"); err != nil {
		t.Errorf("decomposed accents: %v", err)
	}
}
