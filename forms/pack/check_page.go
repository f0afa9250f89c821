package pack

import (
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/strictyaml"
)

// checkPage checks one page by its type.
func (l *loader) checkPage(p *forms.Page, path []any) {
	if p.Type == "" {
		return // missing, and said so
	}
	if !p.Type.Known() {
		l.need(false, fmt.Sprintf("unknown type %q", p.Type), strictyaml.MendName(string(p.Type), typeNames()), with(path, "type")...)
		return
	}
	l.checkSection(p, path)
	l.checkKeys(p, path)
	l.checkConcept(p, path)
	l.checkChoices(p, path)
	l.checkLinked(p, path)
	l.checkBounds(p, path)
	l.checkDates(p, path)
	l.checkRepeat(p, path)
}

func typeNames() []string {
	var out []string
	for _, t := range forms.Types() {
		out = append(out, string(t))
	}
	return out
}

func (l *loader) checkSection(p *forms.Page, path []any) {
	var ids []string
	for _, s := range l.form.Sections {
		ids = append(ids, s.ID)
	}
	known := p.Section == "" || slices.Contains(ids, p.Section)
	l.need(known, fmt.Sprintf("unknown section %q", p.Section), strictyaml.MendName(p.Section, ids), with(path, "section")...)
}

func (l *loader) checkChoices(p *forms.Page, path []any) {
	if p.Type != forms.ChoiceOne && p.Type != forms.ChoiceMany {
		return
	}
	_, known := l.lists[p.List]
	switch {
	case p.List != "" && !known:
		l.need(false, fmt.Sprintf("there is no list %q", p.List), fmt.Sprintf("write lists/%s.csv, or choices: [ … ]", p.List), with(path, "list")...)
		return
	case p.List != "":
		l.need(!l.lists[p.List].Linked, fmt.Sprintf("list %q has groups", p.List), "write type: choice_linked, or take the column group away", with(path, "list")...)
		return
	}
	least := 2
	if p.Type == forms.ChoiceMany {
		least = 1
	}
	l.need(len(p.Choices) >= least, fmt.Sprintf("%d choices, %d are needed", len(p.Choices), least), "write choices: [one, two] or list: name", with(path, "choices")...)
	for i, v := range p.Choices {
		at := l.formDoc.At(with(path, "choices", i)...)
		l.checkValue(at, v)
		l.need(!slices.Contains(p.Choices[:i], v), fmt.Sprintf("choice %q stands twice", v), "remove one", with(path, "choices", i)...)
	}
}

// checkBounds checks min and max, in units of the page: money has cents.
func (l *loader) checkBounds(p *forms.Page, path []any) {
	if p.Min != nil {
		l.need(*p.Min >= 0, "min is below 0", "write 0 or more", with(path, "min")...)
	}
	if p.Max != nil {
		l.need(*p.Max >= 1, "max is below 1", "write 1 or more", with(path, "max")...)
	}
	if p.Min != nil && p.Max != nil {
		l.need(*p.Min <= *p.Max, "min is above max", "exchange them", with(path, "min")...)
	}
	if p.Type == forms.ChoiceMany && p.Min != nil {
		l.need(*p.Min <= int64(len(p.Choices)), "min is more than there are choices", "write less", with(path, "min")...)
	}
	l.need(p.MaxLength >= 0, "max_length is below 0", "write 1 or more, or remove it", with(path, "max_length")...)
}

// checkDates reads the bounds on any day: those that move, move together.
func (l *loader) checkDates(p *forms.Page, path []any) {
	anyDay := forms.Day{Year: 2026, Month: 1, Day: 1}
	least, okMin := forms.Bound(p.MinDate, anyDay)
	most, okMax := forms.Bound(p.MaxDate, anyDay)
	const mend = `write "2026-09-01", today, today+15d, today-3m or today-18y`
	l.need(okMin || p.MinDate == "", "min_date is not a day", mend, with(path, "min_date")...)
	l.need(okMax || p.MaxDate == "", "max_date is not a day", mend, with(path, "max_date")...)
	l.need(!okMin || !okMax || !most.Before(least), "min_date is after max_date", "exchange them", with(path, "min_date")...)
}

func (l *loader) checkRepeat(p *forms.Page, path []any) {
	if p.Type != forms.Repeat {
		return
	}
	var ids []string
	for i, inner := range p.Pages {
		l.need(inner.Type != forms.Repeat, "a repeat is inside a repeat", "move it out", with(path, "pages", i, "type")...)
		ids = append(ids, inner.ID)
	}
	l.need(len(ids) > 0, "the repeat has no page", "write pages: and a page", with(path, "pages")...)
	known := p.SummaryFrom == "" || slices.Contains(ids, p.SummaryFrom)
	l.need(known, fmt.Sprintf("summary_from: no page %q in the repeat", p.SummaryFrom), strictyaml.MendName(p.SummaryFrom, ids), with(path, "summary_from")...)
	inRange := p.Max == nil || *p.Max <= forms.MaxInstances
	l.need(inRange, fmt.Sprintf("max is above %d", forms.MaxInstances), "nobody fills so many in at a kiosk: write less", with(path, "max")...)
	enough := p.Min == nil || *p.Min <= forms.MaxInstances
	l.need(enough, fmt.Sprintf("min is above %d", forms.MaxInstances), "write less", with(path, "min")...)
}
