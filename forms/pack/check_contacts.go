package pack

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guichet/forms/hours"
	"guichet/forms/strictyaml"
)

// leastHumans is how many people a citizen can turn to (criterion of the
// Observatoire de la qualité des démarches: two means of human contact).
const leastHumans = 2

var sipShape = regexp.MustCompile(`^sips?:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+(:[0-9]{1,5})?$`)

func (l *loader) checkContacts() {
	humans := 0
	seen := map[string]bool{}
	for i, c := range l.manifest.Contacts {
		if c.Human && c.Hours != "" {
			humans++
		}
		l.want(c.ID == "" || nameShape.MatchString(c.ID), fmt.Sprintf("contact %q is not made of a-z, 0-9 and _", c.ID), mendID(c.ID, "_", "accueil"), "contacts", i, "id")
		l.want(c.ID == "" || !seen[c.ID], fmt.Sprintf("contact %q stands twice", c.ID), "give each its own id", "contacts", i, "id")
		l.checkContact(c, i)
		seen[c.ID] = true
	}
	l.want(humans >= leastHumans || !l.manifestDoc.Has("contacts"), fmt.Sprintf("%d of the contacts are people with hours, %d must be", humans, leastHumans), `add contacts with human: true and hours: "Mo-Fr 08:30-12:00"`, "contacts")
}

func (l *loader) checkContact(c Contact, i int) {
	ways := c.Phone + c.Email + strings.Join(c.Address, "") + c.SIP + c.Video
	l.want(ways != "", "nobody can reach this contact", "add phone, email or address", "contacts", i)
	l.checkReach(c.Phone, c.Email, "contacts", i)
	l.want(c.SIP == "" || sipShape.MatchString(c.SIP), "not a SIP address", "write it like sip:accueil@mairie.example", "contacts", i, "sip")
	l.want(c.Video == "" || webAddress(c.Video), "not a web address", "write https://…", "contacts", i, "video")
	l.checkHours(c, i)
	for k, lang := range c.Languages {
		l.want(langShape.MatchString(string(lang)), fmt.Sprintf("%q is not a language tag", lang), "write it like fr, en, fsl", "contacts", i, "languages", k)
	}
	for k, name := range c.Accessibility {
		l.want(slices.Contains(Accessibility, name), fmt.Sprintf("unknown accessibility %q", name), strictyaml.MendName(name, Accessibility), "contacts", i, "accessibility", k)
	}
}

func (l *loader) checkHours(c Contact, i int) {
	if c.Hours == "" {
		l.want(!c.Human, "a person has hours", `add hours: "Mo-Fr 08:30-12:00; PH off"`, "contacts", i)
		return
	}
	var e *hours.Error
	h, err := hours.Parse(c.Hours)
	if errors.As(err, &e) {
		l.want(false, fmt.Sprintf("hours, character %d: %s", e.At, e.What), e.Mend, "contacts", i, "hours")
		return
	}
	l.want(h.EverOpen(), "nobody is ever there", "write when somebody is, or remove the contact", "contacts", i, "hours")
}
