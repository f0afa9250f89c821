package config

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // see [Town.Location]

	"guichet/forms"
)

// maxTownName is in characters: two lines of the largest letters.
const maxTownName = 60

func (t Town) flaws() []flaw {
	var all []flaw
	switch n := len([]rune(t.Name)); {
	case strings.TrimSpace(t.Name) == "":
		all = append(all, flaw{[]any{"town", "name"}, "the town hall has no name", `write it as people read it: "Mairie de Saint-Éloi"`})
	case n > maxTownName:
		all = append(all, flaw{[]any{"town", "name"}, fmt.Sprintf("the name is %d characters long", n), fmt.Sprintf("write at most %d: it stands on every page", maxTownName)})
	}
	if _, err := t.Location(); err != nil {
		all = append(all, flaw{[]any{"town", "zone"}, fmt.Sprintf("%q is not a time zone", t.Zone), "write Europe/Paris, Indian/Reunion, America/Martinique …"})
	}
	if len(t.Contacts) == 0 {
		all = append(all, flaw{[]any{"town", "contacts"}, "there is nobody to talk to", "give at least one contact, with a phone or an email"})
	}
	for i, c := range t.Contacts {
		all = append(all, c.flaws([]any{"town", "contacts", i})...)
	}
	return all
}

// Location is the time of the town. The database of zones is in the program:
// a bare machine has none.
func (t Town) Location() (*time.Location, error) { return time.LoadLocation(t.Zone) }

var idShape = regexp.MustCompile(`^[a-z0-9-]*$`)

func (c Contact) flaws(at []any) []flaw {
	var all []flaw
	bad := func(key, what, mend string) { all = append(all, flaw{under(at, key), what, mend}) }
	if !idShape.MatchString(c.ID) {
		bad("id", fmt.Sprintf("%q is not a short name", c.ID), "use a-z, 0-9 and -")
	}
	all = append(all, c.Name.flaws(under(at, "name"), true)...)
	all = append(all, c.Hours.flaws(under(at, "hours"), false)...)
	if c.Phone == "" && c.Email == "" {
		bad("phone", "the contact cannot be reached", "give it a phone, an email or both")
	}
	if c.Phone != "" && !reads(forms.Phone, c.Phone) {
		bad("phone", fmt.Sprintf("%q is not a telephone number", c.Phone), `write it as it is dialled: "04 92 00 00 00", or "+32 …" from abroad`)
	}
	if c.Email != "" && !reads(forms.Email, c.Email) {
		bad("email", fmt.Sprintf("%q is not an email address", c.Email), "write it as name@example.fr")
	}
	return all
}

// reads says whether the forms would take the text as an answer of that type.
func reads(t forms.Type, text string) bool {
	_, problem := forms.Parse(&forms.Page{ID: "contact", Type: t}, forms.Input{forms.Value: text}, forms.Day{})
	return problem == nil
}
