package page

import (
	"errors"
	"net/http"
	"strings"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// accountsView is what the templates of accounts get.
type accountsView struct {
	All        []store.User
	U          store.User // the one that is made or changed
	TownTyped  string
	Roles      []string // that the person may give
	Everywhere bool
	Self       bool
	MayChange  bool
	Once       string // a password that was just made: shown once
}

func (v *visit) accounts() error {
	return v.showAccounts(http.StatusOK, view{}, accountsView{U: store.User{Role: store.RoleReader}})
}

func (v *visit) showAccounts(status int, w view, d accountsView) (err error) {
	if d.All, err = v.Store.Users(v.r.Context(), v.user().Town); err != nil {
		return err
	}
	d.Roles, d.Everywhere = v.rolesToGive(), v.everywhere()
	w.Title, w.Here, w.Data = v.views.text("accounts.title"), "comptes", d
	return v.show(status, "accounts", w)
}

func (v *visit) rolesToGive() []string {
	var roles []string
	for _, role := range users.Roles {
		if users.CanGive(v.user(), store.User{Role: role, Town: v.user().Town}) {
			roles = append(roles, role)
		}
	}
	return roles
}

// readAccount is a user as the form has it. Only an administrator of all towns
// says of which town.
func (v *visit) readAccount(login string) (store.User, error) {
	u := store.User{
		Login: login, Name: v.form.line("nom"), Role: v.form.line("role"),
		Town: v.user().Town, OIDC: v.form.line("fournisseur"), Disabled: v.form.has("ferme"),
	}
	if typed := v.form.line("ville"); v.everywhere() && typed != "" {
		if u.Town, _ = findTown(typed); u.Town == "" {
			return u, errTown
		}
	}
	if u.Town == "" && u.Role != store.RoleAdmin {
		return u, errTown
	}
	return u, nil
}

var errTown = errors.New("page: no such town")

// accountFaults are what a person mends in the form of an account.
var accountFaults = []struct {
	err         error
	word, field string
}{
	{errTown, "town", "ville"},
	{users.ErrLogin, "login", "identifiant"},
	{users.ErrName, "person", "nom"},
	{users.ErrExists, "exists", "identifiant"},
	{users.ErrLast, "last", "role"},
	{users.ErrSubject, "subject", "fournisseur"},
}

func (v *visit) accountFault(err error) (view, bool) {
	for _, f := range accountFaults {
		if errors.Is(err, f.err) {
			return v.views.fault(f.word, f.field), true
		}
	}
	return view{}, false
}

func (v *visit) addAccount() error {
	u, err := v.readAccount(strings.ToLower(v.form.line("identifiant")))
	d := accountsView{U: u, TownTyped: v.form.line("ville")}
	if err == nil {
		d.Once, err = v.Users.Add(v.r.Context(), v.user(), u)
	}
	if w, mend := v.accountFault(err); mend {
		return v.showAccounts(http.StatusUnprocessableEntity, w, d)
	}
	if err != nil {
		return err
	}
	return v.showAccounts(http.StatusOK, view{Done: v.views.text("done.account_added")}, d)
}

// accountOf is the account of the path, where the person may see it.
func (v *visit) accountOf() (store.User, error) {
	u, err := v.Store.User(v.r.Context(), v.r.PathValue("login"))
	if err == nil && !v.may(users.ManageUsers, u.Town) {
		err = errNotFound
	}
	return u, err
}

func (v *visit) account() error {
	u, err := v.accountOf()
	if err != nil {
		return err
	}
	return v.showAccount(http.StatusOK, view{}, accountsView{U: u, TownTyped: u.Town})
}

func (v *visit) showAccount(status int, w view, d accountsView) error {
	d.Roles, d.Everywhere, d.Self = v.rolesToGive(), v.everywhere(), d.U.Login == v.user().Login
	d.MayChange = !d.Self && users.CanGive(v.user(), store.User{Role: d.U.Role, Town: d.U.Town})
	w.Title, w.Here, w.Data = v.views.text("account.title", "login", d.U.Login), "comptes", d
	return v.show(status, "account", w)
}

func (v *visit) changeAccount() error {
	was, err := v.accountOf()
	if err != nil {
		return err
	}
	u, err := v.readAccount(was.Login)
	if err == nil {
		err = v.Users.Change(v.r.Context(), v.user(), u)
	}
	if w, mend := v.accountFault(err); mend {
		return v.showAccount(http.StatusUnprocessableEntity, w, accountsView{U: was, TownTyped: v.form.line("ville")})
	}
	if err != nil {
		return err
	}
	return v.done("/comptes/"+u.Login, "account_changed")
}

func (v *visit) resetAccount() error {
	u, err := v.accountOf()
	if err != nil {
		return err
	}
	once, err := v.Users.ResetPassword(v.r.Context(), v.user(), u.Login, v.form.has("codes"))
	if err != nil {
		return err
	}
	return v.showAccount(http.StatusOK, view{Done: v.views.text("done.password_reset")}, accountsView{U: u, TownTyped: u.Town, Once: once})
}
