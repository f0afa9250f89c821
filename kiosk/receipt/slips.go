package receipt

import (
	"slices"
	"time"

	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// Contacts is the slip for somebody who wants to talk to a person: who, when,
// where. It says nothing of what he was doing at the kiosk but its subject.
func Contacts(f Facts) printer.Document {
	p := slip(f, "receipt.contacts_slip.title")
	p.bold(f.Subject)
	p.say("receipt.contacts_slip.intro")
	p.people(f)
	p.add(printer.Gap{Lines: 1})
	p.text(joined(f.Authority.Address...))
	return p.document("contacts", f.Large)
}

// slip begins a paper that has no reference.
func slip(f Facts, title string) *page {
	p := &page{c: f.words()}
	p.duplicate(f.Copy, "receipt.duplicate.plain")
	p.letterhead(f.Authority.Name, f.Authority.Service)
	p.title(p.c.Text(title))
	return p
}

// Exit is what an exit page says: texts "exit.<id>.title", ".text", ".address"
// and the address on the web. Address and URL may be empty.
type Exit struct {
	Title, Text, Address, URL string
}

// ExitSlip is the address that an exit page gives: where to ask instead.
func ExitSlip(f Facts, e Exit) printer.Document {
	p := slip(f, "receipt.exit_slip.title")
	p.bold(e.Title)
	p.text(e.Text)
	if e.Address != "" {
		p.add(printer.Gap{Lines: 1}, printer.Text{S: e.Address, Bold: true})
	}
	if e.URL != "" {
		p.add(printer.Gap{Lines: 1})
		p.centred("receipt.exit_slip.code")
		p.add(printer.QR{Data: e.URL}, printer.Text{S: e.URL, Align: printer.Centre})
	}
	p.contacts("receipt.exit_slip.contacts", f)
	p.add(printer.Rule{})
	p.say("receipt.exit_slip.nothing")
	return p.document("exit", f.Large)
}

func (p *page) contacts(key string, f Facts) {
	if len(f.Contacts) > 0 {
		p.head(key)
		p.people(f)
	}
}

// people leaves out an address that is the authority's own: it stands there
// already, and paper is short.
func (p *page) people(f Facts) {
	for i, one := range f.Contacts {
		if i > 0 {
			p.add(printer.Gap{Lines: 1})
		}
		p.person(one, f.Now)
		if !slices.Equal(one.Address, f.Authority.Address) {
			p.text(joined(one.Address...))
		}
	}
}

// person has his number beside the name: the two things to find again.
func (p *page) person(one Contact, now time.Time) {
	if one.Phone == "" {
		p.add(printer.Text{S: one.Name, Bold: true})
	} else {
		p.add(printer.Pair{Left: one.Name, Right: words.Phone(one.Phone), Bold: true})
	}
	p.text(one.Hours)
	p.text(one.OpensOn(p.c, now))
	p.email(one.Email)
}
