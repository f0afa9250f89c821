package pack

import (
	"slices"
	"strconv"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// packTexts are those that every pack has: its title on the menu, what the
// receipt calls it, what it is for, what happens next, what is kept and how
// long, and the law.
var packTexts = []string{"title", "subject", "intro", "next", "keep", "legal"}

func (l *loader) wantedTexts() *wanted {
	w := &wanted{map[string]strictyaml.Place{}, map[string]bool{}, map[string]bool{}, map[string][]string{}}
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
	for i, v := range l.form.Computed {
		w.required["computed."+v.ID] = l.formDoc.At("computed", i)
	}
	for i, r := range l.form.Reminders {
		w.required["reminder."+r.ID] = l.remindersDoc.At("reminders", i)
	}
	eachPage(l.form, func(p *forms.Page, path []any) { w.page(p, l.formDoc.At(path...), len(path) > 2) })
	l.wantValues(w)
	return w
}

// wantValues tells which computed values a text may hold: a page those worked
// out of pages before it, a reminder all.
func (l *loader) wantValues(w *wanted) {
	seen := map[string]bool{}
	eachPage(l.form, func(p *forms.Page, _ []any) {
		for _, c := range l.form.Computed {
			if !slices.ContainsFunc(c.Needs, func(id string) bool { return !seen[id] }) {
				w.values[p.Key("help")] = append(w.values[p.Key("help")], c.ID)
				w.values[p.Key("text")] = append(w.values[p.Key("text")], c.ID)
			}
		}
		seen[p.ID] = true
	})
	for _, r := range l.form.Reminders {
		for _, c := range l.form.Computed {
			w.values["reminder."+r.ID] = append(w.values["reminder."+r.ID], c.ID)
		}
	}
}

func (l *loader) wantManifest(w *wanted) {
	for i, id := range l.manifest.Documents {
		w.required["document."+id] = l.manifestDoc.At("documents", i)
	}
	for i, c := range l.manifest.Contacts {
		at := l.manifestDoc.At("contacts", i)
		w.required["contact."+c.ID+".name"] = at
		w.optional["contact."+c.ID+".hours"], w.optional["contact."+c.ID+".what"] = true, true
	}
}

// page adds the texts of a page; see [forms.Page.Key].
func (w *wanted) page(p *forms.Page, at strictyaml.Place, inside bool) {
	require := func(name string) { w.required[p.Key(name)] = at }
	require("title")
	for _, name := range mayHave(p) {
		w.optional[p.Key(name)] = true
		w.numbered[p.Key(name)] = inside
	}
	for _, name := range ownTexts[p.Type] {
		require(name)
	}
	if p.List == "" {
		for _, v := range p.Choices {
			w.required[p.ChoiceKey(v)] = at
		}
	}
	for _, name := range []string{"title", "text", "agree"} {
		w.numbered[p.Key(name)] = inside
	}
	w.numbered[p.Key("item")] = p.Type == forms.Repeat
}

// ownTexts are the texts that a type needs beside its title.
var ownTexts = map[forms.Type][]string{
	forms.Declaration: {"text", "agree"},
	forms.Repeat:      {"more", "item"},
	forms.Explanation: {"text"},
	forms.File:        {"document"},
}

// mayHave are the texts that a page may have: only what asks has a reason and
// frequent errors, only what is typed has an example.
func mayHave(p *forms.Page) []string {
	out := []string{"help"}
	if p.Asks() || p.Type == forms.Repeat {
		out = append(out, "why")
	}
	if typed(p) {
		out = append(out, "example")
	}
	if p.Asks() {
		for n := 1; n <= forms.MaxPitfalls; n++ {
			out = append(out, "pitfall."+strconv.Itoa(n))
		}
	}
	return out
}

// typed tells whether something of the page is written on a keyboard.
func typed(p *forms.Page) bool {
	return slices.ContainsFunc(p.Fields(), func(f forms.Field) bool {
		return f.Pad != forms.PadNone && f.Pad != forms.PadSignature
	})
}
