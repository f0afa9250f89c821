package page

import (
	"errors"
	"net/http"
	"strings"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// visit is one request, and who makes it.
type visit struct {
	*Page
	w    http.ResponseWriter
	r    *http.Request
	form form
	s    users.Session // zero: nobody is signed in
}

var (
	errNotFound = errors.New("page: there is no such page")
	errForged   = errors.New("page: the request came from another site")
)

// serve runs a handler for whoever may.
func (p *Page) serve(rt route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{Page: p, w: w, r: r}
		if err := v.enter(rt); err != nil {
			v.fail(err)
		}
	}
}

// enter finds out who asks, then lets the handler answer.
func (v *visit) enter(rt route) (err error) {
	if v.form, err = readForm(v.w, v.r); err != nil {
		return err
	}
	if err := v.recognise(rt); err != nil {
		return err
	}
	if rt.need == open {
		return rt.handle(v)
	}
	if v.s.User.Login == "" || v.s.Step != users.SignedIn {
		return v.toSignIn()
	}
	if rt.need != signedIn && !v.mayAnywhere(rt.need) {
		return users.ErrRight
	}
	return rt.handle(v)
}

// recognise finds the session of the cookie. Event streams do not keep it open.
func (v *visit) recognise(rt route) error {
	secret := v.secret()
	if secret == "" {
		return nil
	}
	s, err := v.Users.Session(v.r.Context(), secret, !strings.HasSuffix(rt.pattern, "/vivant"))
	if errors.Is(err, users.ErrSession) {
		return nil
	}
	v.s = s
	return err
}

// toSignIn sends who is not signed in to the door, and notes where he wanted
// to go.
func (v *visit) toSignIn() error {
	if v.r.Method != http.MethodGet || strings.HasSuffix(v.r.URL.Path, "/vivant") {
		return v.refuse(http.StatusUnauthorized, "session")
	}
	return v.to("/connexion", "vers", v.r.URL.RequestURI())
}

func (v *visit) user() store.User { return v.s.User }

func (v *visit) who() store.Who {
	return store.Who{Login: v.user().Login, Role: v.user().Role, Town: v.user().Town}
}

func (v *visit) may(a users.Action, town string) bool { return users.Can(v.user(), a, town) }

// mayAnywhere tells whether there is a town where the person may.
func (v *visit) mayAnywhere(a users.Action) bool {
	return v.may(a, v.user().Town)
}

func (v *visit) everywhere() bool { return users.Everywhere(v.user()) }

// kioskOf is the kiosk of the path, where the person may do something with it.
// A kiosk of another town is no kiosk.
func (v *visit) kioskOf(a users.Action) (store.Kiosk, error) {
	k, err := v.Store.Kiosk(v.r.Context(), v.r.PathValue("id"))
	if err == nil && !v.may(a, k.Town) {
		err = errNotFound
	}
	return k, err
}

// rolloutOf is the roll-out of the path, likewise.
func (v *visit) rolloutOf(a users.Action) (store.Rollout, error) {
	r, err := v.Store.Rollout(v.r.Context(), v.r.PathValue("id"))
	if err == nil && !v.may(a, r.Town) {
		err = errNotFound
	}
	return r, err
}
