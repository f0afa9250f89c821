package lint

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"guichet/forms"
	"guichet/forms/pack"
	"guichet/forms/strictyaml"
)

// Level is how grave a finding is.
type Level string

const (
	Error  Level = "error"  // the pack is refused
	Advice Level = "advice" // read it, and decide
)

// Finding is one thing that could be plainer, or must be there.
type Finding struct {
	Place    strictyaml.Place
	Level    Level
	Rule     string // "long-sentence": one of [Rules]
	Lang     forms.Lang
	Key      string // of the text: "ecole.help"
	Sentence string // as it stands; empty where none is meant
	What     string // what is wrong with it
	Better   string // the sentence to write instead; empty: see Mend
	Mend     string // what to do
}

// String is "i18n/fr.yaml:12:5: advice: “lorsque”: a plainer word is “quand”".
func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.Place, f.Level, f.What) }

// Report is all that was found, by place, with what was measured.
type Report struct {
	Findings []Finding
	Scores   []Score // of every language, then of its pages in their order
	Budget   Budget
}

// Errors is how many findings refuse the pack.
func (r Report) Errors() int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == Error {
			n++
		}
	}
	return n
}

// Err is the errors as a [forms.Faults]; nil where there is none.
func (r Report) Err() error {
	var faults forms.Faults
	for _, f := range r.Findings {
		if f.Level == Error {
			faults = append(faults, f.Place.Fault(f.What, cmp.Or(f.Better, f.Mend)))
		}
	}
	return faults.Err()
}

// Check reads the folder that p was loaded from once more, for the places of
// its texts. The error says that the folder has changed since and cannot be
// read.
func Check(p *pack.Pack, folder fs.FS) (Report, error) {
	texts, err := textsOf(p, folder)
	if err != nil {
		return Report{}, err
	}
	l := &linter{pack: p, texts: texts}
	l.manifest, l.form = places(folder, "pack.yaml"), places(folder, "form.yaml")
	for _, t := range texts {
		l.plain(t)
	}
	l.sameWords()
	l.lawful()
	l.translations()
	scores := l.scores()
	budget := l.budget()
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column), cmp.Compare(a.Rule, b.Rule))
	})
	return Report{Findings: l.findings, Scores: scores, Budget: budget}, nil
}

// linter gathers the findings of one pack.
type linter struct {
	pack           *pack.Pack
	texts          []text
	manifest, form *strictyaml.Doc
	findings       []Finding
}

func (l *linter) add(f Finding) { l.findings = append(l.findings, f) }

// places is a file of the pack, for [strictyaml.Doc.At]; it was read before,
// so it can be.
func places(folder fs.FS, file string) *strictyaml.Doc {
	data, err := fs.ReadFile(folder, file)
	if err != nil {
		data = nil
	}
	doc, faults := strictyaml.Parse(file, data)
	if faults != nil {
		doc, _ = strictyaml.Parse(file, []byte("{}"))
	}
	return doc
}
