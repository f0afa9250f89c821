package receipt

import (
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/notice"
	"guichet/kiosk/words"
)

// Notification puts what the authority says to a person on paper: an accusé de
// réception, a decision. Of f it takes Copy, Large and Contacts; the rest is in
// the notice.
//
// This paper is personal, unlike every other of this package: it names its
// reader and may hold his address and the reasons of a refusal. Print it only
// when he asks for it and stands there; after [printer.Unknown], say so before
// anybody else comes near.
func Notification(n notice.Notice, f Facts) printer.Document {
	p := &page{c: words.For(n.Lang)}
	p.duplicate(f.Copy, "receipt.duplicate.why")
	p.letterhead(n.From.Name, n.From.Unit)
	p.title(n.Title)
	p.addressee(n)
	p.say("notice.date", "date", n.Date)
	p.bold(n.Subject)
	p.add(printer.Pair{Left: p.c.Text("notice.reference"), Right: words.Reference(n.Reference), Bold: true})
	for _, s := range n.Sections {
		p.section(s)
	}
	p.contacts("receipt.contacts.title", f)
	p.add(printer.Rule{})
	p.say("notice.personal")
	if n.Lang != forms.French || len(n.Languages) > 1 {
		p.say("notice.version")
	}
	return p.document("notification", f.Large)
}

// addressee stands as the post wants it; the name alone where no address is
// known.
func (p *page) addressee(n notice.Notice) {
	if n.To.IsZero() {
		p.say("notice.for", "person", n.Person)
	} else {
		p.add(printer.Postal{Lines: n.To.Lines()})
	}
	p.add(printer.Gap{Lines: 1})
}

func (p *page) section(s notice.Section) {
	p.add(printer.Gap{Lines: 1})
	p.bold(s.Heading)
	for _, line := range s.Lines {
		switch {
		case line.Tick:
			p.boxes([]string{line.S})
		case line.S == "":
			p.add(printer.Gap{Lines: 1})
		default:
			p.text(line.S)
		}
	}
}
