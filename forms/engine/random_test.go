package engine_test

import (
	"fmt"

	"pgregory.net/rapid"

	"guichet/forms"
	"guichet/forms/formtest"
)

// formMaker draws a form whose conditions hide and show pages, leave by exits,
// and depend on one another.
type formMaker struct {
	t      *rapid.T
	n      int
	before []*forms.Page // pages that a condition may name
}

func randomForm(t *rapid.T) *forms.Form {
	m := &formMaker{t: t}
	f := &forms.Form{Exits: []forms.Exit{{ID: "out"}, {ID: "away"}}}
	for range rapid.IntRange(1, 7).Draw(t, "pages") {
		f.Pages = append(f.Pages, m.page(true))
	}
	return f
}

func (m *formMaker) page(top bool) forms.Page {
	m.n++
	types := []forms.Type{forms.YesNo, forms.ChoiceOne, forms.Number, forms.Explanation}
	if top {
		types = append(types, forms.Repeat)
	}
	p := forms.Page{ID: fmt.Sprintf("p%d", m.n), Type: rapid.SampledFrom(types).Draw(m.t, "type")}
	if rapid.IntRange(0, 2).Draw(m.t, "hidden") == 0 {
		p.VisibleIf = m.condition()
	}
	switch p.Type {
	case forms.Repeat:
		m.repeat(&p)
		return p
	case forms.ChoiceOne:
		p.Choices = []string{"yes", "no"}
	}
	if p.Type != forms.Explanation {
		p.Optional, p.Unknown = rapid.Bool().Draw(m.t, "optional"), rapid.Bool().Draw(m.t, "unknown")
		named := p
		m.before = append(m.before, &named)
	}
	if rapid.IntRange(0, 5).Draw(m.t, "leaves") == 0 {
		p.Leave = []forms.Leave{{If: m.condition(), To: rapid.SampledFrom([]string{"out", "away"}).Draw(m.t, "exit")}}
	}
	return p
}

func (m *formMaker) repeat(p *forms.Page) {
	least := int64(rapid.IntRange(0, 2).Draw(m.t, "min"))
	most := least + int64(rapid.IntRange(1, 2).Draw(m.t, "spread"))
	p.Min, p.Max = &least, &most
	outside := len(m.before)
	for range rapid.IntRange(1, 3).Draw(m.t, "inner") {
		p.Pages = append(p.Pages, m.page(false))
	}
	m.before = m.before[:outside]
}

// condition draws one over the pages before, or none where there are none.
func (m *formMaker) condition() *forms.Condition {
	if len(m.before) == 0 {
		return nil
	}
	p := rapid.SampledFrom(m.before).Draw(m.t, "of")
	op := rapid.SampledFrom([]forms.Op{forms.Eq, forms.Ne, forms.Empty, forms.Not, forms.Or}).Draw(m.t, "op")
	c := &forms.Condition{Op: op, Page: p.ID, Values: []string{rapid.SampledFrom([]string{"yes", "no", "2"}).Draw(m.t, "value")}}
	switch op {
	case forms.Not:
		return &forms.Condition{Op: op, Of: []*forms.Condition{m.condition()}}
	case forms.Or:
		return &forms.Condition{Op: op, Of: []*forms.Condition{m.condition(), m.condition()}}
	}
	return c
}

// randomInput is one that a page may take, or nothing at all.
func randomInput(t *rapid.T, p *forms.Page) forms.Input {
	switch rapid.IntRange(0, 3).Draw(t, "input") {
	case 0:
		return forms.Input{}
	case 1:
		return formtest.Input(p)
	}
	switch p.Type {
	case forms.ChoiceOne:
		return forms.Input{forms.Value: rapid.SampledFrom(p.Choices).Draw(t, "choice")}
	case forms.Number:
		return forms.Input{forms.Value: fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "number"))}
	case forms.ChoiceMany:
		return forms.Input{rapid.SampledFrom(p.Choices).Draw(t, "tick"): "yes"}
	case forms.Commune:
		return forms.Input{"code": rapid.SampledFrom([]string{"04112", "2A004", "13055", "97411"}).Draw(t, "commune")}
	case forms.Country:
		return forms.Input{forms.Value: rapid.SampledFrom([]string{"FR", "BE", "XX"}).Draw(t, "country")}
	case forms.ChoiceLinked:
		g := rapid.SampledFrom(p.Linked).Draw(t, "group")
		return forms.Input{"group": g.Value, forms.Value: rapid.SampledFrom(p.Choices).Draw(t, "choice")}
	case forms.File:
		return forms.Input{forms.Value: rapid.SampledFrom(forms.Files).Draw(t, "file")}
	case forms.Date, forms.MonthYear:
		return forms.Input{"month": "1", "year": fmt.Sprint(rapid.IntRange(1900, 2030).Draw(t, "year"))}
	case forms.Money:
		return forms.Input{forms.Value: fmt.Sprint(rapid.IntRange(0, 200).Draw(t, "euros"))}
	}
	return forms.Input{forms.Value: rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "yes or no")}
}
