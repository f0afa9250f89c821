package pack

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guichet/forms"
	"guichet/forms/cog"
	"guichet/forms/strictyaml"
)

var (
	nameShape  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	valueShape = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)
)

// reserved are the words that texts and places begin with, so that no page
// may be called so.
var reserved = []string{"pack", "section", "exit", "document", "contact", "check", "list", "computed", "reminder"}

func (l *loader) checkForm() {
	l.checkSections()
	l.checkExits()
	l.checkSame()
	l.need(len(l.form.Pages) > 0, "the form has no page", "write pages: and a page", "pages")
	seen := map[string]bool{}
	eachPage(l.form, func(p *forms.Page, path []any) {
		l.checkPageID(p, seen, path)
		l.checkPage(p, path)
	})
	for _, list := range l.lists {
		if !list.used {
			l.add(forms.Fault{File: list.file, What: "no page uses this list", Mend: "write list: " + list.Name + " in a page, or remove the file"})
		}
	}
	conditions := l.form.CheckConditions()
	l.add(conditions...)
	if len(l.faults) == 0 {
		l.checkReachable()
	}
}

// need reports a fault at a path of form.yaml where a check does not hold.
func (l *loader) need(holds bool, what, mend string, path ...any) {
	if !holds {
		l.fault(l.formDoc.At(path...), what, mend)
	}
}

func with(path []any, more ...any) []any { return append(slices.Clone(path), more...) }

func (l *loader) checkSections() {
	used := map[string]bool{}
	eachPage(l.form, func(p *forms.Page, _ []any) { used[p.Section] = true })
	seen := map[string]bool{}
	for i, s := range l.form.Sections {
		l.need(nameShape.MatchString(s.ID), fmt.Sprintf("section %q is not made of a-z, 0-9 and _", s.ID), mendID(s.ID, "_", "responsable"), "sections", i)
		l.need(!seen[s.ID], fmt.Sprintf("section %q stands twice", s.ID), "remove one", "sections", i)
		l.need(used[s.ID], fmt.Sprintf("section %q has no page", s.ID), "write section: in its pages, or remove it", "sections", i)
		seen[s.ID] = true
	}
}

func (l *loader) checkExits() {
	used := map[string]bool{}
	eachPage(l.form, func(p *forms.Page, path []any) {
		for i, leave := range p.Leave {
			used[leave.To] = true
			l.checkLeave(leave, with(path, "leave", i, "to"))
		}
	})
	seen := map[string]bool{}
	for i, e := range l.form.Exits {
		l.need(nameShape.MatchString(e.ID), fmt.Sprintf("exit %q is not made of a-z, 0-9 and _", e.ID), mendID(e.ID, "_", "etranger"), "exits", i, "id")
		l.need(!seen[e.ID], fmt.Sprintf("exit %q stands twice", e.ID), "give each its own id", "exits", i, "id")
		l.need(used[e.ID], fmt.Sprintf("no page leaves to exit %q", e.ID), "write leave: in a page, or remove the exit", "exits", i, "id")
		l.need(e.URL == "" || webAddress(e.URL), "not a web address", "write https://…", "exits", i, "url")
		seen[e.ID] = true
	}
}

func (l *loader) checkLeave(leave forms.Leave, path []any) {
	var ids []string
	for _, e := range l.form.Exits {
		ids = append(ids, e.ID)
	}
	known := slices.Contains(ids, leave.To) || leave.To == ""
	l.need(known, fmt.Sprintf("unknown exit %q", leave.To), strictyaml.MendName(leave.To, ids), path...)
}

func (l *loader) checkPageID(p *forms.Page, seen map[string]bool, path []any) {
	if p.ID == "" {
		return // missing, and said so
	}
	l.need(nameShape.MatchString(p.ID), fmt.Sprintf("page id %q is not made of a-z, 0-9 and _", p.ID), mendID(p.ID, "_", "date_naissance"), with(path, "id")...)
	l.need(!slices.Contains(reserved, p.ID), fmt.Sprintf("page id %q means something else", p.ID), "choose another", with(path, "id")...)
	l.need(!seen[p.ID], fmt.Sprintf("page id %q stands twice", p.ID), "give each page its own id", with(path, "id")...)
	seen[p.ID] = true
}

// checkValue checks the value of a choice: it is kept, compared and exported,
// never read by a citizen.
func (l *loader) checkValue(at strictyaml.Place, v string) {
	if !valueShape.MatchString(v) || len(v) > maxID {
		l.fault(at, fmt.Sprintf("value %.80q is not made of a-z, 0-9, _ and -", v), "write a short name; the label is what is read")
	}
}

// mendID is an id without capitals, accents and signs, the words joined; where
// nothing of it is left, what one looks like.
func mendID(id, join, example string) string {
	plain := strings.ReplaceAll(cog.Fold(id), " ", join)
	switch {
	case join == "-" && idShape.MatchString(plain):
		return "write " + plain
	case nameShape.MatchString(plain):
		return "write " + plain + ", in the other files too"
	}
	return "write it like " + example
}
