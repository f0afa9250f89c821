package page

import (
	"net/http"
	"strings"
	"time"

	"guichet/kiosk/hub/store"
	"guichet/kiosk/hub/users"
)

// kioskView is what the template of one kiosk gets.
type kioskView struct {
	K       store.Kiosk
	State   string
	Now     time.Time
	MayEdit bool
	Name    string // as typed, where it was refused
	Group   string
	Groups  []string
	Acts    []store.Act
	Picture bool // the town has a plan
}

// actsRead is how far back the history of one kiosk is looked for.
const actsRead = 500

func (v *visit) kiosk() error {
	k, err := v.kioskOf(users.SeeFleet)
	if err != nil {
		return err
	}
	return v.showKiosk(http.StatusOK, k, view{}, k.Name, k.Group)
}

func (v *visit) showKiosk(status int, k store.Kiosk, w view, name, group string) error {
	f, err := v.fleet.of(v.r.Context(), k.Town)
	if err != nil {
		return err
	}
	d := kioskView{
		K: k, State: stateOf(k, v.Now()), Now: v.Now(), Name: name, Group: group, Groups: f.groups,
		MayEdit: v.may(users.EditKiosks, k.Town) && k.RevokedAt.IsZero(), Picture: v.picture(k.Town) != "",
	}
	if v.may(users.SeeHistory, k.Town) {
		if d.Acts, err = v.actsOn(k); err != nil {
			return err
		}
	}
	w.Title, w.Here, w.Data = k.Name, "bornes", d
	return v.show(status, "kiosk", w)
}

// actsOn is what was done to a kiosk, newest first.
func (v *visit) actsOn(k store.Kiosk) ([]store.Act, error) {
	all, err := v.Store.Acts(v.r.Context(), k.Town, actsRead)
	var acts []store.Act
	for _, a := range all {
		if a.On == k.ID {
			acts = append(acts, a)
		}
	}
	return acts, err
}

func (v *visit) editKiosk() error {
	k, err := v.kioskOf(users.EditKiosks)
	if err != nil {
		return err
	}
	name, group := v.form.line("nom"), strings.ToLower(v.form.line("groupe"))
	if !named(name, maxName) {
		return v.showKiosk(http.StatusUnprocessableEntity, k, v.views.fault("name", "nom"), name, group)
	}
	if group != "" && !named(group, maxGroup) {
		return v.showKiosk(http.StatusUnprocessableEntity, k, v.views.fault("group", "groupe"), name, group)
	}
	k.Name, k.Group = name, group
	return v.keepKiosk(k, "kiosk_edited")
}

// placeKiosk puts a kiosk on the plan: by two fields, or by a click on the
// picture, which sends its own x and y (an input of type image).
func (v *visit) placeKiosk() error {
	k, err := v.kioskOf(users.EditKiosks)
	if err != nil {
		return err
	}
	x, okX := v.form.share("x")
	y, okY := v.form.share("y")
	if v.form.has("clic.x") {
		x = float64(v.form.number("clic.x", 0, planWidth, 0)) / planWidth
		y = float64(v.form.number("clic.y", 0, planHeight, 0)) / planHeight
		okX, okY = x > 0 || y > 0, true // 0, 0 is the key Enter on the picture
	}
	if !okX || !okY {
		return v.showKiosk(http.StatusUnprocessableEntity, k, v.views.fault("place", "x"), k.Name, k.Group)
	}
	k.X, k.Y = x, y
	return v.keepKiosk(k, "kiosk_placed")
}

func (v *visit) keepKiosk(k store.Kiosk, word string) error {
	if err := v.Ops.EditKiosk(v.r.Context(), v.who(), k); err != nil {
		return err
	}
	v.fleet.forget(k.Town)
	return v.done("/bornes/"+k.ID, word)
}

func (v *visit) showRevoke() error {
	k, err := v.kioskOf(users.EditKiosks)
	if err != nil {
		return err
	}
	if !k.RevokedAt.IsZero() {
		return v.to("/bornes/" + k.ID)
	}
	return v.show(http.StatusOK, "revoke", view{Title: v.views.text("revoke.title", "name", k.Name), Here: "bornes", Data: k})
}

// revoke takes a kiosk out of the fleet, once the box that says so is ticked.
func (v *visit) revoke() error {
	k, err := v.kioskOf(users.EditKiosks)
	if err != nil {
		return err
	}
	if !v.form.has("oui") {
		w := v.views.fault("confirm", "oui")
		w.Title, w.Here, w.Data = v.views.text("revoke.title", "name", k.Name), "bornes", k
		return v.show(http.StatusUnprocessableEntity, "revoke", w)
	}
	if err := v.Ops.RevokeKiosk(v.r.Context(), v.who(), k.ID); err != nil {
		return err
	}
	v.fleet.forget(k.Town)
	return v.done("/bornes/"+k.ID, "kiosk_revoked")
}

// fault is a page that says what to mend, and in which field.
func (v *views) fault(word, field string, args ...any) view {
	return view{Fault: v.text("fault."+word, args...), Field: field}
}
