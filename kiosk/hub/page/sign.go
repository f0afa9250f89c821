package page

import (
	"errors"
	"net/http"
	"net/url"

	"guichet/kiosk/hub/users"
)

// signView is what the templates of the door get.
type signView struct {
	Login    string
	To       string // where to go afterwards
	Provider bool
	Subject  string // of somebody whom the hub does not know
}

// The cookies. "__Host-" keeps every other host from setting them (RFC 6265bis,
// section 4.1.3.2).
const (
	sessionCookie  = "guichet"
	providerCookie = "guichet-fournisseur"
)

func (v *visit) cookieName(name string) string {
	if v.Plain {
		return name
	}
	return "__Host-" + name
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(v.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// secret is what the browser shows of its session.
func (v *visit) secret() string { return v.cookie(sessionCookie) }

// setCookie lives as long as the browser is open; an empty value drops it.
func (v *visit) setCookie(name, value string) {
	c := &http.Cookie{Name: v.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: !v.Plain, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(v.w, c)
}

// after is where to go after signing in: a page of ours, or the list.
func (v *visit) after() string {
	if to := v.form.raw("vers"); ours(to) {
		return to
	}
	return "/bornes"
}

func (v *visit) showSignIn() error {
	if v.s.User.Login != "" && v.s.Step == users.SignedIn {
		return v.to("/bornes")
	}
	return v.drawSignIn(http.StatusOK, view{}, signView{})
}

func (v *visit) drawSignIn(status int, w view, d signView) error {
	d.To, d.Provider = v.after(), v.Provider != nil
	w.Title, w.Data = v.views.text("sign.title"), d
	return v.show(status, "sign", w)
}

func (v *visit) signIn() error {
	login := v.form.line("identifiant")
	secret, step, err := v.Users.SignIn(v.r.Context(), login, v.form.raw("motdepasse"), v.Address(v.r))
	if errors.Is(err, users.ErrWrong) {
		return v.drawSignIn(http.StatusUnauthorized, v.views.fault("sign_in", "identifiant"), signView{Login: login})
	}
	if err != nil {
		return err
	}
	return v.step(secret, step)
}

// step goes on with a new secret: the one of before, if any, is worth nothing
// any more.
func (v *visit) step(secret string, step users.Step) error {
	if err := v.Users.SignOut(v.r.Context(), v.secret()); err != nil {
		return err
	}
	v.setCookie(sessionCookie, secret)
	switch step {
	case users.NeedCode:
		return v.to("/connexion/code", "vers", v.after())
	case users.NeedPassword:
		return v.to("/connexion/mot-de-passe", "vers", v.after())
	}
	return v.to(v.after())
}

func (v *visit) showCode() error {
	if v.s.Step != users.NeedCode || v.s.User.Login == "" {
		return v.to("/connexion", "vers", v.after())
	}
	return v.drawStep(http.StatusOK, "code", view{})
}

func (v *visit) drawStep(status int, page string, w view) error {
	w.Title, w.Data = v.views.text(page+".title"), signView{To: v.after(), Login: v.s.User.Login}
	return v.show(status, page, w)
}

func (v *visit) giveCode() error {
	secret, step, err := v.Users.GiveCode(v.r.Context(), v.secret(), v.form.line("code"))
	if errors.Is(err, users.ErrWrong) {
		return v.drawStep(http.StatusUnauthorized, "code", v.views.fault("code", "code"))
	}
	if err != nil {
		return err
	}
	return v.step(secret, step)
}

func (v *visit) showRenew() error {
	if v.s.Step != users.NeedPassword || v.s.User.Login == "" {
		return v.to("/connexion", "vers", v.after())
	}
	return v.drawStep(http.StatusOK, "renew", view{})
}

func (v *visit) renew() error {
	fresh := v.form.raw("nouveau")
	if fresh != v.form.raw("encore") {
		return v.drawStep(http.StatusUnprocessableEntity, "renew", v.views.fault("twice", "encore"))
	}
	secret, err := v.Users.RenewPassword(v.r.Context(), v.secret(), fresh)
	if w, mend := v.passwordFault(err, "nouveau", "nouveau"); mend {
		return v.drawStep(http.StatusUnprocessableEntity, "renew", w)
	}
	if err != nil {
		return err
	}
	return v.step(secret, users.SignedIn)
}

func (v *visit) signOut() error {
	if err := v.Users.SignOut(v.r.Context(), v.secret()); err != nil {
		return err
	}
	v.setCookie(sessionCookie, "")
	return v.done("/connexion", "signed_out")
}

func (v *visit) beginProvider() error {
	if v.Provider == nil {
		return errNotFound
	}
	address, ticket, err := v.Provider.Begin()
	if err != nil {
		v.Log.Warn("provider_failed", "err", err)
		return v.drawSignIn(http.StatusBadGateway, v.views.fault("provider", ""), signView{})
	}
	v.setCookie(providerCookie, ticket)
	v.w.Header().Set("Location", address)
	v.w.WriteHeader(http.StatusSeeOther)
	return nil
}

// finishProvider is where the provider sends the browser back to.
func (v *visit) finishProvider() error {
	if v.Provider == nil {
		return errNotFound
	}
	secret, err := v.Provider.Finish(v.r.Context(), v.cookie(providerCookie), url.Values(v.form))
	v.setCookie(providerCookie, "")
	var stranger *users.StrangerError
	switch {
	case errors.As(err, &stranger):
		return v.drawSignIn(http.StatusForbidden, v.views.fault("stranger", ""), signView{Subject: stranger.Subject})
	case errors.Is(err, users.ErrSession), errors.Is(err, users.ErrWrong):
		return v.drawSignIn(http.StatusUnauthorized, v.views.fault("provider_again", ""), signView{})
	case errors.Is(err, users.ErrProvider):
		v.Log.Warn("provider_failed", "err", err)
		return v.drawSignIn(http.StatusBadGateway, v.views.fault("provider", ""), signView{})
	case err != nil:
		return err
	}
	return v.step(secret, users.SignedIn)
}
