package pack

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// fits checks what further checks take time in proportion to, or more; false:
// they are not worth making.
func (l *loader) fits() bool {
	before := len(l.faults)
	l.fitsManifest()
	if l.formDoc != nil {
		l.fitsForm()
	}
	for lang, texts := range l.texts {
		if n := len(texts); n > MaxPages*20 {
			l.add(forms.Fault{File: textFile(lang), What: fmt.Sprintf("%d texts", n), Mend: "remove those that no page has"})
		}
		for key, t := range texts {
			l.fitsText(key, t)
		}
	}
	return len(l.faults) == before
}

func (l *loader) fitsText(key string, t strictyaml.Text) {
	if n := utf8.RuneCountInString(t.Text); n > MaxTextLength {
		l.fault(t.Place, fmt.Sprintf("text %.60q has %d characters, at most %d", key, n, MaxTextLength), "nobody reads so much at a kiosk: say it shorter")
	}
	if strings.ContainsFunc(t.Text, unseen) {
		l.fault(t.Place, fmt.Sprintf("text %.60q holds a sign that nobody sees", key), unseenMend)
	}
}

const unseenMend = "write it again by hand: something invisible was copied with it"

// unseen tells signs that a reader does not see and a printer or a screen may
// obey: control characters, and those that turn the order of the letters.
func unseen(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError
}

// fitsLine checks what pack.yaml has printed.
func (l *loader) fitsLine(s string, path ...any) {
	n := utf8.RuneCountInString(s)
	l.want(n <= maxLine, fmt.Sprintf("%d characters, at most %d", n, maxLine), "say it shorter", path...)
	l.want(!strings.ContainsFunc(s, unseen) && !strings.Contains(s, "\n"), "holds a sign that nobody sees", unseenMend, path...)
}

func (l *loader) fitsAddress(lines []string, path ...any) {
	l.atMost(l.manifestDoc.At(path...), "lines of address", len(lines), maxAddress)
	for i, line := range lines[:min(len(lines), maxAddress)] {
		l.fitsLine(line, with(path, i)...)
	}
}

func (l *loader) fitsManifest() {
	if l.manifestDoc == nil {
		return
	}
	m := &l.manifest
	l.atMost(l.manifestDoc.At("languages"), "languages", len(m.Languages), maxLanguages)
	l.atMost(l.manifestDoc.At("documents"), "documents", len(m.Documents), maxDocuments)
	l.atMost(l.manifestDoc.At("contacts"), "contacts", len(m.Contacts), maxContacts)
	l.fitsLine(m.Authority.Name, "authority", "name")
	l.fitsLine(m.Authority.Service, "authority", "service")
	l.fitsAddress(m.Authority.Address, "authority", "address")
	for i, c := range m.Contacts[:min(len(m.Contacts), maxContacts)] {
		l.fitsAddress(c.Address, "contacts", i, "address")
		l.atMost(l.manifestDoc.At("contacts", i, "languages"), "languages", len(c.Languages), maxLanguages)
		l.atMost(l.manifestDoc.At("contacts", i, "accessibility"), "kinds of accessibility", len(c.Accessibility), len(Accessibility))
	}
}

func (l *loader) atMost(at strictyaml.Place, what string, n, most int) {
	if n > most {
		l.fault(at, fmt.Sprintf("%d %s, at most %d", n, what, most), "remove some")
	}
}

func (l *loader) fitsForm() {
	f, pages, labels := l.form, 0, 0
	l.atMost(l.formDoc.At("sections"), "sections", len(f.Sections), MaxPages)
	l.atMost(l.formDoc.At("exits"), "exits", len(f.Exits), MaxPages)
	l.atMost(l.formDoc.At("same"), "rules of same", len(f.Same), maxSame)
	for _, s := range f.Same {
		l.fitsCondition(s.If)
	}
	eachPage(f, func(p *forms.Page, path []any) {
		if pages++; pages > MaxPages {
			return
		}
		labels += len(f.Lists[p.List].Choices)
		l.fitsPage(p, path)
	})
	l.need(pages <= MaxPages, fmt.Sprintf("%d pages, at most %d", pages, MaxPages), manyMend, "pages")
	l.need(labels <= maxLabels, fmt.Sprintf("the lists of all pages have %d choices together, at most %d", labels, maxLabels), "use shorter lists, or fewer pages with long ones", "pages")
}

func (l *loader) fitsPage(p *forms.Page, path []any) {
	l.need(len(p.ID) <= maxID, fmt.Sprintf("the id has %d characters, at most %d", len(p.ID), maxID), "choose a short one", with(path, "id")...)
	if l.formDoc.Has(with(path, "choices")...) {
		l.atMost(l.formDoc.At(with(path, "choices")...), "choices", len(p.Choices), MaxChoices)
	}
	l.atMost(l.formDoc.At(with(path, "leave")...), "exits from a page", len(p.Leave), 20)
	l.fitsCondition(p.VisibleIf)
	for _, leave := range p.Leave {
		l.fitsCondition(leave.If)
	}
}

func (l *loader) fitsCondition(c *forms.Condition) {
	if c == nil {
		return
	}
	if n := c.Size(); n > maxCondition {
		l.fault(c.Place, fmt.Sprintf("the condition has %d parts, at most %d", n, maxCondition), "use in: [page, [value, value]], or ask it in two pages")
	}
}
