package lint

import (
	"fmt"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// Budget is how much a pack asks of a citizen.
type Budget struct {
	Pages     int // that ask; the inner ones of a repeat count once
	Optional  int // of them, those that may be left empty
	Documents int // to bring
}

// The budget. A question takes half a minute, and people at a kiosk stand; each
// document is a reason to come a second time.
const (
	MaxPages       = 60 // more are refused
	GoodPages      = 30 // more are advised against
	MaxDocuments   = 10
	GoodDocuments  = 5
	optionalShare  = 3 // at most one question in three may be left empty
	optionalLeast  = 9 // for so many questions and more
	budgetMendPage = "ask only what the answer depends on; what the town hall knows already, it need not ask"
)

func (l *linter) budget() Budget {
	b := Budget{Documents: len(l.pack.Documents)}
	for _, p := range l.pack.Form.Pages {
		for _, one := range append([]forms.Page{p}, p.Pages...) {
			if one.Asks() {
				b.Pages++
			}
			if one.Optional {
				b.Optional++
			}
		}
	}
	pages, documents := l.form.At("pages"), l.manifest.At("documents")
	l.spent(pages, b.Pages, "questions", GoodPages, MaxPages, budgetMendPage)
	l.spent(documents, b.Documents, "documents to bring", GoodDocuments, MaxDocuments, "ask for a document only where an answer is not enough")
	if b.Pages >= optionalLeast && b.Optional*optionalShare > b.Pages {
		l.add(Finding{Place: pages, Level: Advice, Rule: "budget",
			What: fmt.Sprintf("%d of %d questions may be left empty", b.Optional, b.Pages), Mend: "remove those that the town hall can do without"})
	}
	return b
}

func (l *linter) spent(at strictyaml.Place, n int, what string, good, most int, mend string) {
	switch {
	case n > most:
		l.add(Finding{Place: at, Level: Error, Rule: "budget", What: fmt.Sprintf("%d %s, at most %d are allowed", n, what, most), Mend: mend})
	case n > good:
		l.add(Finding{Place: at, Level: Advice, Rule: "budget", What: fmt.Sprintf("%d %s; %d are a good number", n, what, good), Mend: mend})
	}
}
