package bench

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

//go:embed visits/*.yaml
var visitFiles embed.FS

// order is how the visits are played.
var order = []string{"cantine", "acte-naissance", "ne-a-l-etranger", "autre-commune"}

// Visit is what an invented person does at the kiosk.
type Visit struct {
	Name string `yaml:"-"`
	// Pack is the id of the pack that he picks in the menu.
	Pack string `yaml:"pack,required"`
	// Answers are given page by page: for each id a list, one entry a time
	// that the page is met. The fields are those of forms.Input, and besides
	//
	//	unknown  "yes" presses "I don't know"
	//	more     "yes" or "no" answers "another one?"
	//	pick     presses the town that begins so, after typing "search"
	Answers map[string][]forms.Input `yaml:"answers,required"`
}

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

// next is what is answered on a page, and no answer twice.
func (v *Visit) next(page string) (forms.Input, error) {
	left := v.Answers[page]
	if len(left) == 0 {
		return nil, fmt.Errorf("bench: visit %s has no answer for the page %q", v.Name, page)
	}
	v.Answers[page] = slices.Clone(left[1:])
	return left[0], nil
}
