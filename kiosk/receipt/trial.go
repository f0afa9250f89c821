package receipt

import (
	"fmt"
	"slices"
	"strings"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/words"
)

// Trial prints for the tests of a pack (forms/trial): what a citizen would read
// on the paper, without a printer. It is a trial.Paper.
type Trial struct{}

// trialPapers are what a test may read, by the name that it has there.
var trialPapers = map[string]func(Facts, *pack.Pack, forms.Submission) printer.Document{
	"receipt": func(f Facts, _ *pack.Pack, _ forms.Submission) printer.Document { return Build(f) },
	"documents": func(f Facts, p *pack.Pack, s forms.Submission) printer.Document {
		f.Documents = ToBring(p, s, f.Lang)
		return Documents(f)
	},
	"sheet": Sheet,
}

// Words are the kiosk's own.
func (Trial) Words(lang forms.Lang) forms.Catalog { return words.For(lang) }

// Print is a paper line by line, as it is before the roll breaks it.
func (Trial) Print(kind string, s forms.Submission, p *pack.Pack) ([]string, error) {
	paper, ok := trialPapers[kind]
	if !ok {
		return nil, fmt.Errorf("receipt: this kiosk prints no %q", kind)
	}
	return lines(paper(Of(p, s, Original), p, s)), nil
}

// lines are the words of a document. Symbols have none.
func lines(doc printer.Document) []string {
	var all []string
	for _, block := range doc.Blocks {
		switch b := block.(type) {
		case printer.Text:
			all = append(all, strings.Split(b.S, "\n")...)
		case printer.Pair:
			all = append(all, b.Left+" "+b.Right)
		case printer.Postal:
			all = append(all, b.Lines...)
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
