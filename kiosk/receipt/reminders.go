package receipt

import (
	"io"
	"time"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/words"
)

// Reminder is something to do on a day, in words and for the calendar of a
// telephone.
type Reminder struct {
	Text     string
	Date     string // "lundi 4 janvier 2027"
	Calendar string // see pack.Calendar; empty where it is too long for a symbol
}

// RemindersOf puts reminders into the words of a language. Their symbols need
// numbers that name nobody, drawn from r; at is when they are made.
func RemindersOf(all []forms.Reminder, c forms.Catalog, r io.Reader, at time.Time) []Reminder {
	var out []Reminder
	for _, one := range all {
		it := Reminder{Text: one.Text, Date: words.LongDate(c, timeOf(one.Day))}
		if uid, err := forms.NewID(r); err == nil {
			it.Calendar, _ = pack.Calendar(one, uid, at) // without: it is in words
		}
		out = append(out, it)
	}
	return out
}

func timeOf(d forms.Day) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// Reminders is a paper of them, to take home: what to do and when, each with
// its symbol for a telephone. Its words and its days come from the answers, so
// it is for who asks for it and stands there.
func Reminders(f Facts) printer.Document {
	p := slip(f, "receipt.reminders.title")
	p.bold(f.Subject)
	p.say("receipt.answers.warning")
	symbols := false
	for _, one := range f.Reminders {
		p.add(printer.Gap{Lines: 1}, printer.Text{S: one.Date, Bold: true})
		p.text(one.Text)
		if one.Calendar != "" {
			symbols = true
			p.add(printer.QR{Data: one.Calendar})
		}
	}
	if symbols {
		p.centred("receipt.reminders.code")
	}
	p.contacts("receipt.contacts.title", f)
	return p.document("reminders", f.Large)
}
