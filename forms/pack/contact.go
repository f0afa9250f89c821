package pack

import (
	"strings"

	"guichet/forms"
	"guichet/forms/hours"
)

// Contact is where to get help. The text "contact.<id>.name" says who; "what",
// what for; "hours", when, where the sentence made of Hours is not enough.
type Contact struct {
	ID      string   `yaml:"id,required"`
	Human   bool     `yaml:"human"` // a person answers
	Phone   string   `yaml:"phone"`
	Email   string   `yaml:"email"`
	Address []string `yaml:"address"`
	// Hours are when somebody is there, as package hours reads them: "Mo-Fr
	// 08:30-12:00; PH off". People have them.
	Hours string `yaml:"hours"`
	SIP   string `yaml:"sip"`   // "sip:accueil@mairie.example"
	Video string `yaml:"video"` // "https://…", a room to meet in
	// Languages are those that one can speak there: "fr", "fsl" (langue des
	// signes française).
	Languages     []forms.Lang `yaml:"languages"`
	Accessibility []string     `yaml:"accessibility"` // of [Accessibility]
}

// Accessibility is what a contact may offer; the kiosk's word is
// "accessibility.<name>".
var Accessibility = []string{
	"step_free",     // no step between the street and the desk
	"hearing_loop",  // boucle magnétique
	"sign_language", // langue des signes française
	"phone_relay",   // service relais for people who hear, see or speak badly
	"easy_words",    // agents trained in simple language
	"large_print",
}

// Opening are the hours of a contact; false where it gives none.
func (c Contact) Opening() (hours.Hours, bool) {
	h, err := hours.Parse(c.Hours)
	return h, err == nil
}

// HoursText says when a contact of the pack is there, in a language: the text
// of the pack, or the sentences of its hours in the kiosk's words. Empty where
// it gives neither.
func (p *Pack) HoursText(c Contact, words forms.Catalog) string {
	if key := "contact." + c.ID + ".hours"; p.Catalog(words.Lang).Has(key) {
		return p.Catalog(words.Lang).Text(key)
	}
	h, ok := c.Opening()
	if !ok {
		return ""
	}
	return strings.Join(h.Sentence(words), " ")
}
