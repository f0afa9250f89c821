package pack

import (
	"errors"
	"fmt"
	"slices"

	"guichet/forms"
	"guichet/forms/calc"
	"guichet/forms/strictyaml"
)

// compute compiles the computed values in their order. One with a fault stays
// in the form, so that what names it has no fault of its own.
func (l *loader) compute(raw []rawComputed) {
	l.computedNeeds = map[string][]string{}
	l.scope = calc.NewScope(l.form)
	if n := len(raw); n > maxComputed {
		l.need(false, fmt.Sprintf("%d computed values, at most %d", n, maxComputed), "remove some", "computed")
		return
	}
	for i, r := range raw {
		l.checkComputedID(r.ID, i)
		l.form.Computed = append(l.form.Computed, l.compile(r, i))
		l.scope.Add(r.ID, forms.Type(r.Type))
	}
}

func (l *loader) checkComputedID(id string, i int) {
	taken := slices.ContainsFunc(l.form.Computed, func(c forms.Computed) bool { return c.ID == id })
	eachPage(l.form, func(p *forms.Page, _ []any) { taken = taken || p.ID == id })
	l.need(id == "" || nameShape.MatchString(id), fmt.Sprintf("computed value %q is not made of a-z, 0-9 and _", id), mendID(id, "_", "prix_total"), "computed", i, "id")
	l.need(!taken, fmt.Sprintf("%q stands twice, as a page or a computed value", id), "give each its own id", "computed", i, "id")
	l.need(!slices.Contains(reserved, id), fmt.Sprintf("computed value %q means something else", id), "choose another", "computed", i, "id")
}

func (l *loader) compile(r rawComputed, i int) forms.Computed {
	out := forms.Computed{ID: r.ID, Type: forms.Type(r.Type), Value: absent}
	l.computedNeeds[r.ID] = []string{}
	if !slices.Contains(forms.ComputedTypes, out.Type) || r.Expr == "" {
		return out // a fault, and said so
	}
	program, err := l.scope.Compile(r.Expr, out.Type)
	if err != nil {
		l.exprFault(l.formDoc.At("computed", i, "expr"), err)
		return out
	}
	out.Value, out.Needs = program.Value, l.pagesOf(program.Needs())
	l.computedNeeds[r.ID] = out.Needs
	return out
}

func absent(forms.Values) (string, bool) { return "", false }

// pagesOf are the pages that names stand for, those of computed values too.
func (l *loader) pagesOf(needs []string) []string {
	out := []string{}
	for _, id := range needs {
		pages, computed := l.computedNeeds[id]
		if !computed {
			pages = []string{id}
		}
		for _, p := range pages {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// exprFault puts a fault in an expression at the value that it is in.
func (l *loader) exprFault(at strictyaml.Place, err error) {
	var e *calc.Error
	if errors.As(err, &e) {
		l.fault(at, fmt.Sprintf("expression, character %d: %s", e.At, e.What), e.Mend)
	}
}
