package receipt

import (
	"guichet/drivers/printer"
	"guichet/kiosk/words"
)

// Attestation proves to a third party, a school or an employer, that a request
// was made, and no more. It names nobody: the citizen writes his name himself,
// and leaves [Facts.Subject] away where the third party need not know. Who
// doubts it calls the authority, which knows the reference.
//
// The attestation of an implicit acceptance (article L232-3 of the code des
// relations entre le public et l’administration) is a [Notification]. Neither
// bears a 2D-Doc: that symbol is signed by an authority, and a kiosk is none.
func Attestation(f Facts) printer.Document {
	p := &page{c: f.words()}
	p.duplicate(f.Copy, "receipt.duplicate.why")
	p.letterhead(f.Authority.Name, f.Authority.Service)
	p.title(p.c.Text("receipt.attestation.title"))
	p.say("receipt.attestation.says")
	p.bold(f.Subject)
	p.add(printer.Pair{Left: p.c.Text("receipt.on"), Right: words.LongDate(p.c, f.At)},
		printer.Pair{Left: p.c.Text("receipt.at"), Right: words.Time(p.c, f.At)},
		printer.Pair{Left: p.c.Text("notice.reference"), Right: words.Reference(f.Reference), Bold: true})
	p.add(printer.Gap{Lines: 1})
	p.say("receipt.attestation.name")
	p.add(printer.Gap{Lines: 2}, printer.Rule{})
	p.say("receipt.attestation.nobody")
	p.add(printer.Gap{Lines: 1})
	p.say("receipt.attestation.check")
	p.phone(f.Authority.Phone)
	p.email(f.Authority.Email)
	p.add(printer.Rule{})
	p.say("receipt.attestation.nature")
	return p.document("attestation", f.Large)
}
