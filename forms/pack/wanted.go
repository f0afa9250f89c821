package pack

import (
	"guichet/forms"
	"guichet/forms/strictyaml"
)

// packTexts are those that every pack has: its title on the menu, what the
// receipt calls it, what it is for, what happens next, what is kept and how
// long, and the law.
var packTexts = []string{"title", "subject", "intro", "next", "keep", "legal"}

func (l *loader) wantedTexts() *wanted {
	w := &wanted{map[string]strictyaml.Place{}, map[string]bool{}, map[string]bool{}}
	for _, name := range packTexts {
		w.required["pack."+name] = strictyaml.Place{File: "pack.yaml"}
	}
	l.wantManifest(w)
	for i, s := range l.form.Sections {
		w.required["section."+s.ID] = l.formDoc.At("sections", i)
	}
	for i, e := range l.form.Exits {
		at := l.formDoc.At("exits", i)
		w.required["exit."+e.ID+".title"], w.required["exit."+e.ID+".text"] = at, at
		w.optional["exit."+e.ID+".address"] = true
	}
	eachPage(l.form, func(p *forms.Page, path []any) { w.page(p, l.formDoc.At(path...), len(path) > 2) })
	return w
}

func (l *loader) wantManifest(w *wanted) {
	for i, id := range l.manifest.Documents {
		w.required["document."+id] = l.manifestDoc.At("documents", i)
	}
	for i, c := range l.manifest.Contacts {
		at := l.manifestDoc.At("contacts", i)
		w.required["contact."+c.ID+".name"], w.required["contact."+c.ID+".hours"] = at, at
		w.optional["contact."+c.ID+".what"] = true
	}
}

// page adds the texts of a page; see [forms.Page.Key].
func (w *wanted) page(p *forms.Page, at strictyaml.Place, inside bool) {
	require := func(name string) { w.required[p.Key(name)] = at }
	require("title")
	for _, name := range []string{"help", "why", "example"} {
		w.optional[p.Key(name)] = true
	}
	for _, name := range ownTexts[p.Type] {
		require(name)
	}
	if p.List == "" {
		for _, v := range p.Choices {
			w.required[p.ChoiceKey(v)] = at
		}
	}
	for _, name := range []string{"title", "help", "why", "example", "text", "agree"} {
		w.numbered[p.Key(name)] = inside
	}
	w.numbered[p.Key("item")] = p.Type == forms.Repeat
}

// ownTexts are the texts that a type needs beside its title.
var ownTexts = map[forms.Type][]string{
	forms.Declaration: {"text", "agree"},
	forms.Repeat:      {"more", "item"},
	forms.Explanation: {"text"},
}
