package page

import (
	"errors"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"

	"guichet/kiosk/hub/users"
)

// The picture where a kiosk is placed by a click has this size, in CSS pixels,
// whatever the window: a click is counted in them.
const planWidth, planHeight = 560, 350

// The plan is drawn on so many units; a picture of the building is fitted in.
const drawnWidth, drawnHeight = 1120, 700

// planView is what the template of the plan gets.
type planView struct {
	townChoice
	Placed  []mark
	Without []*row // not placed yet
	Picture bool
	MayEdit bool
	W, H    int
}

// mark is a kiosk on the plan, and where its name stands.
type mark struct {
	*row
	PX, PY int
	Label  bool // there was room for its name
	LX, LY int  // the middle of its top
}

func (v *visit) plan() error {
	town, err := v.townFor(users.SeeFleet)
	if err != nil {
		return err
	}
	d := planView{townChoice: town, W: drawnWidth, H: drawnHeight}
	if town.Code != "" {
		f, err := v.fleet.of(v.r.Context(), town.Code)
		if err != nil {
			return err
		}
		d.place(f)
		d.label(v.views)
		d.Picture, d.MayEdit = v.picture(town.Code) != "", v.may(users.EditKiosks, town.Code)
	}
	return v.show(http.StatusOK, "plan", view{Title: v.views.text("plan.title"), Here: "bornes", Data: d})
}

func (d *planView) place(f *fleet) {
	for _, r := range f.rows {
		switch {
		case r.State == stateTakenOut:
		case r.X == 0 && r.Y == 0:
			d.Without = append(d.Without, r)
		default:
			x, y := int(r.X*drawnWidth), int(r.Y*drawnHeight)
			d.Placed = append(d.Placed, mark{row: r, PX: min(max(x, pin), drawnWidth-pin), PY: min(max(y, pin), drawnHeight-pin)})
		}
	}
}

var townCode = regexp.MustCompile(`^[0-9][0-9AB][0-9]{3}$`)

// picture is the file of a town's plan, "" where there is none.
func (v *visit) picture(town string) string {
	if v.Plans == nil || !townCode.MatchString(town) {
		return ""
	}
	for _, end := range []string{".png", ".jpg", ".webp"} {
		if info, err := fs.Stat(v.Plans, town+end); err == nil && info.Mode().IsRegular() {
			return town + end
		}
	}
	return ""
}

// planImage serves the picture of a town's building, to who sees its kiosks. A
// town without one has white.
func (v *visit) planImage() error {
	town := v.r.PathValue("town")
	if !v.may(users.SeeFleet, town) {
		return errNotFound
	}
	name := v.picture(town)
	if name == "" {
		v.w.Header().Set("Content-Type", "image/svg+xml")
		_, err := v.w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="560" height="350"><rect width="560" height="350" fill="#fff"/></svg>`))
		return err
	}
	data, err := fs.ReadFile(v.Plans, name)
	if errors.Is(err, fs.ErrNotExist) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "image/"+strings.Replace(path.Ext(name)[1:], "jpg", "jpeg", 1))
	_, err = v.w.Write(data)
	return err
}
