package page

import (
	"net/http"
	"strings"
	"time"

	"guichet/kiosk/hub/users"
)

// enrolView is what the template of "add a kiosk" gets: first a form, then a
// code, then the kiosk that came.
type enrolView struct {
	townChoice
	Name, Group string
	Groups      []string
	Code        string
	Ends        time.Time
	Live        string // address that tells when it came
	Came        string // id of the kiosk, once it is there
	Over        bool   // the code has ended
}

func (v *visit) showEnrol() error {
	town, err := v.townFor(users.EditKiosks)
	if err != nil {
		return err
	}
	return v.drawEnrol(http.StatusOK, view{}, enrolView{townChoice: town, Name: v.form.line("nom"), Group: v.form.line("groupe")})
}

func (v *visit) drawEnrol(status int, w view, d enrolView) error {
	f, err := v.fleet.of(v.r.Context(), v.user().Town)
	if err != nil {
		return err
	}
	d.Groups = f.groups
	w.Title, w.Here, w.Data = v.views.text("enrol.title"), "bornes", d
	return v.show(status, "enrol", w)
}

// enrol makes the code. It stands on this answer alone: the hub keeps its hash.
func (v *visit) enrol() error {
	town, err := v.townFor(users.EditKiosks)
	if err != nil {
		return err
	}
	d := enrolView{townChoice: town, Name: v.form.line("nom"), Group: strings.ToLower(v.form.line("groupe"))}
	if w := v.badEnrol(d); w.Fault != "" {
		return v.drawEnrol(http.StatusUnprocessableEntity, w, d)
	}
	began := v.Now()
	if d.Code, d.Ends, err = v.Ops.NewCode(v.r.Context(), v.who(), town.Code, d.Name, d.Group); err != nil {
		return err
	}
	q := filter{Town: town.Code}.Query("nom", d.Name, "depuis", iso(began), "fin", iso(d.Ends), "page", "")
	d.Live = "/bornes/ajouter/vivant" + q
	return v.drawEnrol(http.StatusOK, view{}, d)
}

func (v *visit) badEnrol(d enrolView) view {
	switch {
	case d.Townless():
		return v.views.fault("town", "ville")
	case !named(d.Name, maxName):
		return v.views.fault("name", "nom")
	case d.Group != "" && !named(d.Group, maxGroup):
		return v.views.fault("group", "groupe")
	}
	return view{}
}

// TownCode is the town of the kiosk: Code is the enrolment code here.
func (d enrolView) TownCode() string { return d.townChoice.Code }

// Where is the town as the field for it wants it.
func (d enrolView) Where() townChoice { return d.townChoice }

// Townless tells whether the town must still be said.
func (c townChoice) Townless() bool { return c.Code == "" }

// enrolLive tells when the kiosk has come, or the code has ended.
func (v *visit) enrolLive() error {
	town, err := v.townFor(users.EditKiosks)
	if err != nil {
		return err
	}
	name := v.form.line("nom")
	since, err1 := time.Parse(time.RFC3339, v.form.line("depuis"))
	ends, err2 := time.Parse(time.RFC3339, v.form.line("fin"))
	if err1 != nil || err2 != nil || town.Code == "" {
		return errForm
	}
	return v.stream(func() (string, error) {
		f, err := v.fleet.of(v.r.Context(), town.Code)
		if err != nil {
			return "", err
		}
		d := enrolView{Name: name, Over: v.Now().After(ends)}
		for _, r := range f.rows {
			if r.Name == name && !r.EnrolledAt.Before(since) && r.RevokedAt.IsZero() {
				d.Came = r.ID
			}
		}
		return v.views.fragment("enrol", "awaited", d)
	})
}
