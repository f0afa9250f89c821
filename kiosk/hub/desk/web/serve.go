package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"guichet/kiosk/call/wire"
	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// sessionCookie is that of the fleet page, where people sign in.
const sessionCookie = "guichet"

// who is the person of a request. asks: a person did something, so that the
// session stays open.
func (d *desk) who(r *http.Request, asks bool) (store.User, error) {
	name := "__Host-" + sessionCookie
	if d.Plain {
		name = sessionCookie
	}
	c, err := r.Cookie(name)
	if err != nil {
		return store.User{}, users.ErrSession
	}
	s, err := d.Users.Session(r.Context(), c.Value, asks)
	switch {
	case err != nil:
		return store.User{}, err
	case s.Step != users.SignedIn:
		return store.User{}, users.ErrSession
	case !d.May(s.User):
		return s.User, users.ErrRight
	}
	return s.User, nil
}

// page draws the desk; who is not signed in goes to the door and comes back.
func (d *desk) page(w http.ResponseWriter, r *http.Request) {
	user, err := d.who(r, true)
	switch {
	case errors.Is(err, users.ErrSession):
		w.Header().Set("Location", "/connexion?vers="+url.QueryEscape("/desk/"))
		w.WriteHeader(http.StatusSeeOther)
	case errors.Is(err, users.ErrRight):
		d.show(w, http.StatusForbidden, "right", view{Name: user.Name})
	case err != nil:
		d.fail(w, "page", err)
	default:
		d.show(w, http.StatusOK, "desk", view{
			Login: user.Login, Name: user.Name, Idle: int(users.Idle / time.Second), Ring: int(wire.Ring / time.Second),
			Calls: wire.PathDesk, MaxFile: wire.MaxFile, MaxChunk: wire.MaxChunk,
		})
	}
}

// live is what the page asks for now and then.
func (d *desk) live(w http.ResponseWriter, r *http.Request) {
	user, err := d.who(r, false)
	if !d.let(w, err) {
		return
	}
	services, err1 := d.Book.Services(r.Context(), user)
	day, err2 := d.Book.Day(r.Context(), user)
	if err := errors.Join(err1, err2); err != nil {
		d.fail(w, "live", err)
		return
	}
	day.WaitS = int(day.Wait / time.Second)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"services": services, "day": day}) // whoever does not read it has gone
}

// present keeps the session of somebody who works without asking for a page.
func (d *desk) present(w http.ResponseWriter, r *http.Request) {
	if _, err := d.who(r, true); d.let(w, err) {
		w.WriteHeader(http.StatusNoContent)
	}
}

// let answers who may not be here, in a status alone: a script reads it.
func (d *desk) let(w http.ResponseWriter, err error) bool {
	switch {
	case err == nil:
		return true
	case errors.Is(err, users.ErrSession):
		w.WriteHeader(http.StatusUnauthorized)
	case errors.Is(err, users.ErrRight):
		w.WriteHeader(http.StatusForbidden)
	default:
		d.fail(w, "session", err)
	}
	return false
}

// fail answers what nobody expected.
func (d *desk) fail(w http.ResponseWriter, where string, err error) {
	d.Log.Error("desk_page_failed", "where", where, "err", err)
	w.WriteHeader(http.StatusInternalServerError)
}
