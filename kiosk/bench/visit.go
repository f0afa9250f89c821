package bench

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"time"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

//go:embed visits/*.yaml
var visitFiles embed.FS

// order is how the visits are played.
var order = []string{
	"cantine", "acte-naissance", "recensement-citoyen", "carte-identite", "listes-electorales",
	"ne-a-l-etranger", "autre-commune",
}

// Visit is what an invented person does at the kiosk.
type Visit struct {
	Name string `yaml:"-"`
	// Pack is the id of the pack that he picks in the menu.
	Pack string `yaml:"pack,required"`
	// Look are the pages and states of which a picture is taken, once they are
	// answered; where there are none, each page is taken before that as well.
	Look []string `yaml:"look"`
	// Ask are the papers that he asks for on the last page, from top to bottom:
	// sheet, list, reminders.
	Ask []string `yaml:"ask"`
	// Another goes on to the next visit with "Faire une autre démarche".
	Another bool `yaml:"another"`
	// Answers are given page by page: for each id a list, one entry a time
	// that the page is met. The fields are those of forms.Input, and besides
	//
	//	unknown  "yes" presses "I don't know"
	//	proposed "yes" keeps what the kiosk proposes
	//	more     "yes" or "no" answers "another one?"
	//	in_days  the date so many days from today
	//	pick     presses the town or the country that begins so, after "search"
	Answers map[string][]forms.Input `yaml:"answers,required"`
}

// takes says whether a picture of a page or a state is wanted.
func (v *Visit) takes(name string) bool { return len(v.Look) == 0 || slices.Contains(v.Look, name) }

// visits reads the scripts that are built in.
func visits() ([]Visit, error) {
	var all []Visit
	for _, name := range order {
		file := "visits/" + name + ".yaml"
		data, err := fs.ReadFile(visitFiles, file)
		if err != nil {
			return nil, fmt.Errorf("bench: %w", err)
		}
		v := Visit{Name: name}
		if err := strictyaml.Decode(file, data, &v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// Next is what is answered on a page, and no answer twice. now is the clock of
// the hall, for dates that are told from today.
func (v *Visit) Next(page string, now time.Time) (forms.Input, error) {
	left := v.Answers[page]
	if len(left) == 0 {
		return nil, fmt.Errorf("bench: visit %s has no answer for the page %q", v.Name, page)
	}
	v.Answers[page] = slices.Clone(left[1:])
	return dated(left[0], now)
}

// dated writes the date that is so many days away.
func dated(in forms.Input, now time.Time) (forms.Input, error) {
	if in["in_days"] == "" {
		return in, nil
	}
	days, err := strconv.Atoi(in["in_days"])
	if err != nil {
		return nil, fmt.Errorf("bench: in_days: %w", err)
	}
	day := now.AddDate(0, 0, days)
	return forms.Input{
		"day": strconv.Itoa(day.Day()), "month": strconv.Itoa(int(day.Month())), "year": strconv.Itoa(day.Year()),
	}, nil
}
