package pack

import (
	"fmt"
	"io/fs"

	"guichet/forms"
	"guichet/forms/notice"
)

// Manifest is pack.yaml.
type Manifest struct {
	ID            string       `yaml:"id,required"`      // a-z, 0-9 and -
	Version       string       `yaml:"version,required"` // semantic version: "1.0.0"
	Languages     []forms.Lang `yaml:"languages,required"`
	Authority     Authority    `yaml:"authority,required"`
	LegalBasis    LegalBasis   `yaml:"legal_basis,required"`
	RetentionDays int          `yaml:"retention_days,required"` // what the town hall keeps, how long
	Minutes       int          `yaml:"minutes,required"`        // to fill the form in
	AnswerDays    int          `yaml:"answer_days,required"`    // the authority answers within
	Documents     []string     `yaml:"documents"`               // to bring: text "document.<id>"
	Icon          string       `yaml:"icon"`                    // on the menu, by its name in the icon set; "file-text"
	Contacts      []Contact    `yaml:"contacts,required"`       // at least two people, with hours
	Validity      Validity     `yaml:"validity"`                // when the kiosk offers it; always if left out
	MinKiosk      string       `yaml:"min_kiosk"`               // the oldest version of the kiosk that can show it: "1.0.0"
}

// Validity is when a pack may be offered: enrolments that close, a campaign.
type Validity struct {
	From  string `yaml:"from"`  // first day: "2026-09-01"
	Until string `yaml:"until"` // last day
}

// On tells whether a pack may be offered on a day.
func (v Validity) On(d forms.Day) bool {
	from, hasFrom := forms.ParseDay(v.From)
	until, hasUntil := forms.ParseDay(v.Until)
	return !(hasFrom && d.Before(from)) && !(hasUntil && until.Before(d))
}

// Authority is who answers for the procedure: code des relations entre le
// public et l'administration, article R112-5.
type Authority struct {
	Name    string   `yaml:"name,required"`
	Service string   `yaml:"service"`
	Siret   string   `yaml:"siret,required"`
	Address []string `yaml:"address,required"`
	Phone   string   `yaml:"phone,required"` // as [forms.FormatPhone] reads it
	Email   string   `yaml:"email"`
}

// LegalBasis is the law that the procedure rests on; text "pack.legal".
type LegalBasis struct {
	URL string `yaml:"url,required"`
	// DPO is the e-mail address of the délégué à la protection des données.
	DPO string `yaml:"dpo"`
}

// Pack is a procedure that was loaded and checked.
type Pack struct {
	Manifest
	Form    *forms.Form
	Outputs []Output // of outputs.yaml; see [DefaultOutputs]
	// Notifications are the templates of notifications/*.yaml, by file name.
	Notifications map[string]notice.Template

	texts map[forms.Lang]forms.Catalog
}

// Load reads and checks a pack. The error is a [forms.Faults] that holds
// everything that is wrong with it. Pages with a choice list have its values
// in Choices, and its labels in the catalogs, as if they stood in the page.
func Load(fsys fs.FS) (*Pack, error) {
	l := newLoader(fsys)
	p := l.load()
	l.faults.Sort()
	if err := few(l.faults).Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// Catalog is the pack's texts in a language; in French where the pack is not
// written in that language, and in its first language where not in French.
func (p *Pack) Catalog(l forms.Lang) forms.Catalog {
	for _, lang := range []forms.Lang{l, forms.French, p.Languages[0]} {
		if c, ok := p.texts[lang]; ok {
			return c
		}
	}
	return forms.Catalog{}
}

// String is "cantine 1.0.0".
func (p *Pack) String() string { return fmt.Sprintf("%s %s", p.ID, p.Version) }
