package calc

import (
	"maps"
	"slices"

	"guichet/forms"
)

// Scope is what the expressions of a form may name.
type Scope struct {
	names map[string]name
}

// name is a page or a computed value.
type name struct {
	get    string   // the function of the environment that gives it
	values []string // of a choice: all that it may be
	inside string   // the repeat that it is in: not to be named
	kind   forms.Type
}

// getters are the functions that give the answer of a page, by its type. Their
// names cannot be written in an expression.
var getters = map[forms.Type]string{
	forms.Number: "get number", forms.Money: "get number",
	forms.Date: "get date", forms.MonthYear: "get date",
	forms.YesNo:     "get yes",
	forms.ChoiceOne: "get text", forms.ChoiceLinked: "get text", forms.Civility: "get text",
	forms.Country: "get text", forms.File: "get text", forms.Commune: "get text",
	forms.ShortText: "get text", forms.LongText: "get text",
	forms.ChoiceMany: "get ticks", forms.Repeat: "get people",
}

// NewScope is all pages of a form.
func NewScope(f *forms.Form) *Scope {
	s := &Scope{names: map[string]name{}}
	for i := range f.Pages {
		p := &f.Pages[i]
		s.names[p.ID] = name{get: getters[p.Type], values: valuesOf(p), kind: p.Type}
		for _, inner := range p.Pages {
			s.names[inner.ID] = name{inside: p.ID, kind: inner.Type}
		}
	}
	return s
}

// Add makes a computed value known to those after it.
func (s *Scope) Add(id string, t forms.Type) { s.names[id] = name{get: getters[t], kind: t} }

// known are the names that may stand in an expression, sorted.
func (s *Scope) known() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.names)), func(id string) bool { return s.names[id].get == "" })
}

// valuesOf are all the texts that a page can give; nil where they are many.
func valuesOf(p *forms.Page) []string {
	switch p.Type {
	case forms.ChoiceOne, forms.ChoiceMany:
		return p.Choices
	case forms.ChoiceLinked:
		var out []string
		for _, g := range p.Linked {
			out = append(out, g.Choices...)
		}
		return out
	case forms.Civility:
		return forms.Civilities
	case forms.File:
		return forms.Files
	}
	return nil
}
