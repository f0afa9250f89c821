package page

import (
	"guichet/forms/cog"
	"guichet/kiosk/hub/users"
)

// townChoice is which town a page is about, for who has several.
type townChoice struct {
	Code   string   // "" where it is not known yet
	Typed  string   // what was asked for
	Choose bool     // the person may choose
	Near   []string // codes that were perhaps meant
	Known  []string // towns with a kiosk, where they are few
}

// fewTowns can stand in a list; more must be typed.
const fewTowns = 40

// townFor is the town that a page is about: one's own, or the one in the
// field "ville", by its code or its name. Where none is given and the fleet has
// one town, it is that one.
func (v *visit) townFor(a users.Action) (townChoice, error) {
	if !v.everywhere() {
		if !v.may(a, v.user().Town) {
			return townChoice{}, users.ErrRight
		}
		return townChoice{Code: v.user().Town}, nil
	}
	f, err := v.fleet.of(v.r.Context(), "")
	if err != nil {
		return townChoice{}, err
	}
	c := townChoice{Choose: true, Typed: v.form.line("ville")}
	c.Code, c.Near = findTown(c.Typed)
	if c.Typed == "" && len(f.towns) == 1 {
		c.Code = f.towns[0]
	}
	if len(f.towns) <= fewTowns {
		c.Known = f.towns
	}
	return c, nil
}

// findTown finds a commune by its code, or by a name that only one has; else
// those whose name begins so.
func findTown(typed string) (code string, near []string) {
	if typed == "" {
		return "", nil
	}
	if c, ok := cog.Find(typed); ok && !c.Former {
		return c.Code, nil
	}
	var exact []string
	for _, c := range cog.Search(typed, 8) {
		if c.Former {
			continue
		}
		near = append(near, c.Code)
		if cog.Fold(c.Name) == cog.Fold(typed) {
			exact = append(exact, c.Code)
		}
	}
	if len(exact) == 1 {
		return exact[0], nil
	}
	return "", near
}
