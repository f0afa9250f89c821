package receipt

import (
	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// Build is the récépissé de dépôt.
func Build(f Facts) printer.Document {
	p := &page{c: f.words()}
	p.duplicate(f.Copy, "receipt.duplicate.why")
	p.letterhead(f.Authority.Name, f.Authority.Service)
	p.title(p.c.Text("receipt.title"))
	p.deposit(f)
	p.reference(f)
	p.authority(f)
	p.answerBy(f)
	p.whatNext(f)
	p.contacts("receipt.contacts.title", f)
	p.answers(f)
	p.keeping(f)
	p.add(printer.Rule{})
	p.say("receipt.nature")
	return p.document("receipt", f.Large)
}

func (p *page) deposit(f Facts) {
	p.add(printer.Text{S: f.Subject, Bold: true})
	p.say("receipt.received")
	p.add(printer.Pair{Left: p.c.Text("receipt.on"), Right: words.LongDate(p.c, f.At)},
		printer.Pair{Left: p.c.Text("receipt.at"), Right: words.Time(p.c, f.At)})
}

// reference is centred as a whole: the A4 sheet frames it.
func (p *page) reference(f Facts) {
	p.add(printer.Gap{Lines: 1},
		printer.Text{S: p.c.Text("receipt.reference.title"), Align: printer.Centre, Bold: true},
		printer.Text{S: words.Reference(f.Reference), Align: printer.Centre, Big: true, Bold: true})
	p.centred("receipt.reference.use")
	p.add(printer.QR{Data: Code(f.Reference, f.At)})
	p.centred("receipt.code.holds")
}

// authority is the service in charge, as article R112-5, 2°, names it.
func (p *page) authority(f Facts) {
	p.head("receipt.authority.title")
	p.text(joined(f.Authority.Name, f.Authority.Service))
	p.text(joined(f.Authority.Address...))
	p.phone(f.Authority.Phone)
	p.email(f.Authority.Email)
}

func (p *page) answerBy(f Facts) {
	if f.AnswerBy.IsZero() {
		return
	}
	p.head("receipt.answer.title")
	p.add(printer.Text{S: p.c.Text("receipt.answer.before", "date", words.LongDate(p.c, f.AnswerBy)), Bold: true})
	p.say("receipt.answer.late")
}

func (p *page) whatNext(f Facts) {
	p.head("receipt.next.title")
	p.text(f.Next)
	if len(f.Documents) > 0 {
		p.head("receipt.documents.title")
		p.bullets(f.Documents)
	} else if f.ListApart {
		p.head("receipt.documents.title")
		p.say("receipt.documents.apart")
	}
}

func (p *page) answers(f Facts) {
	if len(f.Answers) == 0 {
		return
	}
	p.head("receipt.answers.title")
	p.say("receipt.answers.warning")
	for _, line := range f.Answers {
		p.add(printer.Text{S: line.Question})
		for _, s := range line.Answer {
			p.add(printer.Text{S: s, Bold: true, Indent: 2})
		}
	}
}

func (p *page) keeping(f Facts) {
	p.head("receipt.keep.title")
	p.say("receipt.keep.kiosk")
	p.text(f.Keep)
}
