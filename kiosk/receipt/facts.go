package receipt

import (
	"slices"
	"time"

	"guichet/forms"
	"guichet/forms/hours"
	"guichet/forms/pack"
	"guichet/kiosk/words"
)

// Facts is what the papers say. [Of] and [OfPack] fill it.
type Facts struct {
	Lang      forms.Lang
	Authority pack.Authority
	Subject   string // what was asked: "Demande d’acte de naissance"
	Reference string // as [forms.NewReference] draws it
	// At is when the submission was saved. Its zone is the one that is printed.
	At time.Time
	// Now is the hour of the print, on a paper that says who can be reached now;
	// zero: it does not.
	Now      time.Time
	AnswerBy time.Time // the last day of the answer; zero: nothing is said
	Next     string    // what happens next
	Keep     string    // what the town hall keeps, and for how long
	Contacts []Contact // people first
	// Documents are to bring. Those of the manifest are not: whoever holds a
	// receipt had them with him.
	Documents []string
	// ListApart says on a receipt that there are documents to bring, and not
	// which: what an answer asks for tells the answer.
	ListApart bool
	// Reminders are what to do on a day to come; see [RemindersOf]. They are on a
	// paper of their own, [Reminders].
	Reminders []Reminder
	Copy      Copy
	// Large is large print, for who reads with difficulty. Every paper has it.
	Large bool
	// Answers puts what the citizen gave on the paper. Empty unless he asks for
	// it: a receipt lies in the tray for the next one to read.
	Answers []Line
}

// Contact is somebody to ask, with his hours.
type Contact struct {
	Name    string
	Hours   string
	Phone   string // as written in the pack; printed by pairs
	Email   string
	Address []string
	// Opening are the hours as a program reads them; nil where it cannot.
	Opening *hours.Hours
}

// Line is one answer: the question and what was given.
type Line struct {
	Question string
	Answer   []string
}

// Copy tells a first print from a later one.
type Copy int

const (
	Original Copy = iota
	// Duplicate says DUPLICATA: an earlier print may have come out.
	Duplicate
)

// OfPack is what a pack says to everybody, before anything was handed in.
func OfPack(p *pack.Pack, lang forms.Lang) Facts {
	c := p.Catalog(lang)
	return Facts{
		Lang: lang, Authority: p.Authority, Subject: c.Text("pack.subject"),
		Next: c.Text("pack.next"), Keep: c.Text("pack.keep"), Contacts: contactsOf(p, c),
	}
}

// Of is what the receipt of a submission says. It takes none of its answers.
func Of(p *pack.Pack, s forms.Submission, copied Copy) Facts {
	f := OfPack(p, s.Lang)
	f.Reference, f.At, f.Copy = s.Reference, s.At, copied
	if p.AnswerDays > 0 {
		f.AnswerBy = s.At.AddDate(0, 0, p.AnswerDays)
	}
	return f
}

// AnswersOf is for [Facts.Answers], where the citizen wants them on paper.
func AnswersOf(s forms.Submission) []Line {
	var lines []Line
	for _, e := range s.Entries {
		if len(e.Shown) > 0 {
			lines = append(lines, Line{Question: e.Label, Answer: e.Shown})
		}
	}
	return lines
}

func contactsOf(p *pack.Pack, c forms.Catalog) []Contact {
	sorted := slices.Clone(p.Contacts)
	slices.SortStableFunc(sorted, func(a, b pack.Contact) int {
		switch {
		case a.Human == b.Human:
			return 0
		case a.Human:
			return -1
		}
		return 1
	})
	var all []Contact
	for _, one := range sorted {
		all = append(all, Contact{
			Name: c.Text("contact." + one.ID + ".name"), Hours: p.HoursText(one, words.For(c.Lang)),
			Phone: one.Phone, Email: one.Email, Address: one.Address, Opening: opening(one),
		})
	}
	return all
}

func opening(c pack.Contact) *hours.Hours {
	if h, ok := c.Opening(); ok {
		return &h
	}
	return nil
}

func (f Facts) words() forms.Catalog { return words.For(f.Lang) }
