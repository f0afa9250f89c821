// Package pack reads the folder of a procedure: pack.yaml (what it is, who
// answers for it), form.yaml (its questions), lists/*.csv (choice lists),
// i18n/*.yaml (its texts). Loading checks everything and reports every fault
// at once, each with its place and its mend; a pack that loads can be used.
package pack

import (
	"fmt"
	"io/fs"

	"guichet/forms"
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
	Contacts      []Contact    `yaml:"contacts,required"`       // at least two people
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
}

// Contact is where to get help. Texts "contact.<id>.name" and
// "contact.<id>.hours" say who and when.
type Contact struct {
	ID      string   `yaml:"id,required"`
	Human   bool     `yaml:"human"` // a person answers
	Phone   string   `yaml:"phone"`
	Email   string   `yaml:"email"`
	Address []string `yaml:"address"`
}

// Pack is a procedure that was loaded and checked.
type Pack struct {
	Manifest
	Form  *forms.Form
	texts map[forms.Lang]forms.Catalog
}

// Load reads and checks a pack. The error is a [forms.Faults] that holds
// everything that is wrong with it. Pages with a choice list have its values
// in Choices, and its labels in the catalogs, as if they stood in the page.
func Load(fsys fs.FS) (*Pack, error) {
	l := newLoader(fsys)
	p := l.load()
	l.faults.Sort()
	if err := l.faults.Err(); err != nil {
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
