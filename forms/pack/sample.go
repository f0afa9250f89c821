package pack

import (
	"maps"
	"slices"
	"strconv"

	"guichet/forms"
	"guichet/forms/cog"
)

// sample is answers to a page such that conditions cannot tell any other
// answer from all of them: the values that they name, and what lies between.
func (l *loader) sample(p *forms.Page) []forms.Answer {
	if known, ok := l.samples[p]; ok {
		return known
	}
	out := l.sampleGiven(p)
	if p.Optional || p.Unknown {
		out = append(out, forms.Answer{State: forms.Skipped})
	}
	l.samples[p] = out
	return out
}

func (l *loader) sampleGiven(p *forms.Page) []forms.Answer {
	switch p.Type {
	case forms.YesNo:
		return values("yes", "no")
	case forms.ChoiceOne:
		return values(p.Choices...)
	case forms.Civility:
		return values(forms.Civilities...)
	case forms.ChoiceMany:
		return ticks(l.constants(p), p)
	case forms.Number, forms.Money:
		return l.sampleNumbers(p)
	case forms.Date, forms.MonthYear:
		return l.sampleDates(p)
	case forms.Commune:
		return l.sampleCommunes(p)
	case forms.ChoiceLinked:
		return sampleLinked(p)
	case forms.File:
		return values(forms.Files...)
	case forms.Country:
		return values(append(l.constants(p), "NR")...) // and one of no importance
	}
	return values("x") // only whether it is empty can be asked
}

func sampleLinked(p *forms.Page) []forms.Answer {
	var out []forms.Answer
	for _, g := range p.Linked {
		for _, v := range g.Choices {
			out = append(out, given("group", g.Value, forms.Value, v))
		}
	}
	return out
}

func values(vs ...string) []forms.Answer {
	var out []forms.Answer
	for _, v := range vs {
		out = append(out, given(forms.Value, v))
	}
	return out
}

// constants are the values that the conditions of the form compare a page
// with.
func (l *loader) constants(p *forms.Page) []string {
	set := map[string]bool{}
	collect := func(c *forms.Condition) {
		eachCondition(c, func(c *forms.Condition) {
			if c.Page == p.ID {
				for _, v := range c.Values {
					set[v] = true
				}
			}
		})
	}
	eachPage(l.form, func(q *forms.Page, _ []any) {
		collect(q.VisibleIf)
		for _, leave := range q.Leave {
			collect(leave.If)
		}
	})
	return slices.Sorted(maps.Keys(set))
}

func eachCondition(c *forms.Condition, f func(*forms.Condition)) {
	if c == nil {
		return
	}
	f(c)
	for _, k := range c.Of {
		eachCondition(k, f)
	}
}

// ticks is every set of the named values, and one of the others.
func ticks(named []string, p *forms.Page) []forms.Answer {
	if len(named) > 8 {
		named = named[:8]
	}
	var out []forms.Answer
	for set := range 1 << len(named) {
		a := given()
		for i, v := range named {
			if set>>i&1 == 1 {
				a.Fields[v] = "yes"
			}
		}
		if len(a.Fields) > 0 || len(named) < len(p.Choices) {
			out = append(out, a)
		}
	}
	return out
}

// sampleNumbers is each constant, and the numbers next to it, within bounds.
func (l *loader) sampleNumbers(p *forms.Page) []forms.Answer {
	set := map[int64]bool{0: true}
	if p.Min != nil {
		set[*p.Min] = true
	}
	for _, c := range l.constants(p) {
		n, _ := strconv.ParseInt(c, 10, 64)
		set[n-1], set[n], set[n+1] = true, true, true
	}
	var out []forms.Answer
	for _, n := range slices.Sorted(maps.Keys(set)) {
		if n >= 0 && (p.Min == nil || n >= *p.Min) && (p.Max == nil || n <= *p.Max) {
			out = append(out, given(forms.Value, itoa(n)))
		}
	}
	return out
}

// sampleDates is each constant and the years before and after; bounds are left
// out, for they move with the day.
func (l *loader) sampleDates(p *forms.Page) []forms.Answer {
	out := values("2000-01-01")
	for _, c := range l.constants(p) {
		d, _ := forms.ParseDay(c)
		out = append(out, values(d.AddYears(-1).String(), c, d.AddYears(1).String())...)
	}
	return out
}

// sampleCommunes is the communes that are named, one of each département and
// region that is, and one of no importance.
func (l *loader) sampleCommunes(p *forms.Page) []forms.Answer {
	wanted := l.constants(p)
	if len(wanted) == 0 {
		return values("x") // only whether it is empty is asked
	}
	var out []forms.Answer
	for _, v := range append(wanted, "97501") {
		if c, ok := cog.Find(v); ok {
			out = append(out, birthplace(c))
		}
		if _, _, ok := cog.Departement(v); ok {
			out = append(out, firstCommune(func(c *cog.Commune) bool { return c.Departement == v })...)
		}
		if _, ok := cog.Region(v); ok {
			out = append(out, firstCommune(func(c *cog.Commune) bool { return c.Region == v })...)
		}
	}
	return out
}

// firstCommune is an answer with the first commune that fits.
func firstCommune(fits func(*cog.Commune) bool) []forms.Answer {
	all := cog.All()
	for i := range all {
		if fits(&all[i]) {
			return []forms.Answer{birthplace(all[i])}
		}
	}
	return nil
}

func birthplace(c cog.Commune) forms.Answer {
	return given("code", c.INSEE(), "departement", c.Departement, "region", c.Region)
}
