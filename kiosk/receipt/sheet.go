package receipt

import (
	"slices"
	"strconv"
	"strings"

	"guichet/drivers/printer"
	"guichet/forms"
	"guichet/forms/pack"
	"guichet/kiosk/words"
)

// Sheet is a form filled in, to hand over at a counter: every answer in block
// capitals under its question and its section, what to bring with a box before
// each, and a place to sign where nobody signed on the screen. It is in French
// whatever the citizen read, for who reads it is an agent.
//
// This paper names a person and holds all that he said. Print it only where the
// pack prints a sheet, or where his answers cannot be saved and have no reference
// yet, when the citizen asks for it and stands there; after printer.Unknown, say
// so before anybody else comes near.
func Sheet(f Facts, p *pack.Pack, s forms.Submission) printer.Document {
	f.Lang = forms.French
	b := &sheetBuilder{page: page{c: f.words()}, pack: p, texts: p.Catalog(forms.French)}
	b.duplicate(f.Copy, "receipt.duplicate.why")
	b.letterhead(f.Authority.Name, f.Authority.Service)
	b.title(b.c.Text("receipt.sheet.title"))
	b.bold(b.texts.Text("pack.subject"))
	b.say("receipt.answers.warning")
	b.add(printer.Gap{Lines: 1},
		printer.Pair{Left: b.c.Text("receipt.on"), Right: words.LongDate(b.c, f.At)})
	if f.Reference != "" {
		b.add(printer.Pair{Left: b.c.Text("notice.reference"), Right: words.Reference(f.Reference), Bold: true},
			printer.QR{Data: Code(f.Reference, f.At)})
	}
	for _, e := range s.Entries {
		b.entry(e)
	}
	b.documents(s)
	b.signature(s)
	b.add(printer.Rule{})
	b.say("receipt.sheet.nature")
	return b.document("sheet", f.Large)
}

// ToBring is what a citizen has to bring: the documents of the procedure, then
// those that his own answers call for, each once, as the screen lists them
// (engine.Journey.Documents). A document of the procedure that the form asks about
// (a page of type file with its id) is there only where it was asked. For
// [Facts.Documents].
func ToBring(p *pack.Pack, s forms.Submission, lang forms.Lang) []string {
	c := p.Catalog(lang)
	var all []string
	for _, id := range p.Documents {
		if !asksFor(p.Form.Pages, id) {
			all = append(all, c.Text("document."+id))
		}
	}
	listed := map[string]bool{}
	for _, e := range s.Entries {
		key := e.Page + ".document"
		if e.Type == forms.File && e.Answer.State == forms.Given && !listed[key] && c.Has(key) {
			listed[key] = true
			all = append(all, c.Text(key))
		}
	}
	return all
}

// asksFor tells whether one of the pages, those of repeats among them, asks for
// a document.
func asksFor(pages []forms.Page, document string) bool {
	return slices.ContainsFunc(pages, func(p forms.Page) bool {
		return p.ID == document && p.Type == forms.File || asksFor(p.Pages, document)
	})
}

// sheetBuilder is a page that knows in which section it is.
type sheetBuilder struct {
	page
	pack    *pack.Pack
	texts   forms.Catalog // of the pack, in French
	section string
}

// notOnSheet have a place of their own at the end, or nothing to say on paper.
var notOnSheet = []forms.Type{forms.File, forms.Signature, forms.Declaration, forms.Explanation}

func (b *sheetBuilder) entry(e forms.Entry) {
	if slices.Contains(notOnSheet, e.Type) || e.Answer.State == forms.Skipped {
		return
	}
	p, section := b.find(e.Page)
	b.enter(section)
	label, shown := e.Label, e.Shown
	if p != nil {
		label, shown = b.question(p, e), forms.Format(p, e.Answer, b.texts, b.c)
	}
	b.add(printer.Text{S: label})
	if e.Type == forms.Name && e.Answer.State == forms.Given {
		b.name(e.Answer)
		return
	}
	for _, line := range shown {
		b.add(printer.Text{S: capitals(e.Type, line), Bold: true, Indent: 2})
	}
}

// enter begins a section where another one ended.
func (b *sheetBuilder) enter(section string) {
	if section == b.section {
		return
	}
	b.section = section
	b.add(printer.Gap{Lines: 1})
	if section != "" {
		b.add(printer.Text{S: b.texts.Text("section." + section), Bold: true}, printer.Rule{})
	}
}

// name says which is the family name: in capitals nothing tells it any more.
func (b *sheetBuilder) name(a forms.Answer) {
	for _, field := range []string{"family", "given"} {
		b.add(printer.Pair{
			Left: b.c.Text("field.name." + field), Right: strings.ToUpper(a.Fields[field]), Bold: true,
		})
	}
}

// question is the title of a page; inside a repeat it says which one.
func (b *sheetBuilder) question(p *forms.Page, e forms.Entry) string {
	n := ""
	if len(e.Instance) > 0 {
		n = strconv.Itoa(e.Instance[0] + 1)
	}
	return b.texts.Text(p.Key("title"), "n", n)
}

// find gives a page, inside a repeat too, and the section that it is in; nil
// where the form has no such page: the entry then speaks for itself.
func (b *sheetBuilder) find(id string) (*forms.Page, string) {
	for i := range b.pack.Form.Pages {
		p := &b.pack.Form.Pages[i]
		if p.ID == id {
			return p, p.Section
		}
		for k := range p.Pages {
			if p.Pages[k].ID == id {
				return &p.Pages[k], p.Section
			}
		}
	}
	return nil, b.section
}

// capitals are those of a form filled in by hand, with their accents. An e-mail
// address is left as it was typed: it is copied, not read.
func capitals(t forms.Type, s string) string {
	if t == forms.Email {
		return s
	}
	return strings.ToUpper(s)
}

func (b *sheetBuilder) documents(s forms.Submission) {
	all := ToBring(b.pack, s, forms.French)
	if len(all) == 0 {
		return
	}
	b.head("receipt.documents.title")
	b.boxes(all)
}

// signature draws the one that was given, or leaves room for one.
func (b *sheetBuilder) signature(s forms.Submission) {
	b.head("receipt.sheet.signature")
	for _, e := range s.Entries {
		if strokes, ok := forms.Strokes(e.Answer.Fields[forms.Value]); ok && e.Type == forms.Signature {
			b.add(printer.Picture{Image: drawn(strokes)})
			return
		}
	}
	b.say("receipt.sheet.sign_here")
	b.add(printer.Gap{Lines: 4})
}
