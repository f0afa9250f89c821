package preview

import (
	"maps"
	"slices"
	"strconv"

	"guichet/forms"
	"guichet/forms/cog"
)

// inputs are what somebody may give on a page, the plain one first: such that
// each condition of the form is true for some and false for others.
func inputs(f *forms.Form, p *forms.Page, today forms.Day) []forms.Input {
	var out []forms.Input
	for _, a := range answers(f, p, today) {
		in := forms.Refill(p, a)
		if _, problem := forms.Parse(p, in, today); problem == nil {
			out = append(out, in)
		}
	}
	return out
}

func answers(f *forms.Form, p *forms.Page, today forms.Day) []forms.Answer {
	named := constants(f, p.ID)
	switch p.Type {
	case forms.YesNo:
		return values("yes", "no")
	case forms.Civility:
		return values(forms.Civilities...)
	case forms.ChoiceOne:
		return values(p.Choices...)
	case forms.ChoiceMany:
		return ticks(p)
	case forms.ChoiceLinked:
		return linked(p)
	case forms.File:
		return values(forms.Files...)
	case forms.Country:
		return values(append([]string{"FR", "BE"}, named...)...)
	case forms.Number, forms.Money:
		return numbers(p, append(named, spread(f, p, "1", "2", "5", "10", "20", "1000")...))
	case forms.Date, forms.MonthYear:
		return append(dates(p, named, today), ages(f, p, today)...)
	case forms.Commune:
		return communes(named)
	}
	return []forms.Answer{{State: forms.Given, Fields: short(plain[p.Type], p.MaxLength)}}
}

// short cuts made-up words where a page takes few characters; 0 is as many as
// there are.
func short(fields map[string]string, most int) map[string]string {
	fields = maps.Clone(fields)
	if most > 0 {
		fields[forms.Value] = fields[forms.Value][:min(most, len(fields[forms.Value]))]
	}
	return fields
}

// plain is an answer to each type that conditions do not look into. Names and
// numbers are made up: 06 39 98 is kept for fiction.
var plain = map[forms.Type]map[string]string{
	forms.ShortText:   {forms.Value: "Exemple"},
	forms.LongText:    {forms.Value: "Ceci est un exemple."},
	forms.Name:        {"family": "Exemple", "given": "Camille"},
	forms.Address:     {"street": "12 rue du Modèle", "postcode": "04230", "city": "Saint-Éloi"},
	forms.Phone:       {forms.Value: "+33639981234"},
	forms.Email:       {forms.Value: "camille@exemple.fr"},
	forms.IBAN:        {forms.Value: "FR7611315000011234567890138"},
	forms.NIR:         {forms.Value: "255081416802538"},
	forms.SIRET:       {forms.Value: "73282932000074"},
	forms.Signature:   {forms.Value: "80,300 100,180 160,120 170,310 230,290 270,180 310,250 390,200 430,270 500,150 560,300;620,300 700,210 780,180 940,170"},
	forms.Declaration: {forms.Value: "yes"},
}

func values(vs ...string) []forms.Answer {
	var out []forms.Answer
	for _, v := range vs {
		out = append(out, forms.Answer{State: forms.Given, Fields: map[string]string{forms.Value: v}})
	}
	return out
}

// linked are all choices, each with its group.
func linked(p *forms.Page) []forms.Answer {
	var out []forms.Answer
	for _, g := range p.Linked {
		for _, v := range g.Choices {
			out = append(out, forms.Answer{State: forms.Given, Fields: map[string]string{"group": g.Value, forms.Value: v}})
		}
	}
	return out
}

// spread are values for a page that others are worked out of: what those are
// compared with says nothing of this one.
func spread(f *forms.Form, p *forms.Page, vs ...string) []string {
	if slices.ContainsFunc(f.Computed, func(c forms.Computed) bool { return slices.Contains(c.Needs, p.ID) }) {
		return vs
	}
	return nil
}

// ages are birthdays of people of many ages, for such a page.
func ages(f *forms.Form, p *forms.Page, today forms.Day) []forms.Answer {
	var out []forms.Answer
	for _, n := range spread(f, p, "3", "11", "15", "16", "17", "18", "24", "25", "26", "40", "70") {
		years, _ := strconv.Atoi(n)
		d := today.AddYears(-years)
		d.Day = 1
		out = append(out, values(d.String())...)
	}
	return out
}

// ticks is as few boxes as the page takes, then as many, then as few from each
// other box on.
func ticks(p *forms.Page) []forms.Answer {
	least, most := int64(1), int64(len(p.Choices))
	if p.Min != nil {
		least = max(least, *p.Min)
	}
	if p.Max != nil {
		most = min(most, *p.Max)
	}
	var out []forms.Answer
	for i := range p.Choices {
		out = append(out, ticked(p.Choices, i, least))
	}
	return slices.Insert(out, min(1, len(out)), ticked(p.Choices, 0, most))
}

// ticked is n boxes from one on, and from the first again after the last.
func ticked(choices []string, from int, n int64) forms.Answer {
	fields := map[string]string{}
	for i := range int(n) {
		fields[choices[(from+i)%len(choices)]] = "yes"
	}
	return forms.Answer{State: forms.Given, Fields: fields}
}

// numbers are each constant, its neighbours, and the bounds.
func numbers(p *forms.Page, named []string) []forms.Answer {
	least := int64(3)
	if p.Min != nil {
		least = *p.Min
	}
	all := []int64{least}
	if p.Max != nil {
		all = append(all, *p.Max)
	}
	for _, c := range named {
		n, _ := strconv.ParseInt(c, 10, 64)
		all = append(all, n-1, n, n+1)
	}
	var out []forms.Answer
	for _, n := range all {
		out = append(out, values(strconv.FormatInt(n, 10))...)
	}
	return out
}

// dates are days of grown-ups and of children, each constant with the years
// around it, and the bounds.
func dates(p *forms.Page, named []string, today forms.Day) []forms.Answer {
	all := []string{"1984-02-03", "2019-05-14", today.String(), today.AddYears(1).String()}
	for _, bound := range []string{p.MinDate, p.MaxDate} {
		if d, ok := forms.Bound(bound, today); ok {
			all = append(all, d.String(), d.AddYears(1).String(), d.AddYears(-1).String())
		}
	}
	for _, c := range named {
		if d, ok := forms.ParseDay(c); ok {
			all = append(all, d.AddYears(-1).String(), c, d.AddYears(1).String())
		}
	}
	return values(all...)
}

// communes are one of no importance, and those that conditions name, directly
// or by département or region: "75" is Paris, and Nouvelle-Aquitaine.
func communes(named []string) []forms.Answer {
	manosque, _ := cog.Find("04112")
	found := []cog.Commune{manosque}
	first := func(fits func(cog.Commune) bool) {
		all := cog.All()
		if i := slices.IndexFunc(all, fits); i >= 0 {
			found = append(found, all[i])
		}
	}
	for _, v := range named {
		if c, ok := cog.Find(v); ok {
			found = append(found, c)
			continue
		}
		first(func(c cog.Commune) bool { return c.Departement == v })
		first(func(c cog.Commune) bool { return c.Region == v })
	}
	var out []forms.Answer
	for _, c := range found {
		fields := map[string]string{"code": c.Code, "name": c.Name}
		if len(c.Postcodes) > 0 {
			fields["postcode"] = c.Postcodes[0]
		}
		out = append(out, forms.Answer{State: forms.Given, Fields: fields})
	}
	return out
}

// constants are the values that conditions compare a page with, each once.
func constants(f *forms.Form, page string) []string {
	set := map[string]bool{}
	each(f, func(p *forms.Page) {
		conditions := []*forms.Condition{p.VisibleIf}
		for _, l := range p.Leave {
			conditions = append(conditions, l.If)
		}
		for _, c := range conditions {
			leaves(c, func(c *forms.Condition) {
				if c.Page == page {
					for _, v := range c.Values {
						set[v] = true
					}
				}
			})
		}
	})
	return slices.Sorted(maps.Keys(set))
}

// leaves calls f with every comparison of a condition.
func leaves(c *forms.Condition, f func(*forms.Condition)) {
	switch {
	case c == nil:
	case len(c.Of) == 0:
		f(c)
	default:
		for _, k := range c.Of {
			leaves(k, f)
		}
	}
}

// each calls f with every page of a form, those of repeats after their repeat.
func each(form *forms.Form, f func(*forms.Page)) {
	for i := range form.Pages {
		p := &form.Pages[i]
		f(p)
		for k := range p.Pages {
			f(&p.Pages[k])
		}
	}
}
