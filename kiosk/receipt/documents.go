package receipt

import (
	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
)

// DocumentsOf is what a procedure wants to be brought, for [Facts.Documents].
func DocumentsOf(p *pack.Pack, lang forms.Lang) []string {
	c := p.Catalog(lang)
	var all []string
	for _, id := range p.Documents {
		all = append(all, c.Text("document."+id))
	}
	return all
}

// Documents is the list to take home: what to bring, each with a box to tick,
// where, and whom to ask. It says nothing of who took it.
func Documents(f Facts) printer.Document {
	p := slip(f, "receipt.documents_slip.title")
	p.bold(f.Subject)
	if len(f.Documents) == 0 {
		p.say("receipt.documents_slip.none")
	} else {
		p.say("receipt.documents_slip.intro")
		p.add(printer.Gap{Lines: 1})
		p.boxes(f.Documents)
	}
	p.head("receipt.documents_slip.where")
	p.text(joined(f.Authority.Name, f.Authority.Service))
	p.text(joined(f.Authority.Address...))
	p.contacts("receipt.documents_slip.contacts", f)
	return p.document("documents", f.Large)
}
